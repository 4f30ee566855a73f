// The patches that a series needs on its base: `prerequisite-patch-id:` of git format-patch --base.
#pragma once

#include "input/tree/BaseChoice.h"

namespace kverdict {

/// Finds commits with these patch ids among those that the repository's refs have beyond the base, and puts what they
/// change on top of the base. Adds notes: what was applied, what was not found.
void applyPrerequisites(BaseChoice &, const std::vector<std::string> &PatchIds);

} // namespace kverdict
