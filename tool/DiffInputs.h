// The two versions that `kverdict diff` compares: files, or files of a commit.
#pragma once

#include "parse/Unit.h"
#include "tool/Options.h"

#include <string>

namespace kverdict {

/// One version of the file.
struct DiffVersion : SourceVersion {
  std::string Shown; ///< as the user named it
  std::string Path;  ///< absolute: where it stands, or would stand in the work tree
};

struct DiffInputs {
  DiffVersion Old, New;
  std::string Notes; ///< what was assumed about them
};

/// Reads `OLD NEW`, each a file or `REVISION:PATH`, or `REVISION REVISION PATH`. Commits are those of --tree, or else
/// of the git tree that the working directory lies in; a version without a compile command is compiled like the
/// other one. Throws Error.
DiffInputs readDiffInputs(const Options &);

} // namespace kverdict
