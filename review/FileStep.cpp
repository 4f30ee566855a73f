#include "review/FileStep.h"

#include "analysis/Compiled.h"
#include "analysis/Gate.h"
#include "analysis/Origins.h"
#include "analysis/Silence.h"
#include "checks/Checks.h"
#include "compare/Callers.h"
#include "compare/Pair.h"
#include "core/Error.h"
#include "explore/Explorer.h"
#include "explore/Verdicts.h"
#include "isolate/AtWork.h"
#include "parse/text/TextScan.h"
#include "review/AskCallers.h"
#include "review/BrokenBodies.h"
#include "review/Callers.h"
#include "review/Followers.h"
#include "review/LineFates.h"
#include "review/Placing.h"
#include "review/StepJudge.h"
#include "review/StepVersions.h"

#include <algorithm>

namespace kverdict {
namespace {

std::set<std::string> namesIn(const std::string &C) {
  std::set<std::string> Out;
  for (const auto &[Name, Mentioned] : scanText("f() {" + C + "}"))
    Out.insert(Mentioned.begin(), Mentioned.end());
  return Out;
}

bool meet(const std::set<std::string> &A, const std::set<std::string> &B) {
  return std::any_of(A.begin(), A.end(), [&](const std::string &Each) { return B.count(Each); });
}

/// The notices that are there only since the patch.
void keepNew(std::vector<Notice> &Notices, const FileReport &Before) {
  std::erase_if(Notices, [&](const Notice &Each) {
    return std::any_of(Before.Notices.begin(), Before.Notices.end(),
                       [&](const Notice &Old) { return Old.Text == Each.Text; });
  });
}

/// What the rules say of a function that the patched file no longer has is not asked any more.
void tellLost(FileReport &New, const FileReport &Old) {
  for (const NotApplied &Each : New.Skipped) {
    auto same = [&](const NotApplied &Other) { return Other.Contract == Each.Contract; };
    if (std::find(Old.Explored.begin(), Old.Explored.end(), Each.Function) != Old.Explored.end() &&
        std::none_of(Old.Skipped.begin(), Old.Skipped.end(), same))
      New.Gaps.push_back(
          {{New.File, 0, 0},
           Each.Function,
           "contract '" + Each.Contract + "' applied to the base, and does not to the patched file: " + Each.Reason});
  }
}

std::string shown(const SourcePlace &At) {
  return At.valid() ? At.File + ":" + std::to_string(At.Line) + ":" + std::to_string(At.Column) + ": " : "";
}

/// Of the functions that are compared because of what is no function: those that are not the same code, and all.
constexpr unsigned MostReached = 12;
constexpr size_t MostLookedAt = 400;

class StepReviewer {
public:
  StepReviewer(const FileStep &S, const Rules &R, const Checks &Known, const std::shared_ptr<Versions> &Shared,
               CallersIn Asked = CallersIn::None)
      : S(S), R(R), Known(Known), Asked(Asked), In(S, R, Shared), Judge(In, R, Known, Out) {}

  StepOutcome run() {
    try {
      const AtWork Mark(S.New.Command.File, "", "review of " + S.New.Text);
      if (!S.Deleted)
        analyseBoth();
      accountByOldNames();
    } catch (const ParseError &E) {
      Out.Refused = E;
    } catch (const Error &E) {
      Out.Problem = E.what();
      Out.RulesAreWrong = E.code() == ExitCode::Usage;
    }
    if (Out.Report) {
      finish(*Out.Report);
      Judge.tellOneCause(*Out.Report);
    }
    Out.Files = std::move(In.files());
    return std::move(Out);
  }

  /// The patched version does not parse, and the base does.
  StepOutcome breaks(const ParseError &E) {
    const SourcePlace At = E.at().valid() ? E.at() : SourcePlace{S.Path, 1, 1};
    Out.Report.emplace();
    if (S.New.Command.OtherCompiler) {
      Out.Report->Gaps.push_back(
          {At, "", "Clang does not read this, and the build is by another compiler, which may: " + E.message()});
    } else {
      Statement F;
      F.Rule = doesNotCompile().Id;
      F.Level = doesNotCompile().Level;
      F.At = At;
      F.Function = At.File == S.Path ? functionAround(S.New.Text, At.Line) : "";
      F.Message = "This does not compile: " + E.message();
      Out.Report->Gaps.push_back({At, "", "the patched file does not parse, so it was not analysed"});
      Out.Report->Findings.push_back(finding(std::move(F), judge(Refused{E.message()}), E.message()));
    }
    finish(*Out.Report);
    Out.Files = std::move(In.files());
    return std::move(Out);
  }

