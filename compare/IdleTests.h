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
/// end, none that a path may come to that was not walked, none that a macro hides, and none that the configuration may
/// have settled. What a test guards is in it if that is never done where the test is never true or not made, or always
/// done where it is always true.
std::vector<IdleTest> idleTests(const Side &Old, const Side &New, const LeftOut &);

} // namespace kverdict
