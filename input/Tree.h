// The source tree that a patch is held against. Nothing in it is ever changed.
#pragma once

#include "input/Git.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kverdict {

/// A file of the tree.
struct TreeFile {
  std::string Mode; ///< as git has it: "100644", "100755"; "120000" is a symbolic link
  std::string Text; ///< of a symbolic link: where it points
  bool regular() const { return Mode == "100644" || Mode == "100755"; }
};

/// A git repository, of which the files of a commit are read (HEAD, unless another is asked for; never those of the
/// work tree), or a plain directory.
class Tree {
public:
  /// A directory is a git tree if it is itself a repository, bare or with a work tree; a directory somewhere below
  /// one is a plain directory. So is a repository without a commit. Throws Error if it cannot be read.
  static Tree open(const std::string &Directory);

  /// The same tree at another commit, as git spells it ("HEAD~3", an id). Throws Error (Usage) if it has none such.
  Tree at(const std::string &Revision) const;

  /// The text of a regular file, by its path relative to the tree; nothing if there is no such file.
  std::optional<std::string> read(const std::string &Path) const;

  /// The same for many files at once; what is not there is not in the result.
  std::map<std::string, TreeFile> readAll(const std::vector<std::string> &Paths) const;

  /// The path under which the parser finds (or would find) a file. In a bare repository nothing is there.
  std::string absolutePath(const std::string &Path) const;

  bool isGit() const { return !Commit.empty(); }

  /// The id of the commit that is read; empty for a plain directory.
  const std::string &commit() const { return Commit; }

  /// The id of the commit that a revision names, or nothing.
  std::optional<std::string> resolve(const std::string &Revision) const;

  /// For messages: "git tree at HEAD 8caa6ae12345" or "plain directory".
  std::string describe() const;

private:
  Tree() : Repository(std::make_shared<Git>()) {}
  bool openGit(const std::string &GitDir, bool Bare);
  std::map<std::string, TreeFile> readCommit(const std::vector<std::string> &Paths) const;
  std::optional<TreeFile> readPlain(const std::string &Path) const;
  std::string Root;   ///< absolute, symbolic links resolved
  std::string Commit; ///< empty if it is a plain directory
  bool AtHead = true;
  std::shared_ptr<Git> Repository;
};

/// Reads blobs from the repository that G uses, in the order of their ids.
std::vector<std::string> readBlobs(const Git &G, const std::vector<std::string> &Ids);

} // namespace kverdict
