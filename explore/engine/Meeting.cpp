// Paths that wait where others may come, and go on as one.
#include "explore/engine/Machine.h"

using namespace clang;

namespace kverdict {

std::vector<unsigned> Machine::placeOf(const PathState &P) {
  constexpr unsigned Deeper = 0, Here = 1;
  std::vector<unsigned> Place;
  for (size_t I = 0; I < P.Frames.size(); ++I) {
    const Frame &F = P.Frames[I];
    const BlockOrder &Of = Orders.of(F.Graph);
    if (I)
      Place.insert(Place.end(), {Deeper, F.Instance});
    for (const CFGBlock *Head : Of.loops(F.Block)) {
      const auto Times = F.Visits.find(Head);
      Place.insert(Place.end(), {Of.position(Head), Times == F.Visits.end() ? 0 : Times->second});
    }
    Place.insert(Place.end(), {Of.position(F.Block), F.Element});
  }
  Place.push_back(Here);
  return Place;
}

/// Whether a path that has just made a step is where others may come by another way.
bool Machine::waits(const PathState &P) {
  const Frame &F = P.Frames[P.Frames.size() - 1];
  switch (Orders.of(F.Graph).meeting(F.Block)) {
  case BlockOrder::Meeting::None:
    return false;
  case BlockOrder::Meeting::AtBegin:
    return F.Arrived;
  case BlockOrder::Meeting::BehindFirst:
    return F.Element == 1 && !F.Arrived;
  }
  return false;
}

/// Whether what an address is made of was one thing on one way, and another on another one.
static bool holdsChoice(const z3::expr &Address, const Join &Of) {
  if (!Address.is_app() || Of.standsForChoice(Address))
    return Address.is_app();
  for (unsigned I = 0; I < Address.num_args(); ++I)
    if (holdsChoice(Address.arg(I), Of))
      return true;
  return false;
}

/// No region stands for what a choice between two addresses leads to: a path is not followed beyond it.
void Machine::requireOneTarget(const Expr *E, const Val &Value) {
  if (W.Meet && (Value.IsPlace || E->getType()->isPointerType()) && holdsChoice(Value.Bits, Joiner))
    unsupported(E, "a pointer, or an index, that is one of two");
}

/// Whether two paths at one place go on in the same way.
bool Machine::mayMeet(const PathState &A, const PathState &B) const {
  return hasParted(A.Frames[0]) == hasParted(B.Frames[0]);
}

/// So many pairs are looked through in what Z3 takes for a unit.
static constexpr size_t PairsPerUnit = 10;

/// Joins what can be joined: first those that parted last, so that a branch whose sides meet leaves no condition.
void Machine::meet(std::vector<PathState> &All) {
  std::map<std::pair<size_t, size_t>, size_t> Untried; // of two, by their turns, how many conditions are the same
  auto consider = [&](size_t I) {
    for (size_t J = 0; J < All.size(); ++J)
      if (J != I && !All[J].Frames.empty() && mayMeet(All[I], All[J]))
        Untried[{std::min(I, J), std::max(I, J)}] = Join::common(All[I], All[J]);
  };
  for (size_t I = 1; I < All.size(); ++I)
    consider(I);
  while (!Untried.empty() && !W.Z.exhausted()) {
    W.Z.charge(Untried.size() / PairsPerUnit);
    const auto Best = std::max_element(Untried.begin(), Untried.end(),
                                       [](const auto &A, const auto &B) { return A.second < B.second; });
    const auto [I, J] = Best->first;
    Untried.erase(Best);
    std::optional<PathState> One = Joiner.of(All[I], All[J]);
    if (!One)
      continue;
    All[I] = *std::move(One);
    All[J] = {};
    std::erase_if(Untried, [&, I = I, J = J](const auto &Each) {
      const auto &[A, B] = Each.first;
      return A == I || A == J || B == I || B == J;
    });
    consider(I);
  }
  std::erase_if(All, [](const PathState &Each) { return Each.Frames.empty(); });
}

PathState Machine::furthestBehind() {
  for (PathState &Each : Pending) {
    std::vector<unsigned> Place = placeOf(Each);
    Waits.emplace(std::move(Place), std::move(Each));
  }
  Pending.clear();
  if (Apart.empty()) {
    const auto [First, Last] = Waits.equal_range(Waits.begin()->first);
    for (auto It = First; It != Last; ++It)
      Apart.push_back(std::move(It->second));
    Waits.erase(First, Last);
    if (Apart.size() > 1)
      meet(Apart);
  }
  PathState P = std::move(Apart.back());
  Apart.pop_back();
  return P;
}

} // namespace kverdict
