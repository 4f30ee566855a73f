#include "compare/WithAliases.h"

#include "compare/Comparing.h"

namespace kverdict {
namespace {

constexpr const char *OneObjectNeeded = "to be the same object as another one";

/// What else is said is said of the states that are shown.
bool claimsAllStates(Change What) {
  return What == Change::Equivalent || What == Change::Stricter || What == Change::Laxer;
}

/// Whether a state is shown in which something else happens.
bool tells(const Comparison &C) { return !C.Differences.empty() || !C.Effects.empty(); }

void assume(Comparison &Out, const Alias &Pair) {
  const Assumption A = Pair.distinct();
  if (std::find(Out.Assumptions.begin(), Out.Assumptions.end(), A) == Out.Assumptions.end())
    Out.Assumptions.push_back(A);
}

/// The state says which two are the same.
Comparison shown(Comparison There, const Alias &Pair) {
  auto show = [&](auto &Each) {
    for (Situation *State : {&Each.OldState, &Each.NewState})
      Pair.showIn(State->Shown);
  };
  std::for_each(There.Differences.begin(), There.Differences.end(), show);
  std::for_each(There.Effects.begin(), There.Effects.end(), show);
  return There;
}

} // namespace

Comparison WithAliases::run() {
  Comparing Plain(Old, New, R, Function, Limits);
  const Comparison First = Plain.run();
  Opaque = Plain.opaque();
  if (missed() || First.SameCode)
    return First;
  Comparison Out = inItsWorlds(Plain, First);
  Out.Idle = inAnyWorld(Plain, First.Idle);
  return Out;
}

std::vector<IdleTest> WithAliases::inAnyWorld(Comparing &Plain, std::vector<IdleTest> Idle) {
  if (Idle.empty() || !Plain.restsOnNames())
    return Idle;
  Comparison There;
  compare({true, true, {}, {}}, &There);
  std::erase_if(Idle, [&](const IdleTest &T) {
    return std::none_of(There.Idle.begin(), There.Idle.end(), [&](const IdleTest &Other) {
      return T.What == Other.What && T.Text == Other.Text && T.At == Other.At;
    });
  });
  return Idle;
}

Comparison WithAliases::inItsWorlds(Comparing &Plain, Comparison Out) {
  if (Out.What == Change::Undecided && Out.Reason.find(OneObjectNeeded) != std::string::npos)
    return withOneObject(std::move(Out), Plain.reached());
  if (!claimsAllStates(Out.What))
    return Out;
  const bool BothWays = Plain.readsBothWays(), Volatile = BothWays || Plain.readsAgain();
  const bool Lent = Plain.readsLent(); // what others may write meanwhile
  if (Out.What == Change::Equivalent && (Volatile || Lent)) {
    Comparison There;
    compare({true, BothWays, {}, {}}, &There);
    if (There.What == Change::Equivalent)
      return Out;
    if (tells(There))
      return There;
    if (Volatile)
      Out.Assumptions.push_back(
          {Assumption::Kind::Other, "nobody else writes a volatile object between two reads of it", {}});
    if (Lent && !sameThoughWritten())
      Out.Assumptions.push_back({Assumption::Kind::Other, "no call writes a local whose address was kept before", {}});
  }
  const std::vector<Alias> Pairs = Plain.aliased();
  if (Pairs.empty() || compare({true, false, {}, {}}) == Out.What)
    return Out; // the same even if after each store nothing is known of what other pointers lead to

  unsigned Worlds = 0;
  for (const Alias &Pair : Pairs) {
    Comparison There;
    const std::optional<Change> What =
        Pair.Known && Worlds++ < MostWorlds ? compare({false, false, {Pair}, {}}, &There) : std::nullopt;
    if (What == Change::Equivalent || What == Out.What)
      continue;
    if (What && Out.What == Change::Equivalent && tells(There)) {
      if (Pairs.size() > 1) // the others may go another way
        There.What = Change::Different;
      return shown(std::move(There), Pair);
    }
    assume(Out, Pair);
  }
  return Out;
}

/// Whether nothing rests on what calls leave in locals whose addresses others got before.
bool WithAliases::sameThoughWritten() {
  AliasWorld Written;
  Written.LentWritten = true;
  return compare(Written) == Change::Equivalent;
}

Comparison WithAliases::withOneObject(Comparison Out, const std::vector<Alias> &Pairs) {
  if (Pairs.empty() || Pairs.size() > MostWorlds)
    return Out;
  for (const Alias &Pair : Pairs) {
    Comparison There;
    const std::optional<Change> What = Pair.Known ? compare({false, false, {Pair}, {}}, &There) : std::nullopt;
    if (What && tells(There))
      return shown(std::move(There), Pair);
    if (What != Change::Equivalent)
      return Out;
  }
  Comparison Apart;
  compare({false, false, {}, Pairs}, &Apart);
  return Apart.What == Change::Equivalent ? Apart : Out;
}

std::optional<Change> WithAliases::compare(const AliasWorld &World, Comparison *Whole) {
  if (!Limits.Budget->mayBegin())
    return std::nullopt;
  Comparing There(Old, New, R, Function, Limits, World);
  const Comparison Out = There.run();
  if (Whole)
    *Whole = Out;
  return There.supposed() ? std::optional(Out.What) : std::nullopt;
}

} // namespace kverdict
