#include "compare/WithAliases.h"

#include "compare/Comparing.h"

namespace kverdict {
namespace {

constexpr const char *OneObjectNeeded = "to be the same object as another one";

/// What else is said is said of the states that are shown.
bool claimsAllStates(Change What) {
  return What == Change::Equivalent || What == Change::Stricter || What == Change::Laxer;
}

void assume(Comparison &Out, const Alias &Pair) {
  const Assumption A = Pair.distinct();
  if (std::find(Out.Assumptions.begin(), Out.Assumptions.end(), A) == Out.Assumptions.end())
    Out.Assumptions.push_back(A);
}

/// The state says which two are the same.
Comparison shown(Comparison There, const Alias &Pair) {
  for (Difference &D : There.Differences)
    for (Situation *Each : {&D.OldState, &D.NewState})
      Pair.showIn(Each->Shown);
  return There;
}

} // namespace

Comparison WithAliases::run() {
  Comparing Plain(Old, New, R, Function, Limits);
  Comparison Out = Plain.run();
  Opaque = Plain.opaque();
  if (missed() || Out.SameCode)
    return Out;
  if (Out.What == Change::Undecided && Out.Reason.find(OneObjectNeeded) != std::string::npos)
    return withOneObject(std::move(Out), Plain.reached());
  if (!claimsAllStates(Out.What))
    return Out;
  const bool Volatile = Plain.readsAgain(), Lent = Plain.readsLent(); // what others may write meanwhile
  if (Out.What == Change::Equivalent && (Volatile || Lent)) {
    Comparison There;
    compare({true, {}, {}}, &There);
    if (There.What == Change::Equivalent)
      return Out;
    if (!There.Differences.empty())
      return There;
    if (Volatile)
      Out.Assumptions.push_back(
          {Assumption::Kind::Other, "nobody else writes a volatile object between two reads of it", {}});
    if (Lent)
      Out.Assumptions.push_back(
          {Assumption::Kind::Other, "no call writes a local of which only an earlier call got the address", {}});
  }
  const std::vector<Alias> Pairs = Plain.aliased();
  if (Pairs.empty() || compare({true, {}, {}}) == Out.What)
    return Out; // the same even if after each store nothing is known of what other pointers lead to

  unsigned Worlds = 0;
  for (const Alias &Pair : Pairs) {
    Comparison There;
    const std::optional<Change> What =
        Pair.Known && Worlds++ < MostWorlds ? compare({false, {Pair}, {}}, &There) : std::nullopt;
    if (What == Change::Equivalent || What == Out.What)
      continue;
    if (What && Out.What == Change::Equivalent && !There.Differences.empty()) {
      if (Pairs.size() > 1) // the others may go another way
        There.What = Change::Different;
      return shown(std::move(There), Pair);
    }
    assume(Out, Pair);
  }
  return Out;
}

Comparison WithAliases::withOneObject(Comparison Out, const std::vector<Alias> &Pairs) {
  if (Pairs.empty() || Pairs.size() > MostWorlds)
    return Out;
  for (const Alias &Pair : Pairs) {
    Comparison There;
    const std::optional<Change> What = Pair.Known ? compare({false, {Pair}, {}}, &There) : std::nullopt;
    if (What && !There.Differences.empty())
      return shown(std::move(There), Pair);
    if (What != Change::Equivalent)
      return Out;
  }
  Comparison Apart;
  compare({false, {}, Pairs}, &Apart);
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
