#include "checks/Checks.h"
#include "checks/Patterns.h"
#include "core/Error.h"

#include <algorithm>

namespace kverdict {

/// The checks that are no pattern of a contract: one row each. The maker is in the check's own file.
std::shared_ptr<const Check> makeBrokenPremise();
std::shared_ptr<const Check> makeCommentPolarity();
std::shared_ptr<const Check> makeDeadGuard();
std::shared_ptr<const Check> makeDocumentedReturn();
std::shared_ptr<const Check> makeLockBalance();
std::shared_ptr<const Check> makeLostError();
std::shared_ptr<const Check> makeMaskMisuse();
std::shared_ptr<const Check> makeNewCrash();
std::shared_ptr<const Check> makeNonMonotone();
std::shared_ptr<const Check> makeOverwrittenError();
std::shared_ptr<const Check> makeSiblingDivergence();
std::shared_ptr<const Check> makeUnsaidChange();
std::shared_ptr<const Check> makeVerdictType();
std::shared_ptr<const Check> makeWrappingGuard();
static constexpr std::shared_ptr<const Check> (*Makers[])() = {
    makeBrokenPremise,     makeCommentPolarity, makeDeadGuard,   makeDocumentedReturn, makeLockBalance,
    makeLostError,         makeMaskMisuse,      makeNewCrash,    makeNonMonotone,      makeOverwrittenError,
    makeSiblingDivergence, makeUnsaidChange,    makeVerdictType, makeWrappingGuard};

const RuleInfo &noFunctionalChange() {
  static const RuleInfo Info = {
      .Id = "no-functional-change",
      .About = "a function that does something else with a patch whose message claims no functional change",
      .Level = Severity::Warning,
      .By = Evidence::Run,
      .Precision = "",
      .OfPatches = true,
  };
  return Info;
}

const RuleInfo &doesNotCompile() {
  static const RuleInfo Info = {
      .Id = "does-not-compile",
      .About = "a file that the compiler refuses with a patch, and takes without it",
      .By = Evidence::Compiler,
      .Precision = "",
      .OfPatches = true,
  };
  return Info;
}

static Checks makeAll() {
  Checks All;
  All.Patterns = {makeInvertedReturn(), makeBlockingGuard(), makeContractPattern()}; // the last takes whatever is left
  for (const auto &Each : All.Patterns)
    All.Rules.push_back(Each->info());
  for (const auto Make : Makers) {
    All.Others.push_back(Make());
    All.Rules.push_back(All.Others.back()->info());
  }
  All.Rules.push_back(noFunctionalChange());
  All.Rules.push_back(doesNotCompile());
  return All;
}

const Checks &allChecks() {
  static const Checks All = makeAll();
  return All;
}

Checks checksWith(const std::vector<std::string> &Asked) {
  for (const std::string &Id : Asked)
    if (std::none_of(allChecks().Rules.begin(), allChecks().Rules.end(),
                     [&](const RuleInfo &Each) { return Each.Id == Id; }))
      throw Error(ExitCode::Usage, "--check " + Id + ": there is no such rule ('kverdict rules list' names them)");
  return allChecks().only({Asked.begin(), Asked.end()});
}

} // namespace kverdict
