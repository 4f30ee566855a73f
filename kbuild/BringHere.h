// Compile commands that were written on another machine, or before a directory was moved.
#pragma once

#include "kbuild/CompileCommand.h"

#include <string>

namespace kverdict {

/// Puts directories that exist in place of those that a command names and that do not: the build stands in Here (where
/// its commands are), and the sources there or in TreeRoot, which may be empty. Path is the file's in its tree. Gives
/// a sentence about what was taken for what, or nothing.
std::string bringHere(CompileCommand &, const std::string &TreeRoot, const std::string &Path, const std::string &Here);

} // namespace kverdict
