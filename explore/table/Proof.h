// What rows of a table rest on: that no state is on two ways that end differently.
#pragma once

#include "explore/table/Courses.h"

namespace kverdict {

/// Of the ways that end differently, those of which it is not proved that they have no state in common: they are told
/// each by itself. Most pairs part at a branch; the others are asked of the solver.
std::vector<unsigned> notApart(const Courses &, Symbols &, Solver &);

} // namespace kverdict
