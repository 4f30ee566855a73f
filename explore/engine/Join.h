// Two paths that have come to the same place, as one: what they hold differently is an if-then-else over what tells
// them apart, and the states of the one are those of both.
//
// Only what can be said so is joined. What others have seen is the same on both, and so is each call that is not
// looked into, but for those that only read. No pointer has two targets, and no local is unset on one path alone, but
// for those that are not read any more. What led to the place is forgotten: the steps, and which reading calls were
// really made. Nothing that marks a path as not followed exactly is lost.
#pragma once

#include "explore/engine/Order.h"
#include "explore/state/Memory.h"
#include "smt/Solver.h"

namespace kverdict {

class Join {
public:
  /// Compared: of two versions (explore/state/Version.h). All must outlive this.
  Join(Symbols &S, Solver &Z, const Memory &M, BlockOrders &Orders, const clang::ASTContext &Context, bool Compared)
      : S(S), Z(Z), M(M), Orders(Orders), Context(Context), Compared(Compared) {}

  /// Both in one; nothing if that cannot be said. The two share no state.
  std::optional<PathState> of(const PathState &A, const PathState &B);

  /// While paths are walked, a choice is a symbol of its own: else terms would grow with all that was joined. What such
  /// a symbol stands for is not known then, so that a path may go on where no state does.
  bool standsForChoice(const z3::expr &Symbol) const { return Chosen.count(Symbol.id()); }
  /// The same path in terms of what was there at entry.
  void spell(Path &);

  /// How many conditions two paths begin with that are the same.
  static size_t common(const PathState &A, const PathState &B);

private:
  z3::expr named(const z3::expr &Choice);
  std::optional<std::pair<Z3_decl_kind, z3::expr>> beyond(const z3::expr &More, const z3::expr &Less) const;
  z3::expr choice(const z3::expr &Is, const z3::expr &Then, const z3::expr &Else);
  z3::expr spelled(const z3::expr &);
  void spell(std::map<RegionId, std::map<std::int64_t, StoredBits>> &);
  // Joining.cpp: a path.
  bool doneAlike(const PathState &, const PathState &) const;
  bool tell(const PathState &, const PathState &);
  bool joinCalls(Path &, const Path &) const;
  void joinSteps(Path &, const Path &) const;
  void joinUntested(Path &, const Path &) const;
  void joinPath(Path &, const Path &) const;
  // JoiningStates.cpp: what a path holds.
  bool joinFrames(PathState &, const PathState &);
  bool joinFrame(Frame &, const Frame &, bool Inner, bool Outermost);
  bool joinValues(Frame &, const Frame &);
  std::optional<Val> join(const Val &, const Val &, bool Pointers);
  bool joinMemory(PathState &, const PathState &);
  bool joinCells(MemoryState &, const MemoryState &, RegionId);
  std::optional<z3::expr> chosen(const z3::expr &, const z3::expr &, bool Pointer);
  bool holdsPointer(RegionId, std::int64_t Bit, unsigned Width) const;
  std::string nameOf(RegionId, std::int64_t Bit, unsigned Width) const;
  bool isDead(RegionId) const;
  void findOwners(const PathState &, const PathState &);

  Symbols &S;
  Solver &Z;
  const Memory &M;
  BlockOrders &Orders;
  const clang::ASTContext &Context;
  const bool Compared;
  std::map<unsigned, std::pair<z3::expr, z3::expr>> Chosen;  ///< by Z3's id of the symbol: it, and what it stands for
  std::vector<unsigned> Order;                               ///< the ids, as they were made
  std::vector<z3::expr> From, To;                            ///< the symbols, and what they stand for at entry
  std::map<unsigned, std::pair<z3::expr, z3::expr>> Spelled; ///< by Z3's id
  // Of the two that are being joined:
  size_t Common = 0;               ///< conditions of both
  std::optional<z3::expr> OfFirst; ///< holds in the states of the first, and in none of the other
  std::optional<z3::expr> OfBoth;  ///< behind Common: in the states of both; none if that is all
  std::set<RegionId> Owned;        ///< locals of functions that the paths are in
  std::set<RegionId> Dead;         ///< of them, those that are not read any more
};

} // namespace kverdict
