// When a path comes to a loop's head again, it may be in the same situation as at an earlier visit of that head: the
// opaque calls of the round between returned and wrote other values, the cursor stands on another element, and that is
// all. Then nothing new can follow, and the path ends here: it is covered by the earlier visit.
//
// What is claimed. A situation is the state at the function's entry, and what memory holds now. A visit stands for all
// situations that some values of its symbols make, if they meet its path's conditions. If each situation of the later
// visit is one of the earlier visit, up to what is never read again, then each way on from the later one is also a way
// on from the earlier one, with the same verdict from the same state at entry, only that some opaque calls less were
// made before. So a verdict that can be had after more rounds can be had after fewer.
//
// How it is shown. A renaming says for symbols of the earlier visit which terms of the later one stand for them: what
// an opaque call returned or wrote in this round, for what it returned or wrote in the round before. Symbols that are
// not renamed stand for themselves. It must hold then that:
//   - whatever memory holds at the earlier visit is, renamed, what it holds at the later one. Memory is compared object
//     by object; an object that is reached through a renamed pointer is compared with the one that is reached through
//     what stands for it. Memory that was not looked at yet is the same if no opaque call wrote it in between, and is
//     anything in both if one wrote it before the earlier visit already.
//   - the conditions of the earlier path, renamed, follow from those of the later one. So a condition on a dead symbol
//     is dropped only if values for it exist that meet it.
//   - arguments, memory at entry, and results of pure calls are not renamed: they are the state at entry, or the same
//     for equal arguments. Two exceptions. Memory at entry is renamed with the object that it belongs to. And a cursor
//     may walk over memory at entry (a list): what stands for it is then a state at entry in which one pointer skips an
//     element. Path::Otherwise names these, and a contract that looks at one of them is not decided by a covered path.
//
// Where memory differs, the difference is presumed dead: nothing that follows reads it. That is checked in the end,
// when all that follows the earlier visit has been walked (Machine::takeUp()); a path that was ended on a wrong
// presumption is taken up again. What has been read across the earlier visit already is never presumed dead.
//
// Distinct access paths do not alias (as everywhere in explore/), so an object that nothing leads to is not read.
#pragma once

#include "explore/state/Memory.h"
#include "explore/state/Path.h"
#include "smt/Solver.h"

namespace kverdict {

/// A path at a loop's head.
struct Visit {
  unsigned Id; ///< unique in one exploration
  const clang::CFGBlock *Head;
  unsigned Instance; ///< of the frame
  unsigned Time;     ///< PathState::Sequence
  size_t Conditions; ///< how many of the path's conditions held then
  size_t Calls;      ///< how many opaque calls were made before
  size_t Frames;
  MemoryState Memory;
  bool InExpression; ///< values of expressions around the loop may still be needed
  bool Whole = true; ///< in the second walk (explore/loops/Widening.h): it does not wait for the first round to end
};

/// An earlier visit that covers a path.
struct Cover {
  std::shared_ptr<const Visit> By;
  std::map<unsigned, std::pair<z3::expr, z3::expr>> Renamed; ///< symbols by Z3's id: the symbol, what stands for it
  std::vector<BitRange> Dead;                                ///< differs, in the earlier visit's objects
  std::set<unsigned> Otherwise;                              ///< see Path
};

/// Whether a path is covered by an earlier visit on it of the head where it is now. Live is what must not differ.
std::optional<Cover> findCover(Symbols &, Memory &, Solver &, const std::shared_ptr<const Visit> &, PathState &Later,
                               const std::set<BitRange> &Live);

/// Adds the bits of regions that are read across a visit: they were set before it and loaded after it.
void addReadAcross(const std::vector<Reading> &, const Visit &, std::set<BitRange> &Into);

} // namespace kverdict
