#include "analysis/Analysis.h"

#include "analysis/Compiled.h"
#include "analysis/Differing.h"
#include "analysis/FunctionSubject.h"
#include "analysis/Gate.h"
#include "analysis/Misnamed.h"
#include "analysis/Silence.h"
#include "analysis/TextEdit.h"
#include "core/Error.h"
#include "explore/Explorer.h"
#include "isolate/AtWork.h"
#include "parse/Complete.h"
#include "parse/Linkage.h"
#include "parse/text/TextScan.h"

#include <algorithm>
#include <functional>

namespace kverdict {
namespace {

/// What a check may ask of one function (smt/Effort.h): a second or two. A contract may ask for more.
constexpr std::uint64_t EffortOfChecks = 4'000'000;

/// What came of one contract.
struct Judged {
  const Contract *Asked;
  Reply Answer;
  std::optional<Ruling> Of = {}; ///< if Answer is Violated, and a run did not refute it
};

class Analysis {
public:
  Analysis(const FileVersion &V, const Rules &R, const Checks &Known, const AnalysisOptions &O)
      : V(V), R(R), Known(Known), O(O) {}

  FileReport run() {
    refuseMisnamed(R, V.Text, V.Command.File);
    Subjects = subjectsIn(V.Text, R);
    view();
    parse();
    G.emplace(unit(), R);
    Out.File = shownFile();
    tellModels();
    for (const Contract &C : R.Contracts)
      if (O.Functions.empty() || O.Functions.count(C.Function))
        marked(C.Function, [&] { judge(C); });
    for (const std::string &Function : unit().functions())
      if (std::any_of(All.begin(), All.end(), [&](const Judged &J) { return J.Asked->Function == Function; }))
        marked(Function, [&] { report(Function); });
    if (O.VerifyFixes)
      mend();
    if (!O.ContractsAlone)
      look();
    if (O.Silence)
      silence(Out, V.Text, R, Known, O.Functions.empty());
    return std::move(Out);
  }

private:
  /// The functions that checks want to look at, as text.
  void view() {
    if (Known.Others.empty() || O.ContractsAlone)
      return;
    const std::shared_ptr<const TakenApart> File =
        V.Shared ? std::shared_ptr<const TakenApart>(V.Shared, &V.Shared->apart(V))
                 : std::make_shared<TakenApart>(takeApart(V.Text, V.Command.File));
    Views = Known.concerned(*File, R, V.Claim);
    std::erase_if(Views, [&](const FunctionView &F) { return !wanted(F.name()); });
    for (FunctionView &Each : Views)
      Each.among(File);
  }

  bool wanted(const std::string &Function) const { return O.Functions.empty() || O.Functions.count(Function); }

  /// Asks the checks, and lets the gate judge what they suspect.
  void look() {
    X->spendAtMost(EffortOfChecks);
    for (FunctionView &F : Views) {
      if (!unit().definition(F.name()))
        continue;
      F.parsed(unit(), *X, true);
      marked(F.name(), [&] { look(F); });
    }
    X->spendAtMost(std::nullopt);
  }

  std::vector<Candidate> suspected(FunctionView &F) const {
    std::vector<Candidate> All;
    for (const auto &C : Known.Others)
      if (C->concerns(F))
        C->look(F, All);
    return All;
  }

  void look(FunctionView &F) {
    for (const Candidate &Each : suspected(F))
      G->admit(Each, Out);
    if (!std::count(Out.Explored.begin(), Out.Explored.end(), F.name()))
      Out.Explored.push_back(F.name());
  }

  void parse() {
    UnitRequest Request;
    static_cast<SourceVersion &>(Request) = V;
    // What other versions may ask for is compiled in as well: then they need no parse.
    Request.Extras = compileRules(R, V.Text, V.Shared ? std::set<std::string>() : O.Functions);
    Request.Opaque = modelled(R);
    Request.Read = V.Touched;
    Request.Changed = V.Changed;
    for (const Extra &E : Request.Extras)
      Request.Wanted.insert(E.Function);
    for (const FunctionView &Each : Views)
      Request.Wanted.insert(Each.name());
    U.emplace(std::move(Request), V.Shared.get());
    U->complete([this](Unit &) { explore(); });
  }

  /// Meets all bodies that the questions need.
  void explore() {
    X = std::make_unique<Explorer>(unit(), R);
    for (const Contract &C : R.Contracts)
      if (unit().definition(C.Function) && (O.Functions.empty() || O.Functions.count(C.Function)) && applies(C))
        marked(C.Function, [&] { X->explore(questionOf(R, C)); });
    // A function is walked only if a check suspects something of it, which it says of its syntax tree.
    X->spendAtMost(EffortOfChecks);
    for (FunctionView &Each : Views)
      if (unit().definition(Each.name())) {
        Each.parsed(unit(), *X, false);
        marked(Each.name(), [&] { suspected(Each); });
      }
    X->spendAtMost(std::nullopt);
    if (!unit().missed().empty())
      X.reset();
  }

