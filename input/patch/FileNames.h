// The names of files in the header of a diff, read as git apply reads them with -p1.
#pragma once

#include "input/patch/Patch.h"

#include "llvm/ADT/StringRef.h"

#include <string>
#include <utility>

namespace kverdict {

/// A name of a line "--- a/mm/x.c".
struct FileName {
  std::string Name;   ///< as it is spelt, with its prefix; empty for /dev/null
  std::string Path;   ///< without what stands before the first slash, whatever that is; empty for /dev/null
  bool Epoch = false; ///< dated 1970, which is how diff says that there is no such file
};

/// Reads what follows "--- " or "+++ ". Plain names have no prefix. Throws Error for a name that is no path in a tree.
FileName readFileName(llvm::StringRef Text, const SourcePlace &, bool Plain = false);

/// Whether a name of a line "--- x" has no slash, so that no prefix can be taken from it.
bool isPlainName(llvm::StringRef Text);

/// The two names of a line "diff --git a/x b/x", behind its first words; empty if they are not the same file, and other
/// lines must have them.
std::pair<FileName, FileName> readGitNames(llvm::StringRef Text, const SourcePlace &);

/// The path of a line that has it without a prefix, as "rename from x".
std::string readPath(llvm::StringRef Text, const SourcePlace &);

} // namespace kverdict
