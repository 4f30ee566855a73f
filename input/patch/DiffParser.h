// Unified diffs, as git and diff write them.
#pragma once

#include "input/patch/Patch.h"

#include <string>
#include <vector>

namespace kverdict {

/// The text of a diff and where it stands in the file that the user gave.
struct DiffText {
  std::string Text;
  std::string File;
  unsigned FirstLine = 1; ///< the line of File that holds the first line of Text
  bool Exact = true;      ///< false if the mail was encoded: then every place is FirstLine
};

/// FileChange::Unread of a binary file of which the diff says no more than that it differs, or not of which file: git
/// am refuses the whole mail.
inline constexpr const char *BinaryWithoutData = "binary, without the data that git am needs";

/// The files that a diff changes, with their hunks; Base and Patched are not set. Text between the files (a
/// diffstat, a signature) is skipped. Throws Error for a hunk that is shorter or longer than its header says, a
/// header that makes no sense, and paths that leave the tree.
std::vector<FileChange> parseDiff(const DiffText &);

} // namespace kverdict
