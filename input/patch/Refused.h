// Reading what `git apply` says.
#pragma once

#include "input/patch/Patch.h"
#include "input/tree/Git.h"

#include <functional>
#include <optional>
#include <string>

namespace kverdict {

/// What a patch was applied to: the files' texts and the tree in words.
struct AppliedTo {
  std::function<std::optional<std::string>(const std::string &Path)> Read;
  std::string Tree;
};

/// Throws the Error for a patch that git did not apply: which hunk of which file, and what the tree has there.
[[noreturn]] void refuse(const Patch &, const GitResult &, const AppliedTo &);

/// Throws Error if git took the patch for a change of other files than it was read as: then something of it would be
/// applied and not looked at.
void checkNames(const Patch &, const std::string &GitMessages);

/// Moves the line numbers of those hunks that git says it applied at an offset.
void takeOffsets(Patch &, const std::string &GitMessages);

} // namespace kverdict
