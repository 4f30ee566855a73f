// The two versions that `kverdict diff` compares: files, or files of a commit.
#pragma once

#include "input/tree/Tree.h"
#include "parse/Unit.h"
#include "tool/Options.h"

#include <optional>
#include <string>
#include <utility>

namespace kverdict {

/// One version of the file.
struct DiffVersion : SourceVersion {
  std::string Shown; ///< as the user named it
  std::string Path;  ///< absolute: where it stands, or would stand in the work tree
};

/// Said where a version is a file of a commit.
constexpr const char *HeadersNote = "kverdict: note: headers are those of the work tree\n";

struct DiffInputs {
  DiffVersion Old, New;
  std::string Notes; ///< what was assumed about them
};

/// The tree whose commits are meant by --tree, or else that which the working directory lies in. Named is what names
/// one. Throws Error (Usage) if there is none, or it has no commits.
Tree treeOfCommits(const Options &, const std::string &Named);

/// `REVISION:PATH` in its parts, unless a file has that name.
std::optional<std::pair<std::string, std::string>> inCommit(const std::string &Named);

/// Reads `OLD NEW`, each a file or `REVISION:PATH`, or `REVISION REVISION PATH`. Commits are those of --tree, or else
/// of the git tree that the working directory lies in; a version without a compile command is compiled like the
/// other one. Throws Error.
DiffInputs readDiffInputs(const Options &);

} // namespace kverdict
