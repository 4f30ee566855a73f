// The source tree that a patch is held against. Nothing in it is ever changed.
#pragma once

#include "input/tree/Git.h"

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

/// A regular file of the tree, by its object.
struct TreeEntry {
  std::string Mode;
  std::string Id; ///< empty if it was changed by with()
};

/// A git repository, of which the files of a commit are read (HEAD, unless another is asked for; never those of the
/// work tree), or a plain directory.
class Tree {
public:
  /// A directory is a git tree if it is itself a repository, bare or with a work tree; a directory somewhere below
  /// one is a plain directory. So is a repository without a commit. Throws Error if it cannot be read.
  static Tree open(const std::string &Directory);

  /// The same tree at another commit, as git spells it ("HEAD~3", an id), or at emptyTree(). Throws Error (Usage) if it
  /// has none such.
  Tree at(const std::string &Revision) const;

  /// The text of a regular file, by its path relative to the tree; nothing if there is no such file.
  std::optional<std::string> read(const std::string &Path) const;

  /// The same for many files at once; what is not there is not in the result.
  std::map<std::string, TreeFile> readAll(const std::vector<std::string> &Paths) const;

  /// The regular files of a directory of a git tree (empty: the root) and, if asked for, of all below it; by path.
  std::map<std::string, TreeEntry> list(const std::string &Directory, bool Recursive) const;

  /// The directory of the tree, absolute, without symbolic links.
  const std::string &root() const { return Root; }
  /// Whether there are no files on disk, only a repository.
  bool isBare() const { return Bare; }

  /// The path under which the parser finds (or would find) a file. In a bare repository nothing is there.
  std::string absolutePath(const std::string &Path) const;

  bool isGit() const { return !Commit.empty(); }

  /// The id of the commit that is read; empty for a plain directory.
  const std::string &commit() const { return Commit; }

  /// The id of the commit that a revision names, or nothing.
  std::optional<std::string> resolve(const std::string &Revision) const;

  /// The id of the tree without a file, which git has in every repository.
  std::string emptyTree() const;

  /// Whether the repository is a shallow clone; with a commit, whether it was cut below that one.
  bool isShallow() const { return !Shallow.empty(); }
  bool isCutAt(const std::string &Commit) const;

  /// The tree with other texts for some files; nothing for a file that is gone.
  Tree with(std::map<std::string, std::optional<TreeFile>> Changed) const;

  /// Git on a scratch repository that reads the objects of this tree's, but none of its configuration. It is not to
  /// write: git marks an object that is there already, in the tree's repository, by a new time of its file.
  const Git &objects() const { return *Objects; }
  /// Git on the tree's own repository, for its refs. Nothing is ever written there.
  const Git &repository() const { return *Repository; }
  /// How the repository names objects: "sha1", "sha256".
  const std::string &objectFormat() const { return ObjectFormat; }

  /// For messages: "git tree at HEAD 8caa6ae12345" or "plain directory".
  std::string describe() const;

private:
  Tree() : Repository(std::make_shared<Git>()), Objects(std::make_shared<Git>()) {}
  bool openGit(const std::string &GitDir);
  std::map<std::string, TreeFile> readCommit(const std::vector<std::string> &Paths) const;
  void lendObjects() const;
  std::optional<TreeFile> readPlain(const std::string &Path) const;
  std::map<std::string, TreeFile> readBase(const std::vector<std::string> &Paths) const;
  std::string Root;   ///< absolute, symbolic links resolved
  std::string Commit; ///< empty if it is a plain directory
  bool AtHead = true, Bare = false;
  std::string ObjectDirectory, ObjectFormat = "sha1", Shallow; ///< of the repository; Shallow: the text of its file
  std::map<std::string, std::optional<TreeFile>> Changed;      ///< see with()
  std::shared_ptr<Git> Repository, Objects;
};

/// Makes an empty bare repository in git's scratch directory, and uses it.
void useScratchRepository(Git &, const std::string &ObjectFormat);

/// Reads blobs from the repository that G uses, in the order of their ids.
std::vector<std::string> readBlobs(const Git &G, const std::vector<std::string> &Ids);

} // namespace kverdict
