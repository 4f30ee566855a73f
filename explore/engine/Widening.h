// The second walk of a function with loops that were not followed to the end (explore/loops/Widening.h). Internal to
// explore/engine.
#pragma once

#include "explore/engine/Stop.h"
#include "explore/loops/Widening.h"

namespace kverdict {

/// One such walk.
class Widening {
public:
  /// Both must outlive this.
  Widening(Machine &K, Widened &Known) : K(K), Known(Known) {}

  /// Ways that come to no head that stands for rounds are those of the first walk.
  bool allLeadThere(const std::vector<Path> &Ways, const std::vector<Path> &Walked, std::set<unsigned> &Otherwise);
  /// After a walk: somebody read a local that only rounds set. Then the first one is to be walked as it is. Returns
  /// whether that is new.
  bool beginsLater(const std::vector<Path> &Ways);
  /// From now on the path stands for any number of rounds, unless it is to go the first one as it is.
  bool startRounds(PathState &P, RoundChanges &Changes, bool Whole);
  /// A path that comes back to a head: whether it holds something that the head does not stand for.
  bool adds(PathState &P, const Visit &V, RoundChanges &To);
  /// After a store, where pointers that are not known may lead to the same place.
  void othersMayBe(PathState &P, RegionId Written);

private:
  /// Those that say whether a loop goes on, and those that may lead out of it.
  void addConditions(const clang::CFGBlock *Head);
  /// Memory that rounds change.
  static std::vector<BitRange> carried(const std::vector<Path> &Walked);
  /// Makes unknown what a round may change. More than one state, if it holds one of a few numbers.
  std::vector<PathState> widen(PathState &P, RoundChanges &Changes);
  bool mayBeNull(PathState &P, const z3::expr &Pointer);
  /// The same of whether it counts, or adds up.
  bool addStep(PathState &P, RoundChanges::Content &To, const z3::expr &Before, const z3::expr &Now);
  /// The one of the numbers that a term is on this path, or the term.
  z3::expr asNumber(PathState &P, const RoundChanges::Content &Among, const z3::expr &Term);
  /// Returns whether more is known now of what a part of a local may hold.
  bool addValue(PathState &P, RoundChanges::Content &To, const z3::expr &Raw);
  bool addsToLocal(PathState &P, const Visit &V, RoundChanges &To, RoundChanges::Part Part, RegionId Id);
  /// Whether memory is another one than before, that others see or whose address somebody has taken.
  bool addsToMemory(const PathState &P, const MemoryState &Before) const;
  /// Whether a pointer may lead to a region that nobody has named: memory that outlives the function, and locals whose
  /// address was taken.
  bool isOpen(const PathState &P, RegionId Id) const;
  /// Whether the address of a local stands in a term.
  bool holdsLocal(const z3::expr &Term) const;
  /// A read of it is one of all of it, and is told if nothing has set it.
  static bool isScalar(clang::QualType Type);
  bool isMadeIn(const clang::FunctionDecl *F, const clang::CFGBlock *Head, const clang::VarDecl *Local);

  Machine &K;
  Widened &Known;
};

} // namespace kverdict
