#include "review/FileStep.h"

#include "analysis/Compiled.h"
#include "analysis/Differing.h"
#include "analysis/Gate.h"
#include "analysis/Origins.h"
#include "analysis/Silence.h"
#include "analysis/TextEdit.h"
#include "checks/Checks.h"
#include "compare/Callers.h"
#include "compare/Pair.h"
#include "core/Error.h"
#include "explore/Explorer.h"
#include "explore/Verdicts.h"
#include "isolate/AtWork.h"
#include "kbuild/TreeBuild.h"
#include "parse/text/Heads.h"
#include "parse/text/TextScan.h"
#include "review/Callers.h"
#include "review/LineFates.h"
#include "review/Mending.h"

#include <llvm/ADT/StringRef.h>

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

/// Of the callers of one function, those that are asked; and what they may take (smt/Effort.h), each, and all of a
/// file.
constexpr size_t MostCallers = 8;
constexpr std::uint64_t EffortOfCaller = 250'000, EffortOfCallers = 600'000;

class StepReviewer {
public:
  StepReviewer(const FileStep &S, const Rules &R, const Checks &Known, const std::shared_ptr<Versions> &Shared,
               CallersIn Asked = CallersIn::None)
      : S(S), R(R), Known(Known), Shared(Shared), Asked(Asked), OldNames(S.Renamed) {
    prepare();
  }

  StepOutcome run() {
    try {
      const AtWork Mark(S.New.Command.File, "", "review of " + S.New.Text);
      if (!S.Deleted)
        analyseBoth();
      accountByOldNames();
    } catch (const ParseError &E) {
      broken(E);
    } catch (const Error &E) {
      Out.Problem = E.what();
      Out.RulesAreWrong = E.code() == ExitCode::Usage;
    }
    if (Out.Report)
      finish(*Out.Report);
    return std::move(Out);
  }

  std::optional<Change> moved(const FileStep &From, const std::string &Function, StepOutcome &Into) {
    const std::vector<std::string> Names{Function};
    VersionPair Pair(StepReviewer(From, R, Known, Shared).request(false, Names), request(true, Names), R);
    const FunctionFate Fate = compareOne(Function, Pair, true);
    if (Out.Report) {
      finish(*Out.Report);
      if (!Into.Report)
        Into.Report.emplace().File = S.Path;
      auto append = [](auto &To, auto &Of) { To.insert(To.end(), Of.begin(), Of.end()); };
      append(Into.Report->Changes, Out.Report->Changes);
      append(Into.Report->Findings, Out.Report->Findings);
      append(Into.Report->Gaps, Out.Report->Gaps);
      Into.Report->Refuted += Out.Report->Refuted;
    }
    Into.Unchanged.insert(Into.Unchanged.end(), Out.Unchanged.begin(), Out.Unchanged.end());
    return Fate.Outcome;
  }

private:
  /// Functions that were renamed are compared in a text in which they are called as before: so are their callers.
  void prepare() {
    for (const auto &[New, Old] : OldNames)
      NewNames[Old] = New;
    Patched = withOldNames(S.New.Text);
    if (!S.Added && S.Headers.empty() && !S.Deleted)
      Touched = touched(apart(false), Shared->apart(Patched, S.New.Command.File));
    Out.Files.emplace_back(S.Path, S.Old.Command.File, S.New.Command.File, S.Old.Text, S.New.Text);
    for (const ChangedHeader &H : S.Headers)
      Out.Files.emplace_back(H.Path, TreeBuild::place(S.Old.Command, H.Path), TreeBuild::place(S.New.Command, H.Path),
                             H.Old, H.New);
    for (ChangedFile &Each : Out.Files)
      Each.New = withOldNames(Each.New);
  }

  std::string withOldNames(const std::string &Text) const {
    return OldNames.empty() ? Text : withNames(Text, OldNames);
  }
  std::string withNewNames(const std::string &Text) const {
    return NewNames.empty() ? Text : withNames(Text, NewNames);
  }

