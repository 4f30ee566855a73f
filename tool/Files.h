// Reading and writing files for the commands.
#pragma once

#include "core/Rules.h"
#include "tool/Options.h"

#include <string>

namespace kverdict {

/// The whole file. Throws Error (Usage) that names it and says why it cannot be read.
std::string readFile(const std::string &Path);

/// Writes the whole file or nothing: under another name first. Throws Error (Usage).
void writeOutput(const std::string &Path, const std::string &Text);

/// The rules of --rules, or those that stand beside the program, above it, or in ../share/kverdict.
Rules findRules(const Options &);

/// An absolute path without `.` and `..`.
std::string absolutePath(const std::string &Path);

} // namespace kverdict
