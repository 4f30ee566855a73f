#include "tool/Commands.h"

#include <cstdio>
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

int main(int Argc, char **Argv) {
  std::optional<Outcome> Result;
  try {
    Options O = readOptions(Argc, Argv, Result);
    if (!Result)
      Result = run(O);
  } catch (const Error &E) {
    Result = Outcome{"", std::string("kverdict: ") + E.what() + "\n", E.code()};
  } catch (const std::exception &E) {
    Result = Outcome{"", std::string("kverdict: this should not happen: ") + E.what() + "\n", ExitCode::Incomplete};
  }
  fputs(Result->Notes.c_str(), stderr);
  fputs(Result->Output.c_str(), stdout);
  return static_cast<int>(Result->Code);
}
