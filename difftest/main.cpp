// The differential test in any size: difftest [PAIRS] [SEED] [SHRINKS] [STATES]. STATES are the random ones of each
// function: exploring it costs as much as some hundreds of them.
#include "difftest/Trial.h"

#include <cstdio>
#include <cstdlib>

using namespace kverdict;

int main(int Count, char **Arguments) {
  TrialSize Size;
  Size.Pairs = Count > 1 ? std::strtoul(Arguments[1], nullptr, 10) : 1'000'000;
  const std::uint64_t Seed = Count > 2 ? std::strtoull(Arguments[2], nullptr, 10) : 1;
  if (Count > 3)
    Size.Shrinks = std::strtoul(Arguments[3], nullptr, 10);
  Size.RandomStates = Count > 4 ? std::strtoul(Arguments[4], nullptr, 10) : 500;
  Tally T;
  const std::vector<std::string> Reports = runTrial(Size, Seed, T);
  for (const std::string &Report : Reports)
    std::printf("%s\n", Report.c_str());
  std::printf("%u pairs of %u functions (%u rows): %u natively, %u matched by one row, %u undefined\n"
              "%u went round a loop more often than a row\n"
              "left out: %u rows without a state, %u functions with an undecided path, %u with an approximation, "
              "%u states that cannot be made natively, %u without a verdict\n"
              "disagreements: %zu\n",
              T.States, T.Functions, T.Rows, T.Native, T.Matched, T.Undefined, T.Covered, T.Unsolved, T.Undecided,
              T.Inexact, T.NotNative, T.NoVerdict, Reports.size());
  return Reports.empty() ? 0 : 1;
}
