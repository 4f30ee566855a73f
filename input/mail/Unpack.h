// Getting at the bytes of what the user names.
#pragma once

#include <string>

namespace kverdict {

/// The path of a file that holds what Input holds, unpacked: Input itself if it is a plain file, else Scratch, which
/// is written. Input may be `-`, and may be compressed with gzip. Throws Error if it cannot be read, is packed in
/// another way, or is larger than 2 GB.
std::string unpacked(const std::string &Input, const std::string &Scratch);

/// What messages call an input.
std::string inputName(const std::string &Input);

} // namespace kverdict
