// What is left to say of a condition beside the others of its row. Internal to compare/.
#pragma once

#include "compare/Cubes.h"
#include "core/Comparison.h"

namespace kverdict {

/// What a condition asks, without brackets, conversions, negations and hints of what is likely.
const clang::Expr *askedBy(const clang::Expr *);

/// Says the conditions of a difference in fewer words, and counts those that only one version asks. What it says is
/// proved to be the same states:
///   `flags & (A | B)` and `!(flags & A)`   is `flags & B` and `!(flags & A)`
///   `n > 3` and `n <= 4`                   is `n == 4`
/// Nothing is said otherwise once the solver's effort is spent.
void simplify(Difference &, const Cube &, Symbols &, Solver &);

} // namespace kverdict
