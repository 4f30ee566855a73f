// Tests of the new version that no state takes both ways. Internal to compare/.
#pragma once

#include "compare/sides/Side.h"
#include "core/Comparison.h"

#include <set>
#include <vector>

namespace kverdict {

/// Paths that were not walked: those that come to a block of Same, and have come to none of First.
struct LeftOut {
  const std::set<unsigned> &First, &Same; ///< Clang's numbers of blocks of the new version
};

/// What is in front of a return or a jump of the new version (`if (..) return -EINVAL;`) and does not decide whether it
/// is done, in the order of the text. Both have been explored, and reach no loop. None if a way was not followed to its
/// end, none that a path may come to that was not walked, and none that the configuration may have settled: of those,
/// only what the old version has as well, where it decides.
std::vector<IdleTest> idleTests(const Side &Old, const Side &New, const LeftOut &);

} // namespace kverdict
