// What the names in a function's body stand for.
#pragma once

#include "parse/Unit.h"

namespace kverdict {

/// The first name in the bodies of these functions that stands for something of the main file, declared there above
/// this line; empty if there is none.
std::string boundAbove(const Unit &, const std::vector<std::string> &Functions, unsigned Line);

} // namespace kverdict