  /// As it is called since the patch.
  std::string nameNow(const std::string &Function) const {
    const auto It = NewNames.find(Function);
    return It == NewNames.end() ? Function : It->second;
  }

  /// As it was called before.
  std::string nameBefore(const std::string &Function) const {
    const auto It = OldNames.find(Function);
    return It == OldNames.end() ? Function : It->second;
  }

  /// Where a place of the text with the old names is in the patched one.
  SourcePlace placeNow(SourcePlace At) const {
    if (OldNames.empty() || At.File != S.Path || !At.valid())
      return At;
    llvm::StringRef Rest = Patched;
    for (unsigned Line = 1; Line < At.Line; ++Line)
      Rest = Rest.split('\n').second;
    const std::string Before = Rest.take_front(At.Column - 1).str();
    At.Column = withNewNames(Before).size() + 1;
    return At;
  }

  /// Where the old names do not do (one of them means something else in a header), functions are not followed.
  void accountByOldNames() {
    try {
      account();
    } catch (const ParseError &) {
      if (OldNames.empty())
        throw;
      OldNames.clear();
      NewNames.clear();
      Out.Files.clear();
      prepare();
      account();
    }
    for (ChangedFile &File : Out.Files)
      for (ChangedLine &L : File.Lines) {
        if (NewNames.count(L.Name) && !L.OnlyHere)
          L.Before = L.Name;
        if (!L.Old)
          L.Name = nameNow(L.Name);
        for (std::string &Each : L.Reaches)
          Each = nameNow(Each);
      }
  }

  /// The functions whose contracts the patch can have broken or mended.
  std::set<std::string> subjects() const {
    std::optional<std::set<std::string>> Changed;
    if (!S.Added && S.Headers.empty())
      Changed = affected(S.New.Text, apart(false), apart(true));
    std::set<std::string> Out, Named = subjectsIn(S.New.Text, R);
    if (!S.Added)
      Named.merge(subjectsIn(S.Old.Text, R));
    for (const Contract &C : R.Contracts) {
      if (Named.count(C.Function) &&
          (!Changed || Changed->count(C.Function) || meet(namesIn(C.Requires.Text), *Changed) ||
           meet(namesIn(C.Ensures.Text), *Changed)))
        Out.insert(C.Function);
    }
    for (const FunctionView &F : Known.concerned(apart(true), R))
      if (!Changed || Changed->count(F.name()))
        Out.insert(F.name());
    return Out;
  }

  const TakenApart &apart(bool Patched) const { return Shared->apart(Patched ? S.New : S.Old); }

  FileVersion version(bool Patched) const {
    FileVersion V;
    static_cast<SourceVersion &>(V) = Patched ? S.New : S.Old;
    for (const std::string &Each : Touched)
      V.Touched.insert({Each, Patched ? nameNow(Each) : Each});
    for (const ChangedFile &Each : Out.Files)
      V.Changed[Each.place(!Patched)] = Each.numbers(!Patched);
    V.Shared = Shared;
    V.Claim = S.Claim;
    return V;
  }

  void analyseBoth() {
    AnalysisOptions O;
    O.Silence = false; // of all that is found, at the end
    O.Functions = subjects();
    if (O.Functions.empty())
      return;
    FileReport New = analyse(version(true), R, Known, O);
    if (!S.Added) {
      O.VerifyFixes = false;
      Old = analyse(version(false), R, Known, O);
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
      placeUnderChange(F);
      lowerUnlessReached(F, Report);
    }
    FileReport Before;
    Before.File = S.Path;
    silence(Before, S.Old.Text, R, Known, false);
    keepNew(Report.Notices, Before);
  }

