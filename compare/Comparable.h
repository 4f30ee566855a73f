// Whether what both versions use means the same in both. Internal to compare/.
#pragma once

#include "compare/sides/Side.h"

namespace kverdict {

/// Why two explored versions cannot be compared: a type that has another layout, or a callee that changed and was not
/// looked into. Empty if they can.
std::string whyNotComparable(const Side &Old, const Side &New, const Rules &);

} // namespace kverdict
