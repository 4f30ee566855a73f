#include "input/tree/ScratchRoot.h"
#include "parse/text/Nesting.h"
#include "tool/Commands.h"

#include <llvm/Support/thread.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>

using namespace kverdict;

static Outcome run(const Options &O) {
  switch (O.What) {
  case Command::Review:
    return runReview(O);
  case Command::Check:
    return runCheck(O);
  case Command::CcCheck:
    return runCcCheck(O);
  case Command::Coverage:
    return runCoverage(O);
  case Command::Diff:
    return runDiff(O);
  case Command::Simulate:
    return runSimulate(O);
  case Command::Reproduce:
    return runReproduce(O);
  case Command::RulesList:
    return runRulesList(O);
  case Command::RulesCheck:
    return runRulesCheck(O);
  case Command::Sweep:
    return runSweep(O);
  case Command::SweepShard:
    return runSweepShard(O);
  case Command::SweepMerge:
    return runSweepMerge(O);
  }
  return {};
}

static constexpr const char Lost[] = "cannot write the report to the standard output: ";

// A report that does not arrive is no result, whatever it says.
static bool printed(const std::string &Text, FILE *To) {
  return fwrite(Text.data(), 1, Text.size(), To) == Text.size() && fflush(To) == 0 && !ferror(To);
}

static Outcome outcome(int Argc, char **Argv) {
  try {
    std::optional<Outcome> Result;
    Options O = readOptions(Argc, Argv, Result);
    O.Print = [](const std::string &Output) {
      if (!printed(Output, stdout))
        throw Error(ExitCode::Incomplete, std::string(Lost) + strerror(errno));
    };
    return Result ? std::move(*Result) : run(O);
  } catch (const Error &E) {
    return {"", std::string("kverdict: ") + E.what() + "\n", E.code()};
  } catch (const std::exception &E) {
    return {"", std::string("kverdict: this should not happen: ") + E.what() + "\n", ExitCode::Incomplete};
  }
}

int main(int Argc, char **Argv) {
  Outcome Result;
  removeScratchOnSignals();
  holdScratch();
  llvm::thread(StackSize, [&] { Result = outcome(Argc, Argv); }).join();
  waitForSignals();
  dropScratch();
  printed(Result.Notes, stderr);
  if (!printed(Result.Output, stdout)) {
    fprintf(stderr, "kverdict: %s%s\n", Lost, strerror(errno));
    Result.Code = ExitCode::Incomplete;
  }
  _Exit(static_cast<int>(Result.Code)); // as clang's -disable-free: nothing is taken to pieces for the last time
}
