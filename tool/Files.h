// Reading and writing files for the commands.
#pragma once

#include "core/Rules.h"
#include "input/tree/Tree.h"
#include "tool/Options.h"

#include <functional>
#include <map>
#include <optional>
#include <string>

namespace kverdict {

/// The whole file. Throws Error (Usage) that names it and says why it cannot be read.
std::string readFile(const std::string &Path);

/// The files in a directory and below it whose names end so (".c"), but those that links lead to. Throws Error (Usage)
/// if it cannot be read.
std::vector<std::string> filesBelow(const std::string &Directory, const std::string &Ending);

/// Writes these texts to these files: all of them, or none. What is no regular file is not replaced: a symbolic link
/// leads to the file that is, a pipe or a device is written to. Throws Error: Usage if a file cannot be opened,
/// Incomplete if it cannot be written.
void writeOutputs(const std::map<std::string, std::string> &Texts);

/// Reads a file of a tree by its path there; nothing if there is none.
using ReadTree = std::function<std::optional<std::string>(const std::string &Path)>;

/// Where a tree has rules of its own.
constexpr const char *TreeRules = ".kverdict/rules.yaml";

/// The rules of --rules. What it does not replace are those that stand beside the program, above it, or in
/// ../share/kverdict, and those of the tree.
Rules findRules(const Options &, const ReadTree & = nullptr);

/// Reads the tree that a file lies in: the nearest directory above it that has rules; null if none has.
ReadTree treeAround(const std::string &File);

/// The same for a directory that is the root of a tree.
ReadTree treeAt(const std::string &Root);

/// Reads a tree of which a review is made, which it must not outlive. Throws Error (Usage) if what is asked for is
/// there, and no regular file: a link, a pipe, a device.
ReadTree regularFilesOf(const Tree &);

/// An absolute path without `.` and `..`.
std::string absolutePath(const std::string &Path);

} // namespace kverdict
