// Several diffs of one file in one patch.
#pragma once

#include "input/patch/Patch.h"

#include <vector>

namespace kverdict {

/// Makes one change of changes of one file, each of which was made on top of those before it, as git applies them. Line
/// numbers become those before the first and behind the last; 0 for what another one of them adds or removes.
void composeRepeated(std::vector<FileChange> &);

} // namespace kverdict
