// Which conditions of a row a person wants to read first. Internal to compare/.
#pragma once

#include "compare/Cubes.h"

#include <vector>

namespace kverdict {

/// Marks the conditions in front of where two ways part. Where some have changed, these say it, and none is marked.
/// Else, if they part within a guard, it is what the longer way goes on to ask there; if behind it, the last guard of
/// the shorter way, all of it: `a != 1 && a != 2` is one thing to say. The bodies are those of the two versions.
void markDeciding(const Clash &, std::vector<Literal> &, const clang::Stmt *OldBody, const clang::Stmt *NewBody);

} // namespace kverdict
