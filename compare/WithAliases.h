// A comparison, and again in the states in which two of its names are those of one object. Internal to compare/.
#pragma once

#include "compare/Compare.h"
#include "explore/state/Aliases.h"

namespace kverdict {

class Comparing;

class WithAliases {
public:
  WithAliases(const Unit &Old, const Unit &New, const Rules &R, const std::string &Function,
              const CompareLimits &Limits)
      : Old(Old), New(New), R(R), Function(Function), Limits(Limits) {}

  Comparison run();

  /// The callees that one of them did not look into.
  const std::set<std::string> &opaque() const { return Opaque; }

private:
  Comparison inItsWorlds(Comparing &Plain, Comparison Out);
  /// Those that decide nothing whatever is one object, and whatever others write meanwhile.
  std::vector<IdleTest> inAnyWorld(Comparing &Plain, std::vector<IdleTest>);
  /// A difference seems to need two names for one object: the states in which they are, and those in which they are
  /// not, are compared by themselves.
  Comparison withOneObject(Comparison Out, const std::vector<Alias> &Pairs);
  bool sameThoughWritten();
  bool missed() const { return !Old.missed().empty() || !New.missed().empty(); }
  /// None if what is supposed did not come up.
  std::optional<Change> compare(const AliasWorld &World, Comparison *Whole = nullptr);

  static constexpr unsigned MostWorlds = 4;
  std::set<std::string> Opaque;
  const Unit &Old, &New;
  const Rules &R;
  const std::string &Function;
  const CompareLimits &Limits;
};

} // namespace kverdict
