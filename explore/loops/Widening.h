// Loops that Cover does not settle: those that count, walk over arrays, or carry something from round to round. What is
// claimed of them is the same as of a covered path (explore/loops/Cover.h): more rounds can only lead where fewer did.
//
// How it is shown. The function is walked a second time, and what comes to the head of such a loop stands for any
// number of rounds at once: what a round may change is unknown there (widened), all else is as before the loop. A round
// more is walked from there. Coming back to the head, a path must hold nothing else than what the head stands for: else
// what differs is widened too, and all is walked anew, until a round changes nothing that is not unknown. So each way
// through the function is one of these, whatever the rounds; some of these may be no way through it.
//   - Locals whose address nobody takes are compared part by part (partsOf()). What differs becomes a symbol of its
//     own, or each of a few numbers if it never holds anything else (flags, errors). A pointer to a local is none that
//     may change.
//   - All other memory is one thing: either no round changes it, or it is unknown, all of it.
//   - A pointer that is a symbol may lead anywhere. So behind a head, whoever writes memory (a store, a call) makes all
//     other memory unknown, and locals whose address anybody takes.
//   - A local that only rounds set is not set where the head stands for rounds. If somebody reads it, the first round
//   is
//     walked as it is, and the head stands for what comes after it.
//   - What cannot be said so (a local that is read and may not be set, what was not modelled exactly, a loop that is
//     entered past its head) ends the attempt, and the paths stay undecided.
//   - Values of expressions need no thought: a round computes those that it uses, and what was computed before the loop
//     stays what it was.
//
// Each of these ways must end where a path ended that was walked round by round (leadsThere()): at the same place, with
// the same result, the same decisions in front of the loop, behind it and in the last round, under conditions that hold
// on the way for the state at entry. What must be otherwise for that (the number of rounds; which element was found) is
// named in Path::Otherwise, and a contract that looks at it is not decided. No other state at entry stands in for what
// rounds add up, or carry along in memory: where such a thing decides, but for whether the loop goes on, the path that
// was walked must have it decide the same of itself.
#pragma once

#include "explore/state/Path.h"
#include "smt/Solver.h"

namespace kverdict {

/// What the rounds of one loop may change, as far as is known.
struct RoundChanges {
  /// A part of a local: which of the frames, which variable, the bit where it begins.
  using Part = std::tuple<size_t, const clang::VarDecl *, std::int64_t>;
  struct Content {
    /// It holds no other values than these numbers; none if it is not so.
    std::optional<std::set<std::uint64_t>> Numbers = std::set<std::uint64_t>();
    unsigned Width = 0; ///< in bits
    bool Pointer = false;
    bool NotNull = false; ///< a pointer that never is null
    bool Counts = false;  ///< no pointer, and a round computes it
    bool Sum = false;     ///< the same, and not by adding a number
    bool Tested = false;  ///< of what it holds, something was asked (PathState::Tested)
  };
  const clang::FunctionDecl *Of = nullptr; ///< the loop; null if no path has come to it
  bool Memory = false;                     ///< what outlives the function, and locals whose address is taken
  bool First = false;                      ///< a round sets what was not set before: the first one is walked as it is
  bool Unset = false;                      ///< a round sets what may not be set at the head
  std::map<Part, Content> Parts;
};

/// What must not be told away where it is said that more rounds lead where fewer did.
struct RoundFacts {
  std::vector<BitRange> Carried; ///< memory that rounds change: no path begins with what a round has made of it
  std::set<unsigned> Counts;     ///< Z3's ids of what stands for a local that each round changes by the same
  std::set<unsigned> Sums;       ///< the same of locals that add up anything else
  std::set<const clang::Stmt *> Conditions; ///< of loops: they may ask a sum something that others answer otherwise
  std::set<const clang::Stmt *> Exits;      ///< of all ways out of loops: they may ask that of what counts
};

/// What is known of the loops of a function, from walk to walk.
struct Widened {
  RoundFacts Facts;
  std::map<const clang::CFGBlock *, RoundChanges> Loops; ///< by the head
  bool Grown = false;                                    ///< more is known than when the walk began
  bool Failed = false;                                   ///< it cannot be said of a loop
};

/// The mark among the steps of a path that it came to a head that stands for any number of rounds.
inline bool standsForRounds(const Step &Each) { return Each.What == Step::Kind::Assignment && !Each.Code; }

/// Whether a way of the second walk leads where a path does that was walked round by round; if so, Z3's ids of the
/// symbols that have other values on that path.
std::optional<std::set<unsigned>> leadsThere(Symbols &, Solver &, const Path &Way, const Path &Walked,
                                             const RoundFacts &);

} // namespace kverdict