  /// What the patch introduces is told where a person would comment on it, and not on a return that nobody touched; of
  /// what a contract says, lines that are gone leave no place.
  void placeUnderChange(Finding &F) const {
    const bool Found =
        F.From == Origin::Introduced && F.By != Evidence::Compiler && F.At.File == S.Path && !Out.Files.empty();
    const bool Claimed = F.Rule == noFunctionalChange().Id;
    if (!Found || !(Claimed || isReturn(F.At.Line)))
      return;
    const std::set<unsigned> Lines = Claimed ? Out.Files[0].commented() : Out.Files[0].numbers(false);
    for (const FunctionText &Each : apart(true).Functions)
      if (Each.Name == F.Function)
        F.At = commentPlace(Each, Lines, F.At, F.Trace);
  }

  /// What the patch introduces in states that no caller leads to is worth less.
  static void lowerUnlessReached(Finding &F, const FileReport &Report) {
    if (F.From != Origin::Introduced || F.By != Evidence::Run)
      return;
    for (const Comparison &C : Report.Changes)
      if (C.Function == F.Function && C.CalledBy && C.CalledBy->none()) {
        F.Level = F.Level == Severity::Error ? Severity::Warning : Severity::Note;
        F.Message += " No caller leads to such a state.";
      }
  }

  /// Whether a line of the patched text begins with a return.
  bool isReturn(unsigned Line) const {
    llvm::StringRef Rest = S.New.Text;
    for (unsigned I = 1; I < Line; ++I)
      Rest = Rest.split('\n').second;
    return Rest.ltrim(" \t").starts_with("return");
  }

  UnitRequest request(bool OfPatched, const std::vector<std::string> &Names) const {
    const FileVersion V = version(OfPatched);
    UnitRequest Q;
    static_cast<SourceVersion &>(Q) = V;
    if (OfPatched)
      Q.Text = Patched;
    if (OfPatched)
      for (auto &[Path, Text] : Q.Overlay)
        Text = withOldNames(Text);
    Rules Models;
    Models.Models = R.Models;
    Q.Extras = compileRules(Models, Q.Text, {});
    Q.Opaque = modelled(R);
    Q.Read = V.Touched;
    Q.Read.insert(Names.begin(), Names.end());
    Q.Changed = V.Changed;
    Q.Wanted.insert(Names.begin(), Names.end());
    return Q;
  }

  bool hasContract(const std::string &Function) const {
    return std::any_of(R.Contracts.begin(), R.Contracts.end(),
                       [&](const Contract &C) { return C.Function == Function; });
  }

  /// What became of each changed line, and of the functions that it belongs to.
  void account() {
    if (std::all_of(Out.Files.begin(), Out.Files.end(), [](const ChangedFile &F) { return F.settled(); }))
      return;
    auto Pair = pairOf(Touched);
    if (const std::set<std::string> Skipped = skipped(*Pair); !Skipped.empty())
      Pair = pairOf(Touched, Skipped);
    LineFates Lines(Out.Files, Pair->oldUnit(), Pair->newUnit());
    Out.Gone = Lines.gone();
    Out.Come = Lines.come();
    std::vector<std::string> Reached = Lines.reached();
    Reached.resize(std::min(Reached.size(), MostLookedAt));
    std::vector<std::string> All = Lines.touched();
    All.insert(All.end(), Reached.begin(), Reached.end());
    std::set<std::string> Skipped(All.begin(), All.end());
    for (const std::string &Name : Touched)
      Skipped.erase(Name);
    if (!Skipped.empty())
      Pair = pairOf(All, Skipped);
    std::map<std::string, FunctionFate> Fates;
    for (const std::string &Name : Lines.touched())
      if (!Fates.count(Name))
        Fates[Name] = compareOne(Name, *Pair, true);
    if (Asked != CallersIn::None && Out.Report)
      askCallers(Fates, All, Skipped, Pair);
    for (const std::string &Name : Reached)
      if (Compared < MostReached)
        Fates[Name] = compareOne(Name, *Pair, false);
    Lines.settle(Fates, Pair->oldUnit(), Pair->newUnit());
  }

