// Reading and writing files for the commands.
#pragma once

#include "core/Rules.h"
#include "tool/Options.h"

#include <map>
#include <string>

namespace kverdict {

/// The whole file. Throws Error (Usage) that names it and says why it cannot be read.
std::string readFile(const std::string &Path);

/// Writes these texts to these files: all of them, or none. What is no regular file is not replaced: a symbolic link
/// leads to the file that is, a pipe or a device is written to. Throws Error: Usage if a file cannot be opened,
/// Incomplete if it cannot be written.
void writeOutputs(const std::map<std::string, std::string> &Texts);

/// The rules of --rules, or those that stand beside the program, above it, or in ../share/kverdict.
Rules findRules(const Options &);

/// An absolute path without `.` and `..`.
std::string absolutePath(const std::string &Path);

} // namespace kverdict
