// How one file is compiled: what kbuild/ finds out, and parse/ hands to Clang.
#pragma once

#include <string>
#include <vector>

namespace kverdict {

/// How one file is compiled.
struct CompileCommand {
  std::string File;                   ///< absolute
  std::string Directory;              ///< where the compiler is run
  std::vector<std::string> Arguments; ///< only flags from the allow-list (kbuild/CompileCommands.h), without the file
  std::string Root = "";              ///< of the source tree, if it is known; places are shown relative to it
  bool OtherCompiler = false;         ///< it is not Clang that builds the file: what Clang refuses may be right
};

} // namespace kverdict
