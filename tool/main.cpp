#include "parse/text/Nesting.h"
#include "tool/Commands.h"

#include <llvm/Support/thread.h>

#include <cstdio>
#include <cstdlib>
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
  case Command::RulesList:
    return runRulesList(O);
  case Command::RulesCheck:
    return runRulesCheck(O);
  }
  return {};
}

static Outcome outcome(int Argc, char **Argv) {
  try {
    std::optional<Outcome> Result;
    Options O = readOptions(Argc, Argv, Result);
    O.Print = [](const std::string &Output) { fputs(Output.c_str(), stdout), fflush(stdout); };
    return Result ? std::move(*Result) : run(O);
  } catch (const Error &E) {
    return {"", std::string("kverdict: ") + E.what() + "\n", E.code()};
  } catch (const std::exception &E) {
    return {"", std::string("kverdict: this should not happen: ") + E.what() + "\n", ExitCode::Incomplete};
  }
}

int main(int Argc, char **Argv) {
  Outcome Result;
  llvm::thread(StackSize, [&] { Result = outcome(Argc, Argv); }).join();
  fputs(Result.Notes.c_str(), stderr);
  fputs(Result.Output.c_str(), stdout);
  fflush(nullptr);
  _Exit(static_cast<int>(Result.Code)); // as clang's -disable-free: nothing is taken to pieces for the last time
}
