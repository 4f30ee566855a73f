#include "analysis/Differing.h"

#include "parse/text/Premise.h"
#include "simulate/Simulator.h"

#include <llvm/ADT/StringRef.h>

#include <algorithm>

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

bool fires(const TraceStep &Step) {
  return Step.What == TraceStep::Kind::Branch && Step.Outcome == "true" && firesPremise(Step.Text);
}

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

/// What the function itself decides on its way.
static std::vector<const TraceStep *> decisions(const std::vector<TraceStep> &Way) {
  std::vector<const TraceStep *> Out;
  for (const TraceStep &Step : Way)
    if (Step.Depth == 0 && Step.What != TraceStep::Kind::Assignment && Step.What != TraceStep::Kind::Call)
      Out.push_back(&Step);
  return Out;
}

/// Where two runs of one state part, in the new version; null if they do not.
static const TraceStep *partsAt(const std::vector<TraceStep> &OldWay, const std::vector<TraceStep> &NewWay) {
  const auto Was = decisions(OldWay), Is = decisions(NewWay);
  for (size_t I = 0; I < Is.size(); ++I)
    if (I >= Was.size() || Was[I]->What != Is[I]->What || Was[I]->Outcome != Is[I]->Outcome)
      return Is[I];
  return nullptr;
}

/// The last line that the patch changed and the run of the new version came by, up to where the runs part: what comes
/// behind that is not to blame. Null if there is none.
static const TraceStep *toBlame(const Difference &D, const std::set<unsigned> &Changed, const std::string &File) {
  const TraceStep *Parts = partsAt(D.OldTrace, D.Trace), *Last = nullptr;
  if (!Parts)
    return nullptr;
  for (const TraceStep &Step : D.Trace) {
    if (Step.Depth == 0 && Step.At.File == File && Changed.count(Step.At.Line))
      Last = &Step;
    if (&Step == Parts)
      break;
  }
  return Last;
}

SourcePlace commentPlace(const FunctionView &F, const Difference &D) {
  const std::string File = F.unit().functionPlace(F.name()).File;
  const TraceStep *Blamed = toBlame(D, F.changed(), File);
  return Blamed ? Blamed->At : commentPlace(F, D.NewAt, D.Trace);
}

void tellOfExcluded(const Situation &In, Statement &Into) {
  for (const std::string &Each : In.Excluded)
    Into.Remarks.push_back(Each + " excludes this state, and this build leaves the test out");
}

/// The first test that fires in a run; null if none does.
static const TraceStep *firing(const std::vector<TraceStep> &Way) {
  const auto Found = std::find_if(Way.begin(), Way.end(), fires);
  return Found == Way.end() ? nullptr : &*Found;
}

/// Says of a state that the function takes for granted that it does not come up, or did before the patch.
static void tellOfPremises(const std::vector<TraceStep> &Old, const std::vector<TraceStep> &New, Statement &Into) {
  if (const TraceStep *Is = firing(New))
    Into.Remarks.push_back("`" + Is->Text + "` fires: " + Is->Function + "() takes such a state for impossible");
  else if (const TraceStep *Was = firing(Old))
    Into.Remarks.push_back("`" + Was->Text + "` fired before the patch: " + Was->Function +
                           "() took such a state for impossible");
}

Run runIn(const FunctionView &F, const Witness &State) {
  return Simulator(F.unit(), F.rules()->Models).run(F.name(), State);
}

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
  tellOfPremises(D.OldTrace, D.Trace, Out.What);
  tellOfExcluded(D.NewState, Out.What);
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
  tellOfPremises(D.OldTrace, D.Trace, Out.What);
  tellOfExcluded(D.NewState, Out.What);
  Out.Is = Differs{&C};
  return Out;
}

} // namespace kverdict
