// What a person would call a build.
#pragma once

#include "kbuild/CompileCommand.h"

#include <string>

namespace kverdict {

/// "Linux/x86 6.12.1, x86_64-linux-gnu": what the kernel's configuration says of itself, and the target if the command
/// names one. Never empty, and never a path.
std::string buildWord(const CompileCommand &);

} // namespace kverdict
