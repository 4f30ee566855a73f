// Which Clang this is.
#pragma once

#include <string>

namespace kverdict {

/// "22.1.0", of the Clang that files are parsed with.
std::string clangVersion();

} // namespace kverdict
