// Where the lines of a hunk are after a merge, which may have put other lines between them.
#pragma once

#include "input/patch/Patch.h"

namespace kverdict {

/// Sets the line numbers of a change's hunks to where its lines are in Base and Patched; 0 for those that the merge
/// did not keep, or (an old line) that the base has in another form.
void relocate(FileChange &);

/// Whether the lines of a change's hunks are where their numbers say.
bool areThere(const FileChange &);

} // namespace kverdict
