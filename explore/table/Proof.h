// What rows of a table rest on: that no state is on two ways that end differently, and that rows say what ways do.
#pragma once

#include "explore/table/Courses.h"

namespace kverdict {

/// Of the ways that end differently, those of which it is not proved that they have no state in common: they are told
/// each by itself. Most pairs part at a branch; the others are asked of the solver.
std::vector<unsigned> notApart(const Courses &, Symbols &, Solver &);

/// Whether a reader of the rows comes to the outcome of each course: every test that is read on the way is one that the
/// course asks, each course is in one row, and all of a row end alike.
bool holdAll(const std::vector<ListedRow> &, const std::vector<Course> &);

} // namespace kverdict
