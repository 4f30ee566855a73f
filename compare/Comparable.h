// Whether what both versions use means the same in both. Internal to compare/.
#pragma once

#include "compare/Compare.h"
#include "compare/sides/Side.h"

namespace kverdict {

/// Why two explored versions cannot be compared: a type that has another layout, or a callee that changed, was not
/// looked into, and is not known to be the same. Empty if they can.
std::string whyNotComparable(const Side &Old, const Side &New, const Rules &, const CompareLimits &);

} // namespace kverdict
