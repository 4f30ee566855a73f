// Which conditions of a row a person wants to read first. Internal to compare/.
#pragma once

#include "compare/Cubes.h"

#include <vector>

namespace kverdict {

/// Marks the conditions in front of where two ways part. Where some have changed, these say it, and none is marked.
/// Else it is the first that one of the ways alone asks, or, if both ask the same, the last that the new one asks; with
/// all of its guard: `a != 1 && a != 2` is one thing to say. Body is of the version that the way of a literal goes
/// through.
void markDeciding(const Clash &, std::vector<Literal> &, const clang::Stmt *OldBody, const clang::Stmt *NewBody);

} // namespace kverdict
