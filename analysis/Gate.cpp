#include "analysis/Gate.h"

#include "analysis/Fingerprint.h"
#include "analysis/HandReplay.h"
#include "explore/Explorer.h"
#include "simulate/Answers.h"
#include "simulate/Confirm.h"
#include "simulate/Simulator.h"

#include <algorithm>
#include <set>

namespace kverdict {
namespace {

Ruling refuted(std::string Why) {
  Ruling Out;
  Out.Reason = std::move(Why);
  return Out;
}

Ruling undecided(Ruling Of, std::string Why) {
  Of.What = Status::Undecided;
  Of.Reason = std::move(Why);
  return Of;
}

Ruling confirmed(Ruling Of, Evidence By) {
  Of.What = Status::Confirmed;
  Of.By = By;
  return Of;
}

/// Why nobody can vouch for a claim that was borne out; empty if nothing was guessed.
std::string guess(const std::vector<Assumption> &All) {
  const auto Guessed =
      std::find_if(All.begin(), All.end(), [](const Assumption &A) { return A.What == Assumption::Kind::Guessed; });
  return Guessed == All.end() ? "" : "it is so only if " + Guessed->Text;
}

/// A call that the explorer leaves open and a run does not: which function a pointer leads to is in the state, and what
/// mem*() and str*() make of a text that is not known.
std::string leftOpen(const std::vector<CallOutcome> &Calls) {
  static const std::set<std::string> Library = {"memset", "memcpy", "memmove", "memcmp", "memchr",
                                                "strlen", "strcmp", "strncmp", "strchr"};
  for (const CallOutcome &Each : Calls) {
    const std::string Plain = Each.Callee.substr(Each.Callee.starts_with("__builtin_") ? 10 : 0);
    if (Each.Callee.starts_with("*"))
      return "which function " + Each.Callee.substr(1) + " leads to was left open";
    if (Library.count(Plain))
      return Plain + "() of a length or a text that is not known";
  }
  return "";
}

/// By the function, or by a condition that is asked of it.
std::string leftOpen(const Does &C) {
  std::string Why = leftOpen(C.In.Concrete.Calls);
  for (const SideCondition &Each : C.Where)
    if (Why.empty())
      Why = leftOpen(Each.Calls);
  return Why;
}

/// What bears a claim out, unless something in it was guessed.
Ruling unlessGuessed(Ruling Of, Evidence By) {
  const std::string Why = guess(Of.Assumptions);
  return Why.empty() ? confirmed(std::move(Of), By) : undecided(std::move(Of), Why);
}

} // namespace

Gate::Gate(const Unit &U, const Rules &R) : U(U), R(R) {}

Run Gate::run(const SideCondition &C, const Situation &S, const Value &Result) const {
  Witness W = S.Concrete;
  W.Calls = C.Calls;
  if (C.OfResult)
    W.Start.Arguments.push_back({Cell{0, 0, Result.Width, Result.Bits, "result", ""}});
  return Simulator(U, R.Models).run(C.Extra, W);
}

std::optional<bool> Gate::holds(const SideCondition &C, const Situation &S, const Value &Result) const {
  const Run Answer = run(C, S, Result);
  return Answer.End == RunEnd::Returned ? std::optional(Answer.Result.Bits != 0) : std::nullopt;
}

std::string Gate::refutation(const Does &C, const Run &Ran) const {
  if (!bearsOut(Ran, C.This)) {
    if (Ran.End == RunEnd::Returned)
      return C.This.Why == UndefinedKind::NullDereference
                 ? "the simulator does not dereference null"
                 : "the simulator returned " + showResult(U, C.Function, Ran.Result);
    return "the simulator stopped: " + Ran.Reason;
  }
  for (const SideCondition &Each : C.Where)
    if (holds(Each, C.In, Ran.Result).value_or(false) != Each.True)
      return Each.Else;
  return "";
}

/// In one state, the same call has the same answer, in a condition as in the function.
std::vector<Assumption> Gate::twoAnswers(const Does &C, const Run &Ran) const {
  std::vector<Run> Conditions;
  for (const SideCondition &Each : C.Where)
    Conditions.push_back(run(Each, C.In, Ran.Result));
  std::vector<const Run *> All{&Ran};
  for (const Run &Each : Conditions)
    All.push_back(&Each);
  return kverdict::twoAnswers(All);
}

Ruling Gate::judgeRun(const Does &C) const {
  Ruling Out;
  Out.Replay = Simulator(U, R.Models).run(C.Function, C.In.Concrete);
  if (const std::string Why = refutation(C, Out.Replay); !Why.empty())
    return refuted(Why);
  for (const Does &Each : C.Beside)
    if (const Ruling Other = judgeRun(Each); Other.What != Status::Confirmed)
      return Other.What ? undecided(std::move(Out), Other.Reason) : refuted(Other.Reason);
  Out.Assumptions = C.In.Guessed;
  Out.Assumptions.insert(Out.Assumptions.end(), C.If.begin(), C.If.end());
  if (!C.In.Assumed.empty())
    return undecided(std::move(Out), C.In.Assumed);
  for (Assumption &A : twoAnswers(C, Out.Replay))
    if (std::none_of(Out.Assumptions.begin(), Out.Assumptions.end(), [&](const auto &B) { return B.Text == A.Text; }))
      Out.Assumptions.push_back(std::move(A));
  return unlessGuessed(std::move(Out), Evidence::Run);
}

Ruling Gate::judge(const Claim &C) const {
  if (const auto *Run = std::get_if<Does>(&C))
    return judgeRun(*Run);
  if (const auto *Two = std::get_if<Differs>(&C))
    return kverdict::judge(*Two);
  if (const auto *Idle = std::get_if<DecidesNothing>(&C))
    return kverdict::judge(*Idle);
  if (const auto *Said = std::get_if<Refused>(&C))
    return kverdict::judge(*Said);
  return kverdict::judge(std::get<Open>(C));
}

// A comparison shows no difference of verdicts that it did not run; of effects it says what bears them out.
Ruling judge(const Differs &C) {
  Ruling Out;
  Out.Assumptions = C.How->Assumptions;
  for (const Difference &D : C.How->Differences)
    if (!C.There || C.There == &D)
      Out.Assumptions.insert(Out.Assumptions.end(), D.Guessed.begin(), D.Guessed.end());
  if (!C.How->Differences.empty() || !C.How->Effects.empty() || C.How->By == Evidence::Run)
    return unlessGuessed(std::move(Out), Evidence::Run);
  return undecided(std::move(Out), C.How->Reason);
}

// It is proved of any names and values, so that what the comparison takes for granted does not matter.
Ruling judge(const DecidesNothing &) { return confirmed({}, Evidence::Proof); }

Ruling judge(const Refused &) { return confirmed({}, Evidence::Compiler); }

Ruling judge(const Open &C) { return undecided({}, C.Why); }

Finding finding(Statement What, const Ruling &Of, const std::string &Code) {
  What.By = Of.By;
  What.Assumptions = Of.Assumptions;
  What.Reason = Of.Reason;
  What.Fingerprint = fingerprint(What, Code);
  return {std::move(What), Of.What.value()};
}

std::optional<Ruling> Gate::hear(const Candidate &C, FileReport &Into) const {
  Ruling Of = judge(C.Is);
  if (Of.What)
    return Of;
  const std::string Open = std::holds_alternative<Does>(C.Is) ? leftOpen(std::get<Does>(C.Is)) : "";
  Into.Refuted += Open.empty(); // what was left open may be another than the state says: no bug
  Into.Gaps.push_back(
      {C.What.At, C.What.Function,
       C.What.Rule + ": " + (Open.empty() ? "the explorer and the simulator disagree (" + Of.Reason + ")" : Open)});
  return std::nullopt;
}

void Gate::admit(const Candidate &C, const Ruling &Of, FileReport &Into) const {
  Statement Said = C.What;
  if (!std::holds_alternative<Differs>(C.Is) &&
      !std::holds_alternative<DecidesNothing>(C.Is)) // which has been run, and told
    Said.Trace = Of.Replay.Trace;
  tryByHand(U, R, Said);
  Into.Findings.push_back(finding(std::move(Said), Of, C.Code));
}

void Gate::admit(const Candidate &C, FileReport &Into) const {
  if (const std::optional<Ruling> Of = hear(C, Into))
    admit(C, *Of, Into);
}

} // namespace kverdict
