// Paths from patches: they must stay inside the tree.
#pragma once

#include "core/Source.h"

#include <string>

namespace kverdict {

/// Whether a path stays inside a source tree, and outside of what git keeps there.
bool isTreePath(const std::string &Path);

/// Throws Error if the path is absolute, has a `..` or `.` or empty component, or reaches into a `.git`. At is
/// where the patch names it.
void checkTreePath(const std::string &Path, const SourcePlace &At);

/// The path of a C-quoted name as git writes it ("a/na\303\257ve.c" with the quotes), or the name as it is.
/// Throws Error if the quoting is broken.
std::string unquoted(const std::string &Name, const SourcePlace &At);

/// The place as messages begin: "p.mbox:12".
std::string shown(const SourcePlace &);

} // namespace kverdict