  std::optional<Change> moved(const StepVersions &From, const std::string &Function, StepOutcome &Into) {
    const std::vector<std::string> Names{Function};
    VersionPair Pair(From.request(false, Names), In.request(true, Names), R);
    const FunctionFate Fate = compareOne(Function, Pair, true);
    if (Out.Report) {
      finish(*Out.Report);
      if (!Into.Report)
        Into.Report.emplace().File = S.Path;
      auto append = [](auto &To, auto &Of) { To.insert(To.end(), Of.begin(), Of.end()); };
      append(Into.Report->Changes, Out.Report->Changes);
      append(Into.Report->Findings, Out.Report->Findings);
      append(Into.Report->Gaps, Out.Report->Gaps);
      append(Into.Report->Remarks, Out.Report->Remarks);
      Into.Report->Refuted += Out.Report->Refuted;
    }
    Into.Unchanged.insert(Into.Unchanged.end(), Out.Unchanged.begin(), Out.Unchanged.end());
    return Fate.Outcome;
  }

private:
  /// Where the old names do not do (one of them means something else in a header), functions are not followed.
  void accountByOldNames() {
    try {
      account();
    } catch (const ParseError &) {
      if (!In.renamed())
        throw;
      In.forgetNames();
      account();
    }
    In.tellNames();
  }

  /// The functions whose contracts the patch can have broken or mended.
  std::set<std::string> subjects() const {
    std::optional<std::set<std::string>> Changed;
    if (!S.Added && S.Headers.empty())
      Changed = affected(S.New.Text, In.apart(false), In.apart(true));
    std::set<std::string> Out, Named = subjectsIn(S.New.Text, R);
    if (!S.Added)
      Named.merge(subjectsIn(S.Old.Text, R));
    for (const Contract &C : R.Contracts) {
      if (Named.count(C.Function) &&
          (!Changed || Changed->count(C.Function) || meet(namesIn(C.Requires.Text), *Changed) ||
           meet(namesIn(C.Ensures.Text), *Changed)))
        Out.insert(C.Function);
    }
    for (const FunctionView &F : Known.concerned(In.apart(true), R))
      if (!Changed || Changed->count(F.name()))
        Out.insert(F.name());
    return Out;
  }

  void analyseBoth() {
    AnalysisOptions O;
    O.Silence = false; // of all that is found, at the end
    O.Functions = subjects();
    if (O.Functions.empty())
      return;
    FileReport New = analyse(In.version(true), R, Known, O);
    if (!S.Added) {
      O.VerifyFixes = false;
      Old = analyse(In.version(false), R, Known, O);
    }
    if (Old)
      tellLost(New, *Old);
    Out.Report = std::move(New);
  }

  /// What is told once of all that was found, whichever rule says so.
  void finish(FileReport &Report) {
    Report.File = S.Path;
    silence(Report, S.New.Text, R, Known, false);
    tellOrigins(Report, Old ? &*Old : nullptr);
    if (S.Added)
      return;
    for (Finding &F : Report.Findings) {
      placeUnderChange(F, In);
      lowerUnlessReached(F, Report);
    }
    FileReport Before;
    Before.File = S.Path;
    silence(Before, S.Old.Text, R, Known, false);
    keepNew(Report.Notices, Before);
  }

  /// What became of each changed line, and of the functions that it belongs to.
  void account() {
    if (std::all_of(In.files().begin(), In.files().end(), [](const ChangedFile &F) { return F.settled(); }))
      return;
    auto Pair = In.pairOf(In.touched());
    if (const std::set<std::string> Skipped = skipped(*Pair); !Skipped.empty())
      Pair = In.pairOf(In.touched(), Skipped);
    LineFates Lines(In.files(), Pair->oldUnit(), Pair->newUnit());
    Out.Gone = Lines.gone();
    Out.Come = Lines.come();
    std::vector<std::string> Reached = Lines.reached();
    Reached.resize(std::min(Reached.size(), MostLookedAt));
    std::vector<std::string> All = Lines.touched();
    All.insert(All.end(), Reached.begin(), Reached.end());
    std::set<std::string> Skipped(All.begin(), All.end());
    for (const std::string &Name : In.touched())
      Skipped.erase(Name);
    if (!Skipped.empty())
      Pair = In.pairOf(All, Skipped);
    std::map<std::string, FunctionFate> Fates;
    for (const std::string &Name : Lines.touched())
      if (!Fates.count(Name))
        Fates[Name] = compareOne(Name, *Pair, true);
    if (Asked != CallersIn::None && Out.Report)
      askCallers(In, R, {Fates, All, Skipped, Pair}, Out.Report->Changes);
    for (const std::string &Name : Lines.touched())
      if (Out.Report && turnsAround(Pair->oldUnit(), Pair->newUnit(), Name))
        askFollowers(In, R, Known, Name, *Out.Report);
    for (const std::string &Name : Reached)
      if (Compared < MostReached)
        Fates[Name] = compareOne(Name, *Pair, false);
    Lines.settle(Fates, Pair->oldUnit(), Pair->newUnit());
  }

  /// The touched functions whose bodies an earlier parse, for another patch, did not read.
  std::set<std::string> skipped(const VersionPair &Pair) const {
    std::set<std::string> Out;
    for (const std::string &Name : In.touched())
      if (!Pair.oldUnit().definition(Name) || !Pair.newUnit().definition(Name))
        Out.insert(Name);
    return Out;
  }

