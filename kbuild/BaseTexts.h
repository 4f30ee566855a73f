// What a compiler must see of a tree at its base, where other texts stand on disk.
#pragma once

#include "input/tree/Tree.h"
#include "kbuild/CompileCommand.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace kverdict {

/// Finds the files that a compilation can include and whose text at the base is not the one on disk: the build tree
/// may be at another commit than the base, and a work tree may have changes. Remembers what it has compared, so one
/// is to be used for all files of a review. The tree must outlive it.
class BaseTexts {
public:
  explicit BaseTexts(const Tree &Base) : Base(Base) {}

  /// For a file that is compiled by this command, in all the texts that it will have: the texts of the base for the
  /// files it can include, by the absolute path at which the compiler looks for them. It follows every #include line,
  /// whatever #if it stands in.
  std::map<std::string, std::string> overlay(const CompileCommand &, const std::vector<std::string> &Texts);

private:
  struct Known {
    std::vector<std::pair<bool, std::string>> Includes; ///< each: in quotes, name
    std::optional<std::string> Instead;                 ///< the base's text, if it is another
  };
  void list(const std::string &Directory, bool Recursive);
  const TreeEntry *entry(const std::string &InTree);
  bool exists(const std::string &Root, const std::string &Path);
  void compare(const std::string &Root, const std::vector<std::string> &Paths);

  const Tree &Base;
  std::map<std::string, Known> Files; ///< by absolute path
  std::map<std::string, TreeEntry> Entries;
  std::set<std::string> Listed, ListedBelow; ///< directories alone, and with all below them
  std::map<std::string, bool> OnDisk;
};

} // namespace kverdict
