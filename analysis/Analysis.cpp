#include "analysis/Analysis.h"

#include "analysis/Check.h"
#include "analysis/Compiled.h"
#include "analysis/Fingerprint.h"
#include "analysis/FunctionSubject.h"
#include "analysis/Silence.h"
#include "analysis/TextEdit.h"
#include "core/Error.h"
#include "explore/Explorer.h"
#include "isolate/AtWork.h"
#include "parse/Complete.h"
#include "parse/text/TextScan.h"
#include "simulate/Simulator.h"

#include <algorithm>
#include <functional>

namespace kverdict {
namespace {

/// What came of one contract.
struct Judged {
  const Contract *Asked;
  Reply Answer;
  Run Replay; ///< of the function in the witness, if Answer is Violated
  bool Confirmed = false;
};

class Analysis {
public:
  Analysis(const FileVersion &V, const Rules &R, const AnalysisOptions &O) : V(V), R(R), O(O) {}

  FileReport run() {
    parse();
    Out.File = shownFile();
    for (const Contract &C : R.Contracts)
      if (O.Functions.empty() || O.Functions.count(C.Function))
        marked(C.Function, [&] { judge(C); });
    for (const std::string &Function : unit().functions())
      if (std::any_of(All.begin(), All.end(), [&](const Judged &J) { return J.Asked->Function == Function; }))
        marked(Function, [&] { report(Function); });
    if (O.VerifyFixes)
      mend();
    if (O.Silence)
      silence(Out, V.Text, R);
    if (!O.Functions.empty())
      Out.Notices.clear(); // what silences nothing here may silence something in the other functions
    return std::move(Out);
  }

private:
  void parse() {
    UnitRequest Request;
    Request.Command = V.Command;
    Request.Text = V.Text;
    Request.Overlay = V.Overlay;
    // What other versions may ask for is compiled in as well: then they need no parse.
    Request.Extras = compileRules(R, V.Text, V.Shared ? std::set<std::string>() : O.Functions);
    Request.Opaque = modelled(R);
    Request.Read = V.Touched;
    Request.Changed = V.Changed;
    for (const Extra &E : Request.Extras)
      Request.Wanted.insert(E.Function);
    U.emplace(std::move(Request), V.Shared.get());
    U->complete([this](Unit &) { explore(); });
  }