  /// Whether callers of the functions that decide otherwise lead to a state in which they do. Where their bodies were
  /// not read yet, that takes another parse.
  void askCallers(const std::map<std::string, FunctionFate> &Fates, std::vector<std::string> Names,
                  std::set<std::string> Missing, std::unique_ptr<VersionPair> &Pair) {
    std::map<Comparison *, CallersInText> Asking;
    const size_t Known = Missing.size();
    for (Comparison &C : Out.Report->Changes) {
      const auto Fate = Fates.find(nameBefore(C.Function));
      if (C.Differences.empty() || Fate == Fates.end() || !Fate->second.Decides)
        continue;
      CallersInText &Of = Asking[&C] = callersInText(Patched, Shared->apart(Patched, S.New.Command.File), Fate->first);
      leaveOutUncompiled(Of, Pair->newUnit());
      for (size_t I = 0; I < Of.Functions.size() && I < MostCallers; ++I)
        if (!Pair->oldUnit().definition(Of.Functions[I]) || !Pair->newUnit().definition(Of.Functions[I]))
          Missing.insert(Of.Functions[I]), Names.push_back(Of.Functions[I]);
    }
    if (Missing.size() > Known)
      Pair = pairOf(Names, Missing);
    std::uint64_t Spent = 0;
    for (auto &[C, Of] : Asking)
      C->CalledBy = calledBy(nameBefore(C->Function), Of, *Pair, Spent);
  }

  /// What stands under another configuration's #if.
  static void leaveOutUncompiled(CallersInText &Of, const Unit &In) {
    for (const std::string &Each : Of.Functions)
      if (!In.declares(Each) && Of.Others.empty())
        Of.Others = Each + "() is not compiled in this build";
    std::erase_if(Of.Functions, [&](const std::string &Each) { return !In.declares(Each); });
  }

  Callers calledBy(const std::string &Function, const CallersInText &Of, VersionPair &Pair,
                   std::uint64_t &Spent) const {
    Callers Out;
    Out.Others = othersMayCall(Pair.newUnit(), Function);
    if (Out.Others.empty())
      Out.Others = Of.Others;
    for (const std::string &Each : Of.Functions)
      if (Out.Seen.size() < MostCallers && Spent < EffortOfCallers) {
        const bool Told = std::any_of(Out.Seen.begin(), Out.Seen.end(), [](const Caller &C) { return C.Own; });
        Out.Seen.push_back(askCaller(Pair, R, Each, Function, EffortOfCaller, Spent, !Told)); // one will do
        inNewNames(Out.Seen.back());
      } else {
        Out.PassedOver.push_back(nameNow(Each));
      }
    return Out;
  }

  void inNewNames(Caller &Of) const {
    Of.Function = nameNow(Of.Function);
    Of.Reason = withNewNames(Of.Reason);
    for (std::optional<Difference> *Each : {&Of.There, &Of.Own})
      if (*Each) {
        (*Each)->OldAt = (*Each)->NewAt = placeNow((*Each)->NewAt);
        for (std::string &Condition : (*Each)->Conditions)
          Condition = withNewNames(Condition);
      }
  }

  /// The touched functions whose bodies an earlier parse, for another patch, did not read.
  std::set<std::string> skipped(const VersionPair &Pair) const {
    std::set<std::string> Out;
    for (const std::string &Name : Touched)
      if (!Pair.oldUnit().definition(Name) || !Pair.newUnit().definition(Name))
        Out.insert(Name);
    return Out;
  }

  std::unique_ptr<VersionPair> pairOf(const std::vector<std::string> &Names,
                                      const std::set<std::string> &Missed = {}) const {
    UnitRequest Old = request(false, Names), New = request(true, Names);
    Old.Missed = New.Missed = Missed;
    return std::make_unique<VersionPair>(Old, New, R, Shared.get());
  }

