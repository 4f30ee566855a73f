// The order in which the blocks of a graph are walked where paths are to meet again: a block comes after all that lead
// to it, and what is behind a loop after the loop.
#pragma once

#include <clang/AST/Decl.h>
#include <clang/Analysis/CFG.h>

#include <map>
#include <set>
#include <vector>

namespace kverdict {

/// Of a graph with more than MostLoops loops around a block, or more than MostLive locals that may be read at its
/// blocks together, this is an order of some kind: no path meets another there, and each local may be read anywhere.
class BlockOrder {
public:
  static constexpr size_t MostLoops = 256, MostLive = 1'000'000;

  explicit BlockOrder(const clang::CFG &);

  /// Where a block stands in the order; blocks that cannot be reached come last.
  unsigned position(const clang::CFGBlock *B) const { return Positions[B->getBlockID()]; }
  /// The heads of the loops that a block is in, the outermost first.
  const std::vector<const clang::CFGBlock *> &loops(const clang::CFGBlock *B) const { return Loops[B->getBlockID()]; }

  /// Where in a block paths that came to it by different ways are alike: behind so many elements. What `?:` and `&&`
  /// give is told by the way, so that they come first. None if only one way leads to the block.
  enum class Meeting { None, AtBegin, BehindFirst };
  Meeting meeting(const clang::CFGBlock *B) const { return Meetings[B->getBlockID()]; }

  /// Whether a local may be read from the beginning of this block on. One whose address is taken always may.
  bool isLive(const clang::CFGBlock *B, const clang::VarDecl *V) const {
    return !Whole || Kept.count(V) || Live[B->getBlockID()].count(V);
  }

private:
  using Locals = std::set<const clang::VarDecl *>;
  void sort(const clang::CFG &);
  bool findLoops(const clang::CFG &);
  void findMeetings(const clang::CFG &);
  bool findLive(const clang::CFG &);
  bool leavesLoop(const clang::CFGBlock *From, const clang::CFGBlock *To) const;

  bool Whole = true;
  std::vector<unsigned> Positions;
  std::vector<std::vector<const clang::CFGBlock *>> Loops;
  std::vector<Meeting> Meetings;
  std::vector<Locals> Live;
  Locals Kept; ///< whose addresses are taken
};

/// Of the graphs of an exploration, each found out once.
class BlockOrders {
public:
  const BlockOrder &of(const clang::CFG *Graph) { return Known.try_emplace(Graph, *Graph).first->second; }

private:
  std::map<const clang::CFG *, BlockOrder> Known;
};

} // namespace kverdict
