// difftest --pairs [FUNCTIONS] [SEED] compares pairs of functions (Compared.h). Else it is
// the differential test in any size: difftest [PAIRS] [SEED] [SHRINKS] [STATES] [FIRST]. STATES are the random ones of
// each function: exploring it costs as much as some hundreds of them. FIRST is the file of the series to begin with:
// seed 3 and FIRST 12 make the file that a report calls seed 300012. What disagrees is printed when it is found; which
// file it is about stands in the standard error, so that a file that takes for ever is known by its seed.
// difftest --questions FILE ... also writes what the solver was asked to FILE, as SMT-LIB, and what it answered to
// FILE.answers (scripts/second-opinion has them asked again).
#include "difftest/Compared.h"
#include "difftest/Trial.h"
#include "smt/SmtLib.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>

using namespace kverdict;

static int pairs(unsigned Functions, std::uint64_t Seed) {
  PairTrial Size;
  Size.Functions = Functions;
  PairTally T;
  const std::vector<std::string> Reports = comparePairs(Size, Seed, T);
  for (const std::string &Report : Reports)
    std::printf("%s\n", Report.c_str());
  std::printf(
      "%u pairs: %u equivalent (%u by ways that meet), run in %u states; %u changed, %u undecided\nwrong: %zu\n",
      T.Pairs, T.Equivalent, T.Met, T.States, T.Changed, T.Undecided, Reports.size());
  return Reports.empty() ? 0 : 1;
}

static bool write(const std::string &File, const std::string &Text) {
  std::ofstream Out(File);
  Out << Text;
  Out.close();
  if (!Out)
    std::fprintf(stderr, "difftest: %s could not be written\n", File.c_str());
  return !Out.fail();
}

int main(int Count, char **Arguments) {
  SmtLibLog Questions;
  std::string Into;
  if (Count > 2 && std::string(Arguments[1]) == "--questions") {
    Into = Arguments[2];
    Count -= 2, Arguments += 2;
  }
  if (Count > 1 && std::string(Arguments[1]) == "--pairs")
    return pairs(Count > 2 ? std::strtoul(Arguments[2], nullptr, 10) : 1000,
                 Count > 3 ? std::strtoull(Arguments[3], nullptr, 10) : 1);
  TrialSize Size;
  Size.Pairs = Count > 1 ? std::strtoul(Arguments[1], nullptr, 10) : 1'000'000;
  const std::uint64_t Seed = Count > 2 ? std::strtoull(Arguments[2], nullptr, 10) : 1;
  if (Count > 3)
    Size.Shrinks = std::strtoul(Arguments[3], nullptr, 10);
  Size.RandomStates = Count > 4 ? std::strtoul(Arguments[4], nullptr, 10) : 500;
  Size.FirstBatch = Count > 5 ? std::strtoul(Arguments[5], nullptr, 10) : 0;
  Tally T;
  unsigned Reports = 0;
  runTrial(Size, Seed, T,
           {[&](const std::string &Report) {
              ++Reports;
              std::printf("%s\n", Report.c_str());
              std::fflush(stdout);
            },
            [&](std::uint64_t File) {
              std::fprintf(stderr, "seed %llu: %u pairs so far\n", static_cast<unsigned long long>(File), T.States);
            },
            Into.empty() ? nullptr : &Questions});
  if (!Into.empty() && !(write(Into, Questions.script()) && write(Into + ".answers", Questions.answers())))
    return 2;
  std::printf("%u pairs of %u functions (%u rows): %u natively, %u matched by one row, %u undefined\n"
              "%u went round a loop more often than a row\n"
              "left out: %u rows without a state, %u functions with an undecided path, %u with an approximation, "
              "%u states that cannot be made natively, %u without a verdict\n"
              "disagreements: %u\n",
              T.States, T.Functions, T.Rows, T.Native, T.Matched, T.Undefined, T.Covered, T.Unsolved, T.Undecided,
              T.Inexact, T.NotNative, T.NoVerdict, Reports);
  return Reports == 0 ? 0 : 1;
}