  /// What is only reached and still the same code is not worth a word.
  FunctionFate compareOne(const std::string &Name, VersionPair &Pair, bool Touched) {
    const clang::FunctionDecl *Old = Pair.oldUnit().definition(Name), *New = Pair.newUnit().definition(Name);
    if (!Old || !New)
      return {std::nullopt, "the body of " + Name + "() could not be read", true};
    const bool Decides = hasContract(Name) || decides(New) || decides(Old);
    const bool Asked = Decides || !S.Claim.empty();
    if (!Asked && !Touched)
      return {std::nullopt, Name + "() decides nothing", false};
    CompareLimits Limits;
    Limits.PerDirection = 1; // an example of each will do for a comment
    Limits.EffectsBeside = !S.Claim.empty();
    if (!Asked)
      Limits.MostEffort /= 4;
    Comparison C = Pair.compare(Name, Limits);
    const Change Outcome = C.What;
    Compared += !Touched && !C.SameCode;
    if (S.Tables && Decides && !C.Differences.empty())
      takeTables(Name, Pair);
    const size_t Said = Out.Report ? Out.Report->Findings.size() : 0;
    const bool Found = !(C.Differences.empty() && C.Effects.empty() && C.Idle.empty());
    const bool Checked = Touched && Found && !Known.Others.empty();
    const Difference *Wrong = Checked ? askChecks(Name, C, Pair.newUnit()) : nullptr;
    if (!Wrong && !C.Differences.empty() && !S.Claim.empty())
      Wrong = &C.Differences[0];
    const std::optional<Mended> Fixed = Touched && Wrong ? mended(Name, C, *Wrong) : std::nullopt;
    if (Touched || !C.SameCode)
      add(std::move(C), Pair);
    if (Fixed)
      for (size_t I = Said; I < Out.Report->Findings.size(); ++I) {
        Out.Report->Findings[I].Repair = Fixed->Change;
        Out.Report->Findings[I].Tried = Fixed->Tried;
      }
    return {Outcome, "", Decides};
  }

  void takeTables(const std::string &Name, const VersionPair &Pair) {
    constexpr unsigned MostRows = 120, MostTables = 40;
    if (Out.Tables.size() >= MostTables)
      return;
    Explorer Old(Pair.oldUnit(), R), New(Pair.newUnit(), R);
    if (Old.rowCount(Name) <= MostRows && New.rowCount(Name) <= MostRows)
      Out.Tables[nameNow(Name)] = {Old.table(Name), New.table(Name)};
  }

  /// A small edit that takes a difference back, and leaves all else as the patch has it.
  std::optional<Mended> mended(const std::string &Name, const Comparison &C, const Difference &Wrong) const {
    const std::optional<FunctionText> Was = textOf(Name, Out.Files[0], true), Is = textOf(Name, Out.Files[0], false);
    if (!Was || !Is || !OldNames.empty() || !S.Headers.empty() || Wrong.OldEnd != RunEnd::Returned)
      return std::nullopt;
    const auto Edits = smallEdits(S.Old.Text, *Was, S.New.Text, *Is, Wrong.Old, S.Path);
    auto Compare = [&](bool FromOld, const std::string &Fixed) {
      UnitRequest From = request(!FromOld, {Name}), To = request(true, {Name});
      To.Text = Fixed;
      try {
        CompareLimits Limits;
        Limits.EffectsBeside = true;
        Limits.MostEffort /= 8;
        return VersionPair(From, To, R, Shared.get()).compare(Name, Limits);
      } catch (const Error &) { // it does not compile: then it is no fix
        return Comparison();
      }
    };
    std::optional<Mended> Fixed = mend({Edits, S.New.Text, C, Wrong, !S.Claim.empty(), Compare});
    return Fixed && contractsHold(Name, applyFix(Fixed->Change, S.New.Text)) ? Fixed : std::nullopt;
  }

  /// Whether a text keeps all contracts of a function.
  bool contractsHold(const std::string &Name, const std::string &Text) const {
    if (!hasContract(Name))
      return true;
    FileVersion V = version(true);
    V.Text = Text;
    AnalysisOptions O;
    O.Functions = {Name};
    O.ContractsAlone = true;
    O.Silence = O.VerifyFixes = false;
    const FileReport After = analyse(V, R, Known, O);
    return After.Findings.empty() && After.Gaps.empty();
  }

