// Which symbols a condition holds against numbers.
#pragma once

#include <z3++.h>

#include <set>

namespace kverdict {

/// Adds Z3's ids of the symbols that a condition compares with a number, or takes bits of: of `p != &head->list` none,
/// so that nothing is known of p being null.
void collectTested(const z3::expr &Condition, std::set<unsigned> &Out);

} // namespace kverdict