  /// What is only reached and still the same code is not worth a word.
  FunctionFate compareOne(const std::string &Name, VersionPair &Pair, bool Touched) {
    const clang::FunctionDecl *Old = Pair.oldUnit().definition(Name), *New = Pair.newUnit().definition(Name);
    if (!Old || !New)
      return {std::nullopt, "the body of " + Name + "() could not be read", true};
    const bool Decides = In.hasContract(Name) || decides(New) || decides(Old);
    const bool Asked = Decides || !S.Claim.empty();
    if (!Asked && !Touched)
      return {std::nullopt, Name + "() decides nothing", false};
    CompareLimits Limits;
    Limits.PerDirection = 1; // an example of each will do for a comment
    Limits.Outcomes = 2;
    Limits.EffectsBeside = !S.Claim.empty();
    if (!Asked)
      Limits.MostEffort /= 4;
    Comparison C = Pair.compare(Name, Limits);
    const Change Outcome = C.What;
    Compared += !Touched && !C.SameCode;
    if (S.Tables && Decides && !C.Differences.empty())
      takeTables(Name, Pair);
    const bool Other = Touched && !C.SameCode;
    Judge.take(Name, std::move(C), Pair, Touched);
    if (Other)
      Judge.askPremises(Name, Pair.newUnit(), Limits);
    const bool Directed = Outcome == Change::Stricter || Outcome == Change::Laxer || Outcome == Change::Incomparable;
    return {Outcome, "", Decides || Directed}; // what accepts more or less than before does decide
  }

  void takeTables(const std::string &Name, const VersionPair &Pair) {
    constexpr unsigned MostRows = 120, MostTables = 40;
    if (Out.Tables.size() >= MostTables)
      return;
    Explorer Old(Pair.oldUnit(), R), New(Pair.newUnit(), R);
    if (Old.rowCount(Name) <= MostRows && New.rowCount(Name) <= MostRows)
      Out.Tables[In.nameNow(Name)] = {Old.table(Name), New.table(Name)};
  }

  const FileStep &S;
  const Rules &R;
  const Checks &Known;
  const CallersIn Asked;
  StepOutcome Out;
  StepVersions In;
  StepJudge Judge;
  unsigned Compared = 0;         ///< functions that are only reached, and not the same code
  std::optional<FileReport> Old; ///< what the base had
};

std::string baseIsBroken(const FileStep &S, const ParseError &E) {
  return S.Path +
         ": the version before the patch does not build, so what the patch changes cannot be told: " + shown(E.at()) +
         E.message() +
         " (is it the base of this patch, and is the tree configured and prepared: make defconfig && make prepare?)";
}

BrokenBodies::Fault whoseFault(BrokenBodies &Left, const ParseError &E, const std::shared_ptr<Versions> &Shared) {
  try {
    return Left.judge(E, Shared);
  } catch (const Error &) { // it is not known
    return BrokenBodies::Fault::Neither;
  }
}

} // namespace

std::optional<Change> reviewMoved(const FileStep &From, const FileStep &To, const std::string &Function, const Rules &R,
                                  const Checks &Known, StepOutcome &Into) {
  const auto Own = std::make_shared<Versions>();
  return StepReviewer(To, R, Known, Own).moved(StepVersions(From, R, Own), Function, Into);
}

StepOutcome reviewFile(const FileStep &S, const Rules &R, const Checks &Known, const std::shared_ptr<Versions> &Shared,
                       CallersIn Callers) {
  BrokenBodies Left(S, R);
  for (;;) {
    StepOutcome Out = StepReviewer(Left.step(), R, Known, Shared, Callers).run();
    const auto Of = Out.Refused ? whoseFault(Left, *Out.Refused, Shared) : BrokenBodies::Fault::Neither;
    if (Of == BrokenBodies::Fault::LeftOut)
      continue;
    if (Of == BrokenBodies::Fault::OfPatch)
      Out = StepReviewer(Left.step(), R, Known, Shared, Callers).breaks(Left.refused());
    else if (Of == BrokenBodies::Fault::OfBase)
      Out.Problem = baseIsBroken(S, Left.refused());
    else if (Out.Refused)
      Out.Problem = Out.Refused->what();
    Left.tell(Out);
    return Out;
  }
}

std::vector<std::string> touched(const FileStep &S, Versions &Shared) {
  if (S.Added || !S.Headers.empty() || S.Deleted)
    return {};
  return touched(Shared.apart(S.Old), Shared.apart(S.New));
}

std::vector<std::string> needed(const FileStep &S, Versions &Shared, CallersIn Callers) {
  std::vector<std::string> Out = touched(S, Shared);
  if (Callers == CallersIn::None)
    return Out;
  for (size_t I = 0, Touched = Out.size(); I < Touched; ++I) {
    std::vector<std::string> By = callersInText(S.New.Text, Shared.apart(S.New), Out[I]).names();
    By.resize(std::min(By.size(), MostCallers));
    Out.insert(Out.end(), By.begin(), By.end());
  }
  return Out;
}

} // namespace kverdict
