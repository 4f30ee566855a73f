#include "analysis/Differing.h"

#include <llvm/ADT/StringRef.h>

namespace kverdict {
namespace {

/// What stands first on a line of the function, or on the next that is not empty.
SourcePlace textFrom(const FunctionText &F, unsigned Line, const std::string &File) {
  unsigned At = F.At.Line;
  if (Line <= At)
    return {File, Line, 1};
  llvm::StringRef Rest = F.Body;
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

SourcePlace commentPlace(const FunctionText &F, const std::set<unsigned> &Lines, const SourcePlace &At,
                         const std::vector<TraceStep> &Way) {
  const unsigned First = F.Line - F.HeadLines, Last = lastLine(F);
  std::set<unsigned> Changed(Lines.lower_bound(First), Lines.upper_bound(Last));
  const bool Inside = First <= At.Line && At.Line <= Last;
  if (Changed.empty() || (Inside && Changed.count(At.Line)))
    return At;
  for (auto Step = Way.rbegin(); Step != Way.rend(); ++Step)
    if (Step->Depth == 0 && Step->At.File == At.File && Changed.count(Step->At.Line))
      return Step->At;
  auto Behind = Changed.upper_bound(Inside ? At.Line : Last);
  return textFrom(F, Behind == Changed.begin() ? *Behind : *std::prev(Behind), At.File);
}

SourcePlace commentPlace(const FunctionView &F, const SourcePlace &At, const std::vector<TraceStep> &Way) {
  const SourcePlace In = F.unit().functionPlace(F.name());
  const SourcePlace Own = At.File == In.File ? At : SourcePlace{In.File, 0, 0};
  const SourcePlace Out = commentPlace(F.text(), F.changed(), Own, Way);
  return Out.valid() ? Out : At;
}

SourcePlace commentPlace(const FunctionView &F, const Difference &D) { return commentPlace(F, D.NewAt, D.Trace); }

static Candidate about(const RuleInfo &Rule, const FunctionView &F, const SourcePlace &At) {
  Candidate Out;
  Out.What.Rule = Rule.Id;
  Out.What.Level = Rule.Level;
  Out.What.Function = F.name();
  Out.What.At = At;
  return Out;
}

Candidate suspected(const RuleInfo &Rule, const FunctionView &F, const Comparison &C, const Difference &D) {
  Candidate Out = about(Rule, F, commentPlace(F, D));
  tell(D, Out.What);
  Out.Is = Differs{&C, &D};
  return Out;
}

Candidate suspected(const RuleInfo &Rule, const FunctionView &F, const Comparison &C, const EffectDifference &D) {
  Candidate Out = about(Rule, F, commentPlace(F, D.At, D.Trace));
  Out.What.Witness = D.NewState.Shown;
  Out.What.Calls = D.NewState.Calls;
  Out.What.Verdict = "returns " + D.Result;
  Out.What.Before = "returned " + D.Result;
  Out.What.Trace = D.Trace;
  Out.Is = Differs{&C};
  return Out;
}

} // namespace kverdict