  Unit &unit() const { return **U; }

  /// Works on a function, unless an earlier process died of it: that is a gap.
  void marked(const std::string &Function, const std::function<void()> &Work) {
    try {
      const AtWork Mark(V.Command.File, Function);
      Work();
    } catch (const Failed &Why) {
      if (Died.insert(Function).second)
        Out.Gaps.push_back({unit().functionPlace(Function), Function, Why.what()});
    }
  }

  /// A model stands in for a callee in silence; that it does not is told.
  void tellModels() {
    for (const auto &[Function, At, Reason] : modelsNotApplied(unit(), R))
      Out.Notices.push_back({At, "the model of " + Function + "() does not apply to this tree: " + Reason});
  }

  bool applies(const Contract &C) { return Subjects.count(C.Function) && whyNotApplied(unit(), R, C).empty(); }

  std::string shownFile() const {
    for (const std::string &Name : unit().functions())
      if (const auto Place = unit().functionPlace(Name); Place.valid())
        return Place.File;
    return V.Command.File;
  }

  void skip(const Contract &C, const std::string &Reason) { Out.Skipped.push_back({C.Id, C.Function, Reason}); }

  /// Whether the text defines the function, and a macro gives it another name.
  bool renamed(const Contract &C) {
    if (!unit().wasMacro(C.Function))
      return false;
    for (const FunctionText &Each : takeApart(V.Text, V.Command.File).Functions)
      if (Each.Name == C.Function) {
        Out.Gaps.push_back({{shownFile(), Each.Line, 1},
                            C.Function,
                            C.Id + ": a macro of the name " + C.Function + " makes the function another one"});
        return true;
      }
    return false;
  }

  /// Whether the text defines the function, and an #if around it is not met.
  bool leftOut(const Contract &C) {
    for (const FunctionText &Each : takeApart(V.Text, V.Command.File).Functions)
      if (Each.Name == C.Function) {
        Out.Gaps.push_back(
            {{shownFile(), Each.Line, 1}, C.Function, C.Id + ": this configuration leaves " + C.Function + "() out"});
        return true;
      }
    return false;
  }

  void judge(const Contract &C) {
    const auto &Defined = unit().functions();
    if (std::find(Defined.begin(), Defined.end(), C.Function) == Defined.end() && renamed(C))
      return;
    if (std::find(Defined.begin(), Defined.end(), C.Function) == Defined.end()) {
      if (const auto Other = Subjects.count(C.Function) ? definedOtherwise(unit(), C.Function) : std::nullopt)
        return Out.Gaps.push_back({Other->At, C.Function, C.Id + ": not looked at, since " + Other->Why});
      if (Subjects.count(C.Function) && leftOut(C))
        return;
      if (toldIn(C, V.Command.File) || O.Functions.count(C.Function))
        skip(C, "this file defines no " + C.Function + "()");
      return;
    }
    if (std::string Why = whyNotApplied(unit(), R, C); !Why.empty())
      return skip(C, Why);
    if (!unit().definition(C.Function))
      return skip(C, "this configuration leaves " + C.Function + "() out");
    const Question Q = questionOf(R, C);
    Reply Answer = X->ask(Q);
    if (Answer.What == Reply::Kind::Idle)
      return skip(C, "no state of this configuration meets what it requires");
    if (Answer.What == Reply::Kind::Holds && !X->canFail(Q))
      throw Error(ExitCode::Usage, C.At.File + ":" + std::to_string(C.At.Line) + ": contract '" + C.Id +
                                       "' can never fail: whatever " + C.Function +
                                       "() returns, its ensures holds. Make it say something, or remove it.");
    All.push_back({&C, std::move(Answer)});
  }

  /// What a violation says of the function: in the witness it returns what the explorer says, or crashes; requires
  /// holds there, and ensures does not.
  Does claimOf(const Judged &J) const {
    const Question Q = questionOf(R, *J.Asked);
    Does Claim{Q.Function, *J.Answer.Broken, {}};
    Claim.If = J.Answer.Assumptions;
    if (!Q.Requires.empty())
      Claim.Where.push_back(
          {Q.Requires, J.Answer.RequiresCalls, false, true, "the simulator does not meet what the contract requires"});
    if (J.Answer.Crashes) {
      Claim.This = {RunEnd::Undefined, std::nullopt, UndefinedKind::NullDereference};
      return Claim;
    }
    if (J.Answer.Result.Width)
      Claim.This.Result = J.Answer.Result;
    Claim.Where.push_back({Q.Ensures, J.Answer.EnsuresCalls, true, false, "the contract holds in the simulator"});
    return Claim;
  }

