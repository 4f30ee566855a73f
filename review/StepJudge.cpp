#include "review/StepJudge.h"

#include "analysis/Differing.h"
#include "analysis/Gate.h"
#include "analysis/HandReplay.h"
#include "analysis/TextEdit.h"
#include "core/Error.h"
#include "isolate/AtWork.h"
#include "review/Claim.h"
#include "review/OneCause.h"

#include <algorithm>

namespace kverdict {
namespace {

constexpr const char *PremiseCheck = "broken-premise";

/// What a check says of one version is mended by what was there before; contracts are tried.
bool mends(const Mended &Fixed, const Finding &Of) { return !Of.Contracts.empty() || Fixed.AsBefore; }

/// The option without which a build leaves a test out; null if each build has it.
const char *leftOutWithout(const std::string &Test) {
  const auto has = [&](const char *Word) { return Test.find(Word) != std::string::npos; };
  return has(" VM_WARN_ON") || has(" VM_BUG_ON") ? "CONFIG_DEBUG_VM"
         : has("lockdep_assert")                 ? "CONFIG_LOCKDEP"
                                                 : nullptr;
}

/// "no longer calls put(p) (mm/a.c:12 before); calls get(p) where it did not before".
std::string effectWords(const EffectDifference &D) {
  std::string Text;
  for (const EventChange &Each : D.Changes) {
    Text += (Text.empty() ? "" : "; ") + Each.What;
    if (Each.InOld && Each.At.valid())
      Text += " (" + Each.At.File + ":" + std::to_string(Each.At.Line) + " before)";
  }
  return Text;
}

/// What others see of it is refuted by a run as the verdict is.
void otherEffect(const Comparison &C, Statement &F) {
  const EffectDifference &D = C.Effects[0];
  F.Witness = D.NewState.Shown;
  F.Calls = D.NewState.Calls;
  F.Verdict = effectWords(D);
  if (!D.Changes[0].InOld && D.Changes[0].At.valid())
    F.At = D.Changes[0].At;
}

/// A row of a function that returns the same, and is wrong in what else it does.
Difference sameVerdict(const EffectDifference &Of) {
  Difference D;
  D.Old = D.New = Of.Result;
  return D;
}

} // namespace

void StepJudge::take(const std::string &Name, Comparison C, const VersionPair &Pair, bool Touched) {
  const size_t Said = Out.Report ? Out.Report->Findings.size() : 0;
  const bool Found = !(C.Differences.empty() && C.Effects.empty() && C.Idle.empty());
  const bool Same = C.What == Change::Equivalent && !C.SameCode; // what was added for nothing
  const bool Checked = Touched && (Found || Same) && !Known.Others.empty();
  const Difference *Wrong = Checked ? askChecks(Name, C, Pair.newUnit()) : nullptr;
  if (!Wrong && !C.Differences.empty() && (!S.Claim.empty() || (Touched && lacksRepair(Name))))
    Wrong = wrong(Name, C);
  const bool Told = Touched && C.Differences.empty() && C.Effects.size() == 1 && lacksRepair(Name);
  const std::optional<Mended> Fixed = Touched && Wrong ? mended(Name, C, *Wrong)
                                      : Told           ? mended(Name, C, sameVerdict(C.Effects[0]))
                                                       : std::nullopt;
  const std::optional<Finding> Remark = Touched ? remark(Name, C, Pair.newUnit()) : std::nullopt;
  if (Touched || !C.SameCode)
    add(std::move(C), Pair);
  if (Remark)
    Out.Report->Remarks.push_back(*Remark);
  if (Fixed)
    for (size_t I = 0; I < Out.Report->Findings.size(); ++I)
      if (Finding &Each = Out.Report->Findings[I]; I >= Said || (lacksRepair(Each, Name) && mends(*Fixed, Each))) {
        Each.Repair = Fixed->Change;
        Each.Tried = Fixed->Tried;
      }
}

/// What became of a function, if that is told under a line that the patch changes.
std::optional<Finding> StepJudge::remark(const std::string &Name, const Comparison &C, const Unit &New) const {
  static const RuleInfo Info = {.Id = "change",
                                .About =
                                    "what a patch makes a function decide otherwise; nothing says that it is wrong",
                                .Level = Severity::Note};
  if (In.files().empty() || (C.Differences.empty() && C.Effects.empty()))
    return std::nullopt;
  const FunctionView View = viewOf(Name, New);
  Candidate Said =
      C.Differences.empty() ? suspected(Info, View, C, C.Effects[0]) : suspected(Info, View, C, C.Differences[0]);
  if (Said.What.At.File != S.Path || !View.changed().count(Said.What.At.Line))
    return std::nullopt;
  Said.What.From = Origin::Introduced;
  In.inNewNames(Said.What);
  FileReport Heard;
  Gate(New, R).admit(Said, Heard);
  const bool Seen = !Heard.Findings.empty() && Heard.Findings[0].status() == Status::Confirmed;
  if (!Seen)
    return std::nullopt;
  Finding Told = Heard.Findings[0];
  if (C.Differences.empty()) // it returns the same: what else it does is the news
    Told.Verdict = effectWords(C.Effects[0]), Told.Before.clear();
  return Told;
}

/// Whether something was found in the new version alone, and the edits that are tried for a contract did not mend it.
bool StepJudge::lacksRepair(const Finding &F, const std::string &Name) const {
  return F.Function == In.nameNow(Name) && !F.Repair && F.status() == Status::Confirmed;
}

const Finding *StepJudge::lacksRepair(const std::string &Name) const {
  if (Out.Report)
    for (const Finding &Each : Out.Report->Findings)
      if (lacksRepair(Each, Name))
        return &Each;
  return nullptr;
}

/// The difference that a finding is about which lacks a fix: one in which the function does what is said of it there.
const Difference *StepJudge::wrong(const std::string &Name, const Comparison &C) const {
  if (const Finding *Of = lacksRepair(Name))
    for (const Difference &Each : C.Differences)
      if (Of->Verdict == "returns " + Each.New)
        return &Each;
  return &C.Differences[0];
}

/// Whether a finding without a fix is that a rule is broken.
bool StepJudge::breaksRule(const std::string &Name) const {
  const Finding *Of = lacksRepair(Name);
  return Of && !Of->Contracts.empty();
}

/// What checks make of a function that does something else now; the difference that the first of them is about.
const Difference *StepJudge::askChecks(const std::string &Name, const Comparison &C, const Unit &New) {
  std::vector<Candidate> Suspected;
  const FunctionView View = viewOf(Name, New);
  for (const auto &Each : Known.Others)
    Each->compare(View, C, Suspected);
  return admit(Suspected, New);
}

void StepJudge::askPremises(const std::string &Name, const Unit &New, CompareLimits Limits) {
  const auto Asked = std::find_if(Known.Others.begin(), Known.Others.end(),
                                  [](const auto &Each) { return Each->info().Id == PremiseCheck; });
  if (Asked == Known.Others.end() || told(Name))
    return;
  const auto Pair = In.pairWithPremises(Name, New);
  Limits.PremisesHold = false, Limits.EffectsBeside = true;
  const Comparison C = Pair->compare(Name, Limits);
  std::vector<Candidate> Suspected;
  (*Asked)->compare(viewOf(Name, Pair->newUnit()), C, Suspected);
  for (Candidate &Each : Suspected)
    if (const char *Option = leftOutWithout(Each.Code))
      Each.What.Message += std::string(" This build leaves such tests out: ") + Option + " has them.";
  admit(Suspected, Pair->newUnit());
}

/// Whether a premise was seen to fail in this build.
bool StepJudge::told(const std::string &Name) const {
  return Out.Report && std::any_of(Out.Report->Findings.begin(), Out.Report->Findings.end(), [&](const Finding &Each) {
           return Each.Function == In.nameNow(Name) && Each.Rule == PremiseCheck;
         });
}

const Difference *StepJudge::admit(std::vector<Candidate> &Suspected, const Unit &New) {
  if (!Suspected.empty() && !Out.Report)
    Out.Report.emplace();
  const Gate Judge(New, R);
  const Difference *Wrong = nullptr;
  for (Candidate &Each : Suspected) {
    In.inNewNames(Each.What);
    Judge.admit(Each, *Out.Report);
    if (const auto *Of = std::get_if<Differs>(&Each.Is); Of && !Wrong)
      Wrong = Of->There;
  }
  return Wrong;
}

/// A function of the patched text, with the lines of it that the patch changed.
FunctionView StepJudge::viewOf(const std::string &Name, const Unit &New) const {
  const std::string Path = New.functionPlace(Name).File;
  for (const ChangedFile &File : In.files())
    if (const auto Is = File.Path == Path ? In.textOf(Name, File, false) : std::nullopt) {
      FunctionView View(*Is, S.Claim, &R);
      View.parsed(New, File.commented());
      View.speaksOf(S.Tidying);
      if (const auto Was = In.textOf(Name, File, true))
        View.compareTo(*Was);
      return View;
    }
  FunctionText Unseen;
  Unseen.Name = Name;
  FunctionView View(std::move(Unseen), S.Claim);
  View.parsed(New, std::set<unsigned>());
  return View;
}

/// A small edit that takes a difference back, and leaves all else as the patch has it.
std::optional<Mended> StepJudge::mended(const std::string &Name, const Comparison &C, const Difference &Wrong) const {
  const std::optional<FunctionText> Was = In.textOf(Name, In.files()[0], true),
                                    Is = In.textOf(Name, In.files()[0], false);
  if (!Was || !Is || In.renamed() || !S.Headers.empty() || Wrong.OldEnd != RunEnd::Returned)
    return std::nullopt;
  const auto Edits = smallEdits(S.Old.Text, *Was, S.New.Text, *Is, Wrong.Old, S.Path);
  auto Compare = [&](bool FromOld, const std::string &Fixed) { return compared(Name, FromOld, Fixed); };
  Mending M{Edits, S.New.Text, C, Wrong, !S.Claim.empty() || C.Differences.empty(), Compare};
  auto Hold = [&](const std::string &Fixed) { return contractsHold({Name}, Fixed); };
  if (breaksRule(Name))
    M.RulesHold = Hold;
  std::optional<Mended> Fixed = mend(M);
  return Fixed && (Fixed->Tried.empty() || Hold(applyFix(Fixed->Change, S.New.Text))) ? Fixed : std::nullopt;
}

Comparison StepJudge::compared(const std::string &Name, bool FromOld, const std::string &Fixed) const {
  CompareLimits Limits;
  Limits.EffectsBeside = true;
  Limits.Search = false; // only a proof makes a fix
  Limits.MostEffort /= 8;
  return In.compared(Name, FromOld, Fixed, Limits);
}

void StepJudge::tellOneCause(FileReport &Report) const {
  joinMoved(Report, S.New.Text,
            [&](const std::set<std::string> &Names, const std::string &Fixed) { return shownTogether(Names, Fixed); });
}

/// What is known of functions that were mended together; nothing if that is not enough.
std::optional<std::string> StepJudge::shownTogether(const std::set<std::string> &Names, const std::string &Text) const {
  const std::string All = Names.size() == 2 ? "both" : "all " + std::to_string(Names.size());
  auto hasRules = [&](const std::string &Each) { return In.hasContract(Each); };
  try {
    const AtWork Mark(S.New.Command.File, "", "a fix of several functions");
    if (!contractsHold(Names, Text))
      return std::nullopt;
    if (std::all_of(Names.begin(), Names.end(), hasRules))
      return "the rules for " + All + " functions hold then";
    auto asBefore = [&](const std::string &Each) { return compared(Each, true, Text).What == Change::Equivalent; };
    return std::all_of(Names.begin(), Names.end(), asBefore)
               ? std::optional(All + " functions decide as before the patch then")
               : std::nullopt;
  } catch (const Failed &) {
    return std::nullopt; // then each keeps a fix of its own
  } catch (const Error &) {
    return std::nullopt;
  }
}

/// Whether a text keeps all contracts of these functions.
bool StepJudge::contractsHold(const std::set<std::string> &Names, const std::string &Text) const {
  FileVersion V = In.version(true);
  V.Text = Text;
  AnalysisOptions O;
  for (const std::string &Each : Names)
    if (In.hasContract(Each))
      O.Functions.insert(Each);
  if (O.Functions.empty())
    return true;
  O.ContractsAlone = true;
  O.Silence = O.VerifyFixes = false;
  const FileReport After = analyse(V, R, Known, O);
  return After.Findings.empty() && After.Gaps.empty();
}

void StepJudge::add(Comparison C, const VersionPair &Pair) {
  if (!Out.Report)
    Out.Report.emplace();
  if (!S.Claim.empty())
    judgeClaim(C, Pair.newUnit());
  Out.Report->Refuted += C.Refuted;
  C.Function = In.nameNow(C.Function);
  C.Reason = In.withNewNames(C.Reason);
  Out.Report->Changes.push_back(std::move(C));
}

void StepJudge::judgeClaim(const Comparison &C, const Unit &New) {
  if (C.What == Change::Equivalent)
    return Out.Unchanged.push_back(In.nameNow(C.Function));
  if (C.What != Change::Undecided)
    return Out.Report->Findings.push_back(claimBroken(C, New));
  const SourcePlace At = C.ReasonAt.valid() ? C.ReasonAt : New.functionPlace(C.Function);
  Out.Report->Gaps.push_back(
      {In.placeNow(At), In.nameNow(C.Function), "the message says \"" + S.Claim + "\": " + In.withNewNames(C.Reason)});
}

Finding StepJudge::claimBroken(const Comparison &C, const Unit &New) {
  const Ruling Of = judge(Differs{&C});
  Statement F;
  F.Rule = noFunctionalChange().Id;
  F.Level = noFunctionalChange().Level;
  F.Function = C.Function;
  F.At = New.functionPlace(C.Function);
  if (C.Differences.empty() && !C.Effects.empty()) {
    otherEffect(C, F);
  } else if (!C.Differences.empty()) {
    const Difference &D = C.Differences[0];
    if (D.NewAt.valid())
      F.At = D.NewAt;
    tell(D, F);
  }
  In.inNewNames(F);
  tryByHand(New, R, F);
  F.Message = "The commit message says \"" + S.Claim + "\". Doesn't this change what " + F.Function + "() does?";
  return finding(std::move(F), Of, "");
}

} // namespace kverdict