  /// Meets all bodies that the questions need.
  void explore() {
    X = std::make_unique<Explorer>(unit(), R);
    for (const Contract &C : R.Contracts)
      if (unit().definition(C.Function) && (O.Functions.empty() || O.Functions.count(C.Function)) && applies(C))
        marked(C.Function, [&] { X->explore(questionOf(R, C)); });
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

  bool applies(const Contract &C) { return mentionsName(V.Text, C.Function) && whyNotApplied(unit(), R, C).empty(); }

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

  void judge(const Contract &C) {
    const auto &Defined = unit().functions();
    if (std::find(Defined.begin(), Defined.end(), C.Function) == Defined.end() && renamed(C))
      return;
    if (std::find(Defined.begin(), Defined.end(), C.Function) == Defined.end())
      return skip(C, "this file defines no " + C.Function + "()");
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
    All.push_back({&C, std::move(Answer), {}, false});
  }

  /// The witness, run: requires must hold, the function must return what the explorer says, ensures must fail.
  bool confirmed(Judged &J, std::string &Doubt) {
    Simulator Sim(unit(), R.Models);
    const Question Q = questionOf(R, *J.Asked);
    const Situation &Broken = *J.Answer.Broken;
    J.Replay = Sim.run(Q.Function, Broken.Concrete);
    if (J.Answer.Crashes)
      return crashed(Sim, J, Doubt);
    if (J.Replay.End != RunEnd::Returned)
      return Doubt = "the simulator stopped: " + J.Replay.Reason, false;
    if ("returns " + showResult(unit(), Q.Function, J.Replay.Result) != J.Answer.Verdict)
      return Doubt = "the simulator returned " + showResult(unit(), Q.Function, J.Replay.Result), false;
    if (!Q.Requires.empty() && !holds(Sim, Q.Requires, Broken.Concrete, J.Answer.RequiresCalls))
      return Doubt = "the simulator does not meet what the contract requires", false;
    if (holds(Sim, Q.Ensures, withResult(J, J.Replay.Result.Bits), J.Answer.EnsuresCalls))
      return Doubt = "the contract holds in the simulator", false;
    return true;
  }

  bool crashed(Simulator &Sim, const Judged &J, std::string &Doubt) {
    const Question Q = questionOf(R, *J.Asked);
    const Situation &Broken = *J.Answer.Broken;
    if (J.Replay.End != RunEnd::Undefined || J.Replay.Reason.find("null dereference") == std::string::npos)
      return Doubt = "the simulator does not dereference null", false;
    if (!Q.Requires.empty() && !holds(Sim, Q.Requires, Broken.Concrete, J.Answer.RequiresCalls))
      return Doubt = "the simulator does not meet what the contract requires", false;
    return true;
  }

  static bool holds(Simulator &Sim, const std::string &Condition, Witness W, const std::vector<CallOutcome> &Calls) {
    W.Calls = Calls;
    Run Answer = Sim.run(Condition, W);
    return Answer.End == RunEnd::Returned && Answer.Result.Bits != 0;
  }

  /// What the contract's remarks say of a state. One that cannot be told there (it makes opaque calls) is left out.
  std::vector<std::string> remarks(const Contract &C, const Situation &S) {
    std::vector<std::string> Said;
    Simulator Sim(unit(), R.Models);
    for (size_t I = 0; I < C.Remarks.size(); ++I) {
      Witness W = S.Concrete;
      W.Calls.clear();
      const Run Answer = Sim.run(remarkName(R, C, I), W);
      if (Answer.End == RunEnd::Returned && Answer.Result.Bits)
        Said.push_back(C.Remarks[I].Say);
    }
    return Said;
  }

  /// Whether a verdict is a no, where a yes would do.
  bool refusesWrongly(const Judged &J) {
    if (J.Answer.Crashes)
      return false;
    const Value &V = J.Replay.Result;
    const std::int64_t Signed = V.asSigned();
    const bool Truth = V.Width == 8 && !V.Pointer;
    const bool No = V.Pointer  ? Signed <= 0 && Signed >= -4095
                    : Truth    ? V.Bits == 0
                    : V.Signed ? Signed < 0
                               : V.Bits != 0;
    Simulator Sim(unit(), R.Models);
    return No && holds(Sim, questionOf(R, *J.Asked).Ensures,
                       withResult(J, V.Pointer ? 4096
                                     : Truth   ? 1
                                               : 0),
                       J.Answer.EnsuresCalls);
  }

  /// The witness as the Ensures of a contract takes it: with a result.
  static Witness withResult(const Judged &J, std::uint64_t Bits) {
    Witness W = J.Answer.Broken->Concrete;
    W.Start.Arguments.push_back({Cell{0, 0, J.Replay.Result.Width, Bits, "result", ""}});
    return W;
  }

  void report(const std::string &Function);
  void diagnose(const std::string &Function, bool Trusting);
  void add(const Judged &, const Diagnosis &);
  void mend();
  void verify(const std::set<std::string> &Functions);
  bool heal(std::vector<Finding *>) const;

  const FileVersion &V;
  const Rules &R;
  const AnalysisOptions &O;
  std::optional<CompleteUnit> U;
  std::unique_ptr<Explorer> X;
  std::vector<Judged> All;
  std::set<std::string> Died; ///< functions that an earlier process died of
  FileReport Out;
};

void Analysis::report(const std::string &Function) {
  Out.Explored.push_back(Function);
  for (Judged &J : All) {
    if (J.Asked->Function != Function || J.Answer.What == Reply::Kind::Holds)
      continue;
    if (J.Answer.What == Reply::Kind::Undecided) {
      Out.Gaps.push_back({J.Answer.ReasonAt, Function, J.Asked->Id + ": " + J.Answer.Reason});
      continue;
    }
    std::string Doubt;
    if (!confirmed(J, Doubt)) {
      ++Out.Refuted;
      Out.Gaps.push_back(
          {J.Answer.VerdictAt, Function, J.Asked->Id + ": the explorer and the simulator disagree (" + Doubt + ")"});
      continue;
    }
    J.Confirmed = true;
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
    if (J.Asked->Function != Function || !J.Confirmed)
      continue;
    S.follow(J.Replay);
    for (const auto &C : allChecks())
      if (auto Found = C->diagnose({*J.Asked, J.Answer.VerdictAt, J.Answer.Verdict, refusesWrongly(J)}, S)) {
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
    if (F.Function == J.Asked->Function && (D.Repair ? F.Rule == D.Rule && F.At == D.At : F.Repair.has_value())) {
      F.Contracts.push_back(J.Asked->Id);
      F.Level = std::max(F.Level, J.Asked->Level);
      return;
    }
  Finding F;
  F.Rule = D.Rule;
  F.Contracts = {J.Asked->Id};
  F.Level = J.Asked->Level;
  F.Function = J.Asked->Function;
  F.At = D.At;
  F.Message = D.Message.empty() ? J.Asked->Message : D.Message;
  F.Why = J.Asked->Why;
  F.Premise = J.Asked->Premise;
  F.Remarks = remarks(*J.Asked, *J.Answer.Broken);
  F.Witness = J.Answer.Broken->Shown;
  F.Calls = J.Answer.Broken->Calls;
  F.Verdict = J.Answer.Verdict;
  F.Expected = J.Asked->Ensures.Text;
  F.Trace = J.Replay.Trace;
  F.References = J.Asked->References;
  if (D.Repair)
    F.Repair = wholeLines(D.Repair->Change, V.Text);
  if (!J.Answer.Broken->Assumed.empty()) {
    F.State = Status::Undecided;
    F.Reason = J.Answer.Broken->Assumed;
  }
  F.Fingerprint = fingerprint(F, D.Repair ? D.Repair->Original : J.Answer.Verdict);
  Out.Findings.push_back(std::move(F));
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
  for (const Finding *F : Repaired) {
    Fixed.Text = applyFix(*F->Repair, Fixed.Text);
    Again.Functions.insert(F->Function);
  }
  try {
    const FileReport After = analyse(Fixed, R, Again);
    return After.Findings.empty() && After.Gaps.empty();
  } catch (const Error &) {
    return false; // it does not even compile: then it is no fix
  }
}

} // namespace

bool hasSubject(const std::string &Text, const Rules &R) {
  return std::any_of(R.Contracts.begin(), R.Contracts.end(),
                     [&](const Contract &C) { return mentionsName(Text, C.Function); });
}

FileReport analyse(const FileVersion &V, const Rules &R, const AnalysisOptions &O) { return Analysis(V, R, O).run(); }

} // namespace kverdict