  /// What checks make of a function that does something else now; the difference that the first of them is about.
  const Difference *askChecks(const std::string &Name, const Comparison &C, const Unit &New) {
    std::vector<Candidate> Suspected;
    const FunctionView View = viewOf(Name, New);
    for (const auto &Each : Known.Others)
      Each->compare(View, C, Suspected);
    if (!Suspected.empty() && !Out.Report)
      Out.Report.emplace();
    const Gate Judge(New, R);
    const Difference *Wrong = nullptr;
    for (Candidate &Each : Suspected) {
      inNewNames(Each.What);
      Judge.admit(Each, *Out.Report);
      if (const auto *Of = std::get_if<Differs>(&Each.Is); Of && !Wrong)
        Wrong = Of->There;
    }
    return Wrong;
  }

  /// A function of a version of a file, as it was called before.
  std::optional<FunctionText> textOf(const std::string &Name, const ChangedFile &File, bool OfOld) const {
    const bool Main = File.Path == S.Path;
    const TakenApart Other = Main ? TakenApart() : takeApart(File.text(OfOld), File.place(OfOld));
    for (const FunctionText &Each :
         (Main ? Shared->apart(OfOld ? S.Old.Text : Patched, File.place(OfOld)) : Other).Functions)
      if (Each.Name == Name)
        return Each;
    return std::nullopt;
  }

  /// A function of the patched text, with the lines of it that the patch changed.
  FunctionView viewOf(const std::string &Name, const Unit &New) const {
    const std::string Path = New.functionPlace(Name).File;
    for (const ChangedFile &File : Out.Files)
      if (const auto Is = File.Path == Path ? textOf(Name, File, false) : std::nullopt) {
        FunctionView View(*Is, S.Claim);
        View.parsed(New, File.commented());
        View.speaksOf(S.Tidying);
        if (const auto Was = textOf(Name, File, true))
          View.compareTo(*Was);
        return View;
      }
    FunctionText Unseen;
    Unseen.Name = Name;
    FunctionView View(std::move(Unseen), S.Claim);
    View.parsed(New, std::set<unsigned>());
    return View;
  }

  void inNewNames(Statement &Of) const {
    Of.Function = nameNow(Of.Function);
    Of.At = placeNow(Of.At);
    Of.Message = withNewNames(Of.Message);
    for (TraceStep &Each : Of.Trace) {
      Each.Function = nameNow(Each.Function);
      Each.Text = withNewNames(Each.Text);
    }
  }

  void add(Comparison C, const VersionPair &Pair) {
    if (!Out.Report)
      Out.Report.emplace();
    if (!S.Claim.empty())
      judgeClaim(C, Pair.newUnit());
    Out.Report->Refuted += C.Refuted;
    C.Function = nameNow(C.Function);
    C.Reason = withNewNames(C.Reason);
    Out.Report->Changes.push_back(std::move(C));
  }

  void judgeClaim(const Comparison &C, const Unit &New) {
    if (C.What == Change::Equivalent)
      return Out.Unchanged.push_back(nameNow(C.Function));
    if (C.What != Change::Undecided)
      return Out.Report->Findings.push_back(claimBroken(C, New));
    const SourcePlace At = C.ReasonAt.valid() ? C.ReasonAt : New.functionPlace(C.Function);
    Out.Report->Gaps.push_back(
        {placeNow(At), nameNow(C.Function), "the message says \"" + S.Claim + "\": " + withNewNames(C.Reason)});
  }

  Finding claimBroken(const Comparison &C, const Unit &New) {
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
    inNewNames(F);
    F.Message = "The commit message says \"" + S.Claim + "\". Doesn't this change what " + F.Function + "() does?";
    return finding(std::move(F), Of, "");
  }