  /// What the contract's remarks say of a state. One that cannot be told there (it makes opaque calls) is left out.
  std::vector<std::string> remarks(const Contract &C, const Situation &S) {
    std::vector<std::string> Said;
    for (size_t I = 0; I < C.Remarks.size(); ++I)
      if (G->holds({remarkName(R, C, I), {}}, S, {}).value_or(false))
        Said.push_back(C.Remarks[I].Say);
    return Said;
  }

  /// Whether a verdict is a no, where a yes would do.
  bool refusesWrongly(const Judged &J) {
    if (J.Answer.Crashes)
      return false;
    const Value &V = J.Of->Replay.Result;
    const std::int64_t Signed = V.asSigned();
    const bool Truth = V.Width == 8 && !V.Pointer;
    const bool No = V.Pointer  ? Signed <= 0 && Signed >= -4095
                    : Truth    ? V.Bits == 0
                    : V.Signed ? Signed < 0
                               : V.Bits != 0;
    Value Yes = V;
    Yes.Bits = V.Pointer ? 4096 : Truth ? 1 : 0;
    return No && G->holds({questionOf(R, *J.Asked).Ensures, J.Answer.EnsuresCalls, true}, *J.Answer.Broken, Yes)
                     .value_or(false);
  }

  void report(const std::string &Function);
  void diagnose(const std::string &Function, bool Trusting);
  void add(const Judged &, const Diagnosis &);
  void mend();
  void verify(const std::set<std::string> &Functions);
  bool heal(std::vector<Finding *>) const;

