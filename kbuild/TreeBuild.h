// How the files of a tree are compiled at the base that was chosen, wherever the build stands.
#pragma once

#include "input/tree/Tree.h"
#include "kbuild/BaseTexts.h"
#include "kbuild/CompileCommands.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace kverdict {

/// Finds commands for the files of one tree, and what the compiler must see instead of what stands on disk. The tree
/// must outlive it. Not for several threads at once.
class TreeBuild {
public:
  /// DatabaseDir is -p, or empty.
  TreeBuild(const Tree &Base, std::string DatabaseDir) : Base(Base), DatabaseDir(std::move(DatabaseDir)), Texts(Base) {}

  /// The command for a file of the tree. Throws Error if there is none: none is ever guessed.
  CompileCommand command(const std::string &Path);

  /// Where that command's compiler looks for another file of the tree: the path to overlay.
  static std::string place(const CompileCommand &Command, const std::string &Path) { return Command.Root + "/" + Path; }

  /// The base's texts of the files that a compilation can include, where others stand on disk, by absolute path.
  /// Versions are all the texts that the file itself will have.
  std::map<std::string, std::string> overlay(const CompileCommand &, const std::vector<std::string> &Versions);

  /// What a person should know of all that, without repetition and in a fixed order.
  std::vector<std::string> notes() const;

private:
  const Tree &Base;
  std::string DatabaseDir;
  BaseTexts Texts;
  std::set<std::string> Notes;
  std::map<std::string, std::set<std::string>> Instead; ///< by root: the paths of which the base's text is used
};

} // namespace kverdict
