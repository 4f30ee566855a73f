// From the files that the user names to patches.
#pragma once

#include "input/Patch.h"

#include <string>
#include <vector>

namespace kverdict {

/// Reads a mail with a patch, a mailbox of several, or a bare diff. Name is what messages call it. A cover letter
/// and an answer are left out, with a note. Throws Error for any other mail without a patch, and for damage.
Series readMailbox(const std::string &Text, const std::string &Name);

/// Reads what `kverdict review` is given, in this order: files, `-` for the standard input, and directories, of
/// which the files that end in .patch, .mbox, .mbx, .eml and .diff are read by name. Throws Error if there is no
/// patch in all of it.
Series readSeries(const std::vector<std::string> &Inputs);

} // namespace kverdict
