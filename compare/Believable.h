// What is preferred of a state that shows a difference, so that people believe it. Internal to compare/.
#pragma once

#include "compare/Cubes.h"
#include "compare/sides/Side.h"

#include <vector>

namespace kverdict {

/// What the function returns and what its callees do is, if negative, an errno that is often met, if it can be. A
/// callee that does not return 0 has rather failed than counted something; one that returns a long counts. No proof
/// rests on any of these.
std::vector<z3::expr> believable(const Clash &, const Side &Old, const Side &New, Symbols &);

} // namespace kverdict
