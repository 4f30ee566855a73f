// What a callee that is not looked into is taken to do, where the two versions call it in different situations.
// Internal to compare/.
#pragma once

#include "compare/sides/Side.h"

namespace kverdict {

/// A difference of two ways counts only if it is one although
///   the calls of one callee that are each other's counterparts return the same, and so do all with equal arguments,
///   and
///   a call that only one version makes, or makes in another situation, writes nothing that outlives the function.
/// Otherwise nobody could say that the versions differ: perhaps the callee just does the same.
class Outcomes {
public:
  Outcomes(Symbols &S, const Way &Old, const Way &New);

  /// Both ways make the same calls in the same situations: there is nothing to assume.
  bool same() const { return Same; }
  const std::vector<z3::expr> &assumed() const { return Assumed; }
  /// The callees of which something is assumed.
  const std::set<std::string> &callees() const { return Callees; }

private:
  void pairUp();
  void repeat(const Way &);
  void equate(const OpaqueCall &, const OpaqueCall &);
  void changesNothing(const Way &);
  std::optional<z3::expr> before(const Way &, unsigned Call, const Symbol &);
  bool shared(const OpaqueCall &C) const { return Shared.count(C.Key); }

  Symbols &S;
  const Way &Old, &New;
  bool Same = true;
  std::set<unsigned> Shared; ///< the keys of calls that both ways make
  std::vector<z3::expr> Assumed;
  std::set<std::string> Callees;
};

} // namespace kverdict