  /// What others see of it is refuted by a run as the verdict is.
  static void otherEffect(const Comparison &C, Statement &F) {
    const EffectDifference &D = C.Effects[0];
    F.Witness = D.NewState.Shown;
    F.Calls = D.NewState.Calls;
    for (const EventChange &Each : D.Changes) {
      F.Verdict += (F.Verdict.empty() ? "" : "; ") + Each.What;
      if (Each.InOld && Each.At.valid())
        F.Verdict += " (" + Each.At.File + ":" + std::to_string(Each.At.Line) + " before)";
    }
    if (!D.Changes[0].InOld && D.Changes[0].At.valid())
      F.At = D.Changes[0].At;
  }

  /// The function of the patched text that a place of it is in; empty if there is none.
  std::string functionAt(const SourcePlace &At) const {
    for (const FunctionText &Each : apart(true).Functions)
      if (At.File == S.Path && Each.Line - Each.HeadLines <= At.Line && At.Line <= lastLine(Each))
        return Each.Name;
    return "";
  }

  void baseIsBroken(const std::string &Why) {
    Out.Problem = S.Path +
                  ": the version before the patch does not build, so what the patch changes cannot be told: " + Why +
                  " (is it the base of this patch, and is the tree configured and prepared: make defconfig && " +
                  "make prepare?)";
  }

  /// The patched version does not parse. If the base does, that is the patch's doing.
  void broken(const ParseError &E) {
    if (!S.Added)
      try {
        UnitRequest Base = request(false, {});
        Base.Extras.clear();
        parseUnit(Base);
      } catch (const ParseError &Old) {
        return baseIsBroken(shown(Old.at()) + Old.message());
      } catch (const Error &Old) {
        return baseIsBroken(Old.what());
      }
    if (S.New.Command.OtherCompiler) {
      Out.Report.emplace();
      return Out.Report->Gaps.push_back(
          {E.at().valid() ? E.at() : SourcePlace{S.Path, 1, 1}, "",
           "Clang does not read this, and the build is by another compiler, which may: " + E.message()});
    }
    Statement F;
    F.Rule = doesNotCompile().Id;
    F.Level = doesNotCompile().Level;
    F.At = E.at().valid() ? E.at() : SourcePlace{S.Path, 1, 1};
    F.Function = functionAt(F.At);
    F.Message = "This does not compile: " + E.message();
    Out.Report.emplace();
    Out.Report->Gaps.push_back({F.At, "", "the patched file does not parse, so it was not analysed"});
    Out.Report->Findings.push_back(finding(std::move(F), judge(Refused{E.message()}), E.message()));
  }

  const FileStep &S;
  const Rules &R;
  const Checks &Known;
  const std::shared_ptr<Versions> &Shared;
  const CallersIn Asked;
  std::map<std::string, std::string> OldNames, NewNames; ///< of the functions that were renamed, each by the other
  std::string Patched;                                   ///< the patched text with the old names
  unsigned Compared = 0;                                 ///< functions that are only reached, and not the same code
  std::vector<std::string> Touched;                      ///< functions that stand in both versions, and not the same
  std::optional<FileReport> Old;                         ///< what the base had
  StepOutcome Out;
};

} // namespace

std::optional<Change> reviewMoved(const FileStep &From, const FileStep &To, const std::string &Function, const Rules &R,
                                  const Checks &Known, StepOutcome &Into) {
  const auto Own = std::make_shared<Versions>();
  return StepReviewer(To, R, Known, Own).moved(From, Function, Into);
}

StepOutcome reviewFile(const FileStep &S, const Rules &R, const Checks &Known, const std::shared_ptr<Versions> &Shared,
                       CallersIn Callers) {
  return StepReviewer(S, R, Known, Shared, Callers).run();
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
    std::vector<std::string> By = callersInText(S.New.Text, Shared.apart(S.New), Out[I]).Functions;
    By.resize(std::min(By.size(), MostCallers));
    Out.insert(Out.end(), By.begin(), By.end());
  }
  return Out;
}

} // namespace kverdict
