// A file in one version: what the compiler would read of it.
#pragma once

#include "kbuild/CompileCommand.h"

#include <map>
#include <string>

namespace kverdict {

struct SourceVersion {
  CompileCommand Command = {};
  std::string Text = {};                           ///< of the file; what stands on disk is not looked at
  std::map<std::string, std::string> Overlay = {}; ///< other files with another text than on disk, by absolute path
};

} // namespace kverdict
