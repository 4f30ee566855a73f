#include "analysis/Differing.h"

#include <llvm/ADT/StringRef.h>

namespace kverdict {
namespace {

/// What stands first on a line of the function, or on the next that is not empty.
SourcePlace textFrom(const FunctionView &F, unsigned Line, const std::string &File) {
  unsigned At = F.text().At.Line;
  if (Line <= At)
    return {File, Line, 1};
  llvm::StringRef Rest = F.text().Body;
  for (; At < Line || (Rest.contains('\n') && Rest.split('\n').first.trim().empty()); ++At)
    Rest = Rest.split('\n').second;
  return {File, At, static_cast<unsigned>(Rest.size() - Rest.ltrim(" \t").size() + 1)};
}

} // namespace

void tell(const Difference &D, Statement &Into) {
  Into.Witness = D.NewState.Shown;
  Into.Calls = D.NewState.Calls;
  Into.Verdict = D.NewEnd == RunEnd::Returned    ? "returns " + D.New
                 : D.NewEnd == RunEnd::Undefined ? "has " + D.New
                                                 : D.New;
  Into.Before = D.OldEnd == RunEnd::Returned    ? "returned " + D.Old
                : D.OldEnd == RunEnd::Undefined ? "had " + D.Old
                                                : "did not return";
  Into.Trace = D.Trace;
}

SourcePlace commentPlace(const FunctionView &F, const Difference &D) {
  const std::string File = F.unit().functionPlace(F.name()).File;
  const unsigned First = F.text().Line - F.text().HeadLines, Last = lastLine(F.text());
  std::set<unsigned> Changed(F.changed().lower_bound(First), F.changed().upper_bound(Last));
  const bool Inside = D.NewAt.File == File && First <= D.NewAt.Line && D.NewAt.Line <= Last;
  if (Changed.empty() || (Inside && Changed.count(D.NewAt.Line)))
    return D.NewAt;
  for (auto Step = D.Trace.rbegin(); Step != D.Trace.rend(); ++Step)
    if (Step->Depth == 0 && Step->At.File == File && Changed.count(Step->At.Line))
      return Step->At;
  auto Behind = Changed.upper_bound(Inside ? D.NewAt.Line : Last);
  return textFrom(F, Behind == Changed.begin() ? *Behind : *std::prev(Behind), File);
}

Candidate suspected(const RuleInfo &Rule, const FunctionView &F, const Comparison &C, const Difference &D) {
  Candidate Out;
  Out.What.Rule = Rule.Id;
  Out.What.Level = Rule.Level;
  Out.What.Function = F.name();
  Out.What.At = commentPlace(F, D);
  tell(D, Out.What);
  Out.Is = Differs{&C, &D};
  return Out;
}

} // namespace kverdict
