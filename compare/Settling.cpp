// What becomes of a pair of ways with different verdicts: a difference that is shown, or a reason why nothing is said.
#include "compare/Comparing.h"
#include "compare/Cubes.h"
#include "compare/SomeRound.h"
#include "compare/sides/Outcomes.h"

#include <algorithm>

namespace kverdict {

std::string Comparing::onlyOnce(const Way &W, const Side &Own, const Side &Other) {
  for (const OpaqueCall &C : W.Done.Calls)
    if (Other.looksInto(C.Callee) && !Own.looksInto(C.Callee))
      return C.Callee;
  return "";
}

void Comparing::clash(const Way &A, const Way &B, Direction Kind, const z3::expr &Differ) {
  Answer First = ask(A, B, {Differ});
  if (First == Answer::No)
    return;
  if (First == Answer::Unknown)
    return unknown();
  if (Meeting) {
    const Outcomes Both(S, Z, A, B);
    Unequal |= Both.same() || !goneWith(A, B, Both, Differ);
    return;
  }
  if (enough(Kind)) { // a further one changes nothing, so what it rests on need not be asked
    Out.More |= !anotherOutcome(A, B, Kind, Differ);
    return;
  }
  for (const std::string &Name : {onlyOnce(A, Old, New), onlyOnce(B, New, Old)})
    if (!Name.empty())
      return pending(Kind, Name + "() has a body that can be looked into in one version only");
  Clash C{&A, &B, Kind, Differ};
  if (Outcomes Both(S, Z, A, B); !Both.same()) {
    if (goneWith(A, B, Both, Differ))
      return;
    C.Assumed = Both.assumed(), C.Unwritten = Both.unwritten();
    std::vector<z3::expr> More = C.Assumed;
    More.push_back(Differ);
    Answer Still = ask(A, B, More);
    if (Still == Answer::Unknown)
      return unknown();
    if (Still == Answer::No && B.Done.End == PathEnd::Undefined && B.Done.Premise)
      return nothingSaid(A, B, B); // null in one version alone only if a call makes it so
    if (Still == Answer::No)
      return pending(Kind, "the verdict depends on what " +
                               (Both.callees().empty() ? "a callee" : *Both.callees().begin()) +
                               "() does, which is called in another situation than before");
  }
  settle(C);
}

bool Comparing::goneWith(const Way &A, const Way &B, const Outcomes &Both, const z3::expr &Differ) {
  std::vector<z3::expr> More = Both.known();
  if (More.empty())
    return false;
  More.push_back(Differ);
  if (ask(A, B, More) != Answer::No)
    return false;
  for (const std::string &Callee : Both.passedOver())
    takeForGranted(Assumption::Kind::OnlyReads, Callee + "() changes nothing that " + Out.Function + "() reads");
  return true;
}

bool Comparing::covered(const Clash &C) {
  std::vector<z3::expr> Outside = C.Assumed;
  Outside.push_back(C.Differ);
  bool Any = false;
  for (const Known &K : Settled)
    if (K.Kind == C.Kind && K.Old == resultId(*C.Old) && K.New == resultId(*C.New)) {
      Outside.push_back(S.tidy(!K.States.holds(Ctx)));
      Any = true;
    }
  return Any && Z.satisfiable(S.axioms(), together(*C.Old, *C.New, Outside)) == Answer::No;
}

/// A crash in a state that callers may never pass does not hide one in a state that the function asks for, nor a state
/// that is hard to believe another one.
bool Comparing::enough(Direction Kind) const {
  constexpr unsigned MoreDoubtful = 3;
  unsigned All = 0, Telling = 0;
  for (const Shown &Each : Found)
    if (Each.Seen.Way == Kind) {
      ++All;
      Telling += !Each.Odd && (Kind != Direction::Crash || Each.Seen.NewEnd != RunEnd::Undefined || Each.Seen.Guarded);
    }
  return Telling >= Limits.PerDirection || (All > Telling && All >= std::max(Limits.PerDirection, MoreDoubtful));
}

/// Beside those that are shown, one of another error: what is lost there, or new, is something else. Nothing rests on
/// it, so that it is left out where there is the least doubt.
bool Comparing::anotherOutcome(const Way &A, const Way &B, Direction Kind, const z3::expr &Differ) {
  constexpr unsigned MostTried = 4;
  const bool Was = Kind != Direction::Stricter, Is = Kind != Direction::Laxer; // what tells them apart
  auto isConstant = [](const Way &W) { return W.returned() && W.Done.Result && W.Done.Result->is_numeral(); };
  // Of values without an order, 1 where it was 0 is not 0 where it was 1.
  if (Kind == Direction::Crash || Searching || (Was && !isConstant(A)) || (Is && !isConstant(B)))
    return false;
  size_t Alike = 0;
  for (const Known &K : Settled)
    if (K.Kind == Kind) {
      ++Alike;
      if ((!Was || K.Old == resultId(A)) && (!Is || K.New == resultId(B)))
        return false;
    }
  if (Alike >= size_t(Limits.PerDirection) * Limits.Outcomes || Found.size() >= Limits.Differences ||
      OutcomesTried++ >= MostTried)
    return false;
  Clash C{&A, &B, Kind, Differ};
  if (Outcomes Both(S, Z, A, B); !Both.same()) {
    C.Assumed = Both.assumed(), C.Unwritten = Both.unwritten();
    std::vector<z3::expr> More = C.Assumed;
    More.push_back(Differ);
    if (ask(A, B, More) != Answer::Yes)
      return false;
  }
  Cube States = Cubes(S, Z, Old, New).minimal(C, Searching);
  const unsigned Refuted = Confirm.refuted();
  std::optional<Difference> D = Confirm.confirm(C, States);
  Out.Refuted = Confirm.refuted();
  if (!D || Confirm.refuted() != Refuted)
    return false;
  Settled.push_back({Kind, resultId(A), resultId(B), States});
  Found.push_back({std::move(*D), std::move(States), Confirm.odd()});
  return true;
}

/// Whether all that was seen of a direction is hard to believe.
bool Comparing::hasOdd(Direction Kind) const {
  auto isOfKind = [&](const Shown &Each) { return Each.Seen.Way == Kind && !Each.Seen.Guessed.size(); };
  return Kind != Direction::Crash && std::any_of(Found.begin(), Found.end(), isOfKind) &&
         std::none_of(Found.begin(), Found.end(), [&](const Shown &Each) { return isOfKind(Each) && !Each.Odd; });
}

void Comparing::settle(const Clash &C) {
  constexpr size_t MostExcluded = 4;
  if (Found.size() >= Limits.Differences) {
    pending(C.Kind, "only the first " + std::to_string(Limits.Differences) + " differences were looked at");
    return;
  }
  if (covered(C))
    return;
  if (hasOdd(C.Kind) && !Confirm.believes(C)) { // which way it goes was seen already
    Out.More = true;
    return;
  }
  const Cube States = inFewWords(C);
  if (std::optional<Difference> D = Confirm.confirm(C, States)) {
    if (!Searching && !D->NewState.Excluded.empty() && Excluded.size() < MostExcluded)
      Excluded.push_back({C, {std::move(*D), States, Confirm.odd()}});
    else
      show(C, {std::move(*D), States, Confirm.odd()});
  } else {
    open(Confirm.doubt(), Confirm.doubtAt());
  }
  Out.Refuted = Confirm.refuted();
}

void Comparing::show(const Clash &C, Shown Of) {
  Settled.push_back({C.Kind, resultId(*C.Old), resultId(*C.New), Of.States});
  Of.Seen.Guarded |= Of.Seen.NewEnd != RunEnd::Undefined && firesAnew(*C.New);
  Found.push_back(std::move(Of));
  if (!Searching)
    SomeRound(S, Z, Old, New).fold(C, Found.back());
}

} // namespace kverdict
