// The files that mails lie in.
#pragma once

#include <string>
#include <vector>

namespace kverdict {

/// The files that an input of patches stands for: itself, if it is a file or `-`; of a directory its files that end in
/// .patch, .mbox, .mbx, .eml or .diff (and .gz), by name, or all mails of it, if it is a Maildir. Throws Error if a
/// directory has none.
std::vector<std::string> mailFilesOf(const std::string &Input);

/// Whether a directory is a Maildir.
bool isMaildir(const std::string &Directory);

} // namespace kverdict
