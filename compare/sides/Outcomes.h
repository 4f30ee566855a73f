// What a callee that is not looked into is known or taken to do, where the two versions call it in different
// situations. Internal to compare/.
#pragma once

#include "compare/sides/Side.h"

namespace kverdict {

/// Two calls are counterparts if they have the same callee, arguments that are equal in all states of both ways, the
/// same stores before them, and counterparts before them. They return and write the same: that is known. A call that
/// only one version makes may stand between if it reaches no memory (`capable(21)`): then it is taken to change none.
///
/// Where the versions do not make the same reads of volatile objects, nobody else is taken to write these meanwhile:
/// what others see has changed, and that is told.
///
/// Beyond that, a difference of two ways counts only if it is one although
///   the calls of one callee with the same number return the same, and so do all with equal arguments, and
///   a call that only one version makes, or makes in another situation, writes nothing that outlives the function.
/// Otherwise nobody could say that the versions differ: perhaps the callee just does the same.
class Outcomes {
public:
  Outcomes(Symbols &S, Solver &Z, const Way &Old, const Way &New);

  /// Both ways make the same calls in the same situations: there is nothing to say.
  bool same() const { return Same; }
  /// What counterparts return and leave in memory.
  const std::vector<z3::expr> &known() const { return Known; }
  /// The callees between counterparts, of which it is taken that they change no memory.
  const std::set<std::string> &passedOver() const { return PassedOver; }
  /// Of a call of the new version that may have written memory, the epoch that its counterpart began; else the same.
  Epoch counterpart(Epoch World) const {
    auto It = Counterpart.find(World);
    return It == Counterpart.end() ? World : It->second;
  }
  /// What is known, and what is taken of the rest.
  const std::vector<z3::expr> &assumed() const { return Assumed; }
  /// Z3's ids of those that say of a place that nobody wrote it meanwhile: a callee that one way alone calls, or
  /// somebody else between two reads of a volatile object. So it is in the state that is run; others need not be so.
  const std::set<unsigned> &unwritten() const { return Unwritten; }
  /// The callees of which something is taken.
  const std::set<std::string> &callees() const { return Callees; }

private:
  using Stores = std::map<RegionId, std::map<std::int64_t, StoredBits>>;
  using Calls = std::vector<const OpaqueCall *>;

  // What is known.
  void align();
  bool counterparts(const OpaqueCall &, const OpaqueCall &, const Stores &Before, const Stores &After);
  bool sameStores(const Stores &, const Stores &);
  bool equal(const z3::expr &, const z3::expr &);
  bool reachesMemory(const OpaqueCall &);
  bool passOver(const Calls &, size_t From, size_t To, Stores &Since);
  void match(const OpaqueCall &, const OpaqueCall &);

  // What is taken.
  void nobodyWrote(const std::vector<z3::expr> &, size_t First);
  void pairUp();
  void repeat(const Way &);
  void changesNothing();
  void equate(const OpaqueCall &, const OpaqueCall &, std::vector<z3::expr> &Out);

  // What stands in one place at two times, or under two names.
  void relate(const std::map<Epoch, Epoch> &Counterpart, const std::set<Epoch> &Unchanged, std::vector<z3::expr> &Out);
  std::optional<z3::expr> elsewhere(const Symbol &);
  std::optional<z3::expr> before(const Symbol &);
  std::optional<z3::expr> before(const Way &, size_t Call, const Symbol &);
  void readsOfOne(const Way &, const Way &Other);
  const VolatileRead *volatileRead(const Symbol &) const;
  z3::expr reading(const Symbol &, Epoch World, unsigned Number);
  std::optional<z3::expr> readingBefore(const Way &, Epoch Earlier, const Symbol &, const VolatileRead *);
  static Epoch worldBefore(const Way &, size_t Call);
  void hold(const z3::expr &, const z3::expr &, std::vector<z3::expr> &Out);
  z3::expr canonical(z3::expr) const;
  bool shared(const OpaqueCall &C) const { return Shared.count(C.Key); }

  Symbols &S;
  Solver &Z;
  const Way &Old, &New;
  bool Same = true;
  std::set<unsigned> Shared;          ///< the keys of calls that both ways make
  std::map<Epoch, Epoch> Counterpart; ///< of a call of the new version in the old one
  std::map<Epoch, Epoch> Unsaid;      ///< those of them that Known does not tell of yet
  std::set<Epoch> Unchanged;          ///< begun by calls that were passed over
  std::map<unsigned, z3::expr> Equal; ///< by Z3's id of a symbol: an older term for the same
  std::vector<z3::expr> Known, Assumed;
  std::set<unsigned> InKnown, InAssumed; ///< Z3's ids of those that hold() has said
  std::set<unsigned> Unwritten;
  std::set<std::string> PassedOver, Callees;
};

} // namespace kverdict