  const FileVersion &V;
  const Rules &R;
  const Checks &Known;
  const AnalysisOptions &O;
  std::optional<CompleteUnit> U;
  std::unique_ptr<Explorer> X;
  std::optional<Gate> G;
  std::vector<Judged> All;
  std::set<std::string> Subjects;
  std::set<std::string> Died; ///< functions that an earlier process died of
  std::vector<FunctionView> Views;
  FileReport Out;
};

void Analysis::report(const std::string &Function) {
  Out.Explored.push_back(Function);
  for (Judged &J : All) {
    if (J.Asked->Function != Function)
      continue;
    if (J.Answer.What == Reply::Kind::Holds) {
      if (!J.Answer.Assumptions.empty())
        Out.Gaps.push_back({unit().functionPlace(Function), Function,
                            J.Asked->Id + ": it holds if " + assumedText(J.Answer.Assumptions) +
                                ", and what comes of it else was not settled"});
      continue;
    }
    if (J.Answer.What == Reply::Kind::Undecided) {
      Out.Gaps.push_back({J.Answer.ReasonAt, Function, J.Asked->Id + ": " + J.Answer.Reason});
      continue;
    }
    Candidate Suspected{{}, "", claimOf(J)};
    Suspected.What.Rule = J.Asked->Id;
    Suspected.What.Function = Function;
    Suspected.What.At = J.Answer.VerdictAt;
    J.Of = G->hear(Suspected, Out);
  }
  diagnose(Function, O.VerifyFixes);
}

/// What the checks make of the violations. A trusting diagnosis is one in which a single edit explains them all.
void Analysis::diagnose(const std::string &Function, bool Trusting) {
  // Those that fail first: most edits do not heal even them.
  std::vector<Question> Asked;
  for (const bool Failing : {true, false})
    for (const Judged &J : All)
      if (J.Asked->Function == Function && (J.Answer.What == Reply::Kind::Violated) == Failing)
        Asked.push_back(questionOf(R, *J.Asked));
  FunctionSubject S(*X, Function, std::move(Asked), Trusting);
  std::vector<std::pair<const Judged *, Diagnosis>> With, Without;
  for (const Judged &J : All) {
    if (J.Asked->Function != Function || !J.Of)
      continue;
    S.follow(J.Of->Replay);
    for (const auto &P : Known.Patterns)
      if (auto Found = P->diagnose({*J.Asked, J.Answer.VerdictAt, J.Answer.Verdict, refusesWrongly(J)}, S)) {
        (Found->Repair ? With : Without).emplace_back(&J, *Found);
        break;
      }
  }
  const bool Alike = std::all_of(With.begin(), With.end(), [&](const auto &Each) {
    return Each.second.Rule == With[0].second.Rule && Each.second.At == With[0].second.At;
  });
  if (Trusting && !With.empty() && (!Alike || !Without.empty()))
    return diagnose(Function, false);
  With.insert(With.end(), Without.begin(), Without.end());
  for (const auto &[J, Found] : With)
    add(*J, Found);
}

void Analysis::add(const Judged &J, const Diagnosis &D) {
  // Two contracts that one edit heals are one defect; and an edit is a repair only if it heals all of a function's.
  for (Finding &F : Out.Findings)
    if (F.Function == J.Asked->Function && F.status() == J.Of->What &&
        (D.Repair ? F.Rule == D.Rule && F.At == D.At : F.Repair.has_value())) {
      F.Contracts.push_back(J.Asked->Id);
      F.Level = std::max(F.Level, J.Asked->Level);
      return;
    }
  Statement F;
  F.Rule = D.Rule;
  F.Contracts = {J.Asked->Id};
  F.Level = J.Asked->Level;
  F.Function = J.Asked->Function;
  F.At = D.At;
  F.Message = D.Message.empty() ? J.Asked->Message : D.Message;
  F.Why = J.Asked->Why;
  F.Premise = J.Asked->Premise;
  F.Remarks = remarks(*J.Asked, *J.Answer.Broken);
  tellOfExcluded(*J.Answer.Broken, F);
  F.Witness = J.Answer.Broken->Shown;
  F.Calls = J.Answer.Broken->Calls;
  F.Verdict = J.Answer.Verdict;
  F.Expected = folded(J.Asked->Ensures.Text);
  F.References = J.Asked->References;
  if (D.Repair)
    F.Repair = wholeLines(D.Repair->Change, V.Text);
  G->admit({std::move(F), D.Repair ? D.Repair->Original : J.Answer.Verdict}, *J.Of, Out);
}

/// Every fix that is shown has been seen to heal. Where one that was trusted does not, the function is diagnosed anew.
void Analysis::mend() {
  std::set<std::string> Repaired, Open;
  for (const Finding &F : Out.Findings)
    if (F.Repair)
      Repaired.insert(F.Function);
  verify(Repaired);
  for (const Finding &F : Out.Findings)
    if (F.Repair && !F.Repair->Verified)
      Open.insert(F.Function);
  if (Open.empty())
    return;
  std::erase_if(Out.Findings, [&](const Finding &F) { return Open.count(F.Function); });
  for (const std::string &Function : Open)
    diagnose(Function, false);
  std::vector<Finding> Ordered;
  for (const std::string &Function : Out.Explored)
    for (Finding &F : Out.Findings)
      if (F.Function == Function)
        Ordered.push_back(std::move(F));
  Out.Findings = std::move(Ordered);
  verify(Open);
  for (Finding &F : Out.Findings)
    if (F.Repair && !F.Repair->Verified)
      F.Repair.reset();
}

/// The fixes of these functions, as text: the file is parsed with all of them, and the contracts of the functions are
/// asked again. If that does not settle it, each is tried by itself.
void Analysis::verify(const std::set<std::string> &Functions) {
  std::vector<Finding *> Repaired;
  for (Finding &F : Out.Findings)
    if (F.Repair && Functions.count(F.Function))
      Repaired.push_back(&F);
  if (Repaired.empty())
    return;
  const bool Together = heal(Repaired);
  for (Finding *F : Repaired)
    F->Repair->Verified = Together || (Repaired.size() > 1 && heal({F}));
}

/// Whether nothing is left to say of the functions of these findings with their fixes.
bool Analysis::heal(std::vector<Finding *> Repaired) const {
  // From the end of the text on, so that the places of the others stay what they are.
  std::sort(Repaired.begin(), Repaired.end(),
            [](const Finding *A, const Finding *B) { return B->Repair->Span.Begin < A->Repair->Span.Begin; });
  FileVersion Fixed = V;
  AnalysisOptions Again;
  Again.VerifyFixes = Again.Silence = false;
  Again.ContractsAlone = true;
  for (const Finding *F : Repaired) {
    Fixed.Text = applyFix(*F->Repair, Fixed.Text);
    Again.Functions.insert(F->Function);
  }
  try {
    const FileReport After = analyse(Fixed, R, Known, Again);
    return After.Findings.empty() && After.Gaps.empty();
  } catch (const Error &) {
    return false; // it does not even compile: then it is no fix
  }
}

} // namespace

bool hasSubject(const std::string &Text, const Rules &R) { return !subjectsIn(Text, R).empty(); }

bool hasSubject(const std::string &Text, const Rules &R, const Checks &Known) {
  return hasSubject(Text, R) || (!Known.Others.empty() && !Known.concerned(takeApart(Text, ""), R).empty());
}

FileReport analyse(const FileVersion &V, const Rules &R, const Checks &Known, const AnalysisOptions &O) {
  return Analysis(V, R, Known, O).run();
}

} // namespace kverdict
