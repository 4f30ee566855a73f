// What a git directory may hold before git is run in it.
#pragma once

#include <string>

namespace kverdict {

/// Throws Error (Incomplete) if the git directory, or one that it names (that of a linked work tree's repository, and
/// alternates), has a file that is a pipe, a socket or a device: git would wait for it, or read it without end. GitDir
/// may be the file by which a linked work tree names its directory.
void checkGitDirectory(const std::string &GitDir);

} // namespace kverdict
