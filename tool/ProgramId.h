// Which program this is.
#pragma once

#include <string>

namespace kverdict {

/// A text that is another for each build of the program, and of each library that it was loaded with (Z3, yaml-cpp, the
/// C library; LLVM and Clang where they are shared).
std::string programId();

} // namespace kverdict
