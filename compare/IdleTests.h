// Tests of the new version that no state takes both ways. Internal to compare/.
#pragma once

#include "compare/sides/Side.h"
#include "core/Comparison.h"

#include <vector>

namespace kverdict {

/// What is in front of a return or a jump of the new version (`if (..) return -EINVAL;`) and does not decide whether it
/// is done, in the order of the text. Both have been explored. None if a way was not followed to its end, and none that
/// the configuration may have settled: of those, only what the old version has as well, where it decides.
std::vector<IdleTest> idleTests(const Side &Old, const Side &New);

} // namespace kverdict
