// A walk that looks for a few telling paths, where all of them are too many: those that come the shortest way to where
// two versions part, and from there to the end, first, then those with one detour, with two, and so on. A round of a
// loop is a detour, and a call makes a way long. What is not walked ends undecided, as ever: no path is dropped.
#pragma once

#include <clang/Analysis/CFG.h>
#include <z3++.h>

#include <set>
#include <vector>

namespace kverdict {

struct Search {
  std::vector<z3::expr> Given;   ///< holds from the start on; the first of the conditions of each path
  std::vector<unsigned> ToFirst; ///< how far each block of the function is from where the versions part; empty: unknown
  unsigned Ends = 0;             ///< so many paths to their end are enough
  bool Pinned = false; ///< what makes terms that are hard to decide is taken to be a number: Machine::pinned()
  unsigned Rounds = 2; ///< how often one branch of a loop may be open both ways
};

/// How often a branch in a loop has been open both ways on a path. Counted: often, but it may be that the loop has so
/// many rounds, and each of them goes one way or another (`for (i = 0; i < 9; i++) if (p->x[i]) ...`).
enum class OpenRounds { Few, Counted, Often };

constexpr unsigned OutOfReach = ~0u;

/// How far it is from each block of a graph to the nearest of Targets, in blocks and calls; by Clang's numbers.
std::vector<unsigned> distances(const clang::CFG &, const std::set<unsigned> &Targets);

} // namespace kverdict
