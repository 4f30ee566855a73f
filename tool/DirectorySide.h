// One side of `kverdict diff` where it compares directories: on disk, or in a commit.
#pragma once

#include "input/tree/Tree.h"
#include "tool/Directories.h"

#include <optional>
#include <string>

namespace kverdict {

class DirectorySide {
public:
  /// The directory that is named: `DIR`, or `REVISION:DIR` of the tree that is meant (tool/DiffInputs.h). Nothing if
  /// that is none. Throws Error (Usage) if there is no such revision, or no tree to have it, or if
  /// it leads out of that.
  static std::optional<DirectorySide> find(const Options &, const std::string &Named);

  /// As the user named it.
  const std::string &shown() const { return Shown; }
  bool inCommit() const { return Commit.has_value(); }

  /// What is below it: the texts, or of two commits the ids of the objects, which are cheaper.
  SourcesBelow sources(bool Ids) const;

  /// What `kverdict diff` calls a file below it.
  std::string fileName(const std::string &Name) const;

  /// The text of a file that is there.
  std::string text(const std::string &Name) const;

private:
  std::string Shown;
  std::string Path;           ///< of a commit: from the top of the tree, empty for all of it
  std::optional<Tree> Commit; ///< nothing on disk
};

} // namespace kverdict
