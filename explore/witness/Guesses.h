// What a state takes for granted of calls that were not looked into, though C, the compiler or the tree settles it.
#pragma once

#include "core/Evidence.h"
#include "explore/witness/WitnessMaker.h"

namespace kverdict {

/// Words used here: two calls ask the same if they are of one callee with the same arguments, and nothing that the
/// callee can see is known to have been written in between.
class Guesses {
public:
  Guesses(Symbols &S, const Unit &U, const std::vector<const Path *> &Paths) : S(S), U(U), Paths(Paths) {}

  /// That calls which ask the same answer the same.
  std::vector<z3::expr> alike() const;
  /// The pairs that ask the same in a witness, and do not answer the same.
  std::vector<Assumption> twoAnswers(WitnessMaker &) const;

  /// Z3's ids of what the calls gave and wrote whose meaning is settled elsewhere.
  std::set<unsigned> symbols() const;
  /// Those calls, as assumptions, if one of these conditions speaks of what they gave.
  std::vector<Assumption> unfollowed(WitnessMaker &, const std::vector<z3::expr> &Conditions) const;

private:
  struct Twice {
    const OpaqueCall *First, *Second;
    std::vector<z3::expr> SameQuestion, SameAnswer;
  };
  std::vector<Twice> twice() const;
  std::set<unsigned> symbols(const OpaqueCall &) const;
  std::string answer(WitnessMaker &, const OpaqueCall &) const;

  Symbols &S;
  const Unit &U;
  const std::vector<const Path *> Paths;
};

} // namespace kverdict
