#include "input/patch/Bounds.h"

#include "core/Error.h"
#include "core/Visible.h"
#include "input/tree/TreePath.h"

#include "llvm/ADT/StringRef.h"

#include <algorithm>

namespace kverdict {

[[noreturn]] static void refuse(const SourcePlace &At, const std::string &What, const std::string &Advice) {
  throw Error(ExitCode::Incomplete, shown(At) + ": " + What + "; " + Advice);
}

void checkBounds(const Patch &P) {
  if (P.Message.size() > MaxMessage)
    refuse(P.At, "a message of more than " + std::to_string(MaxMessage >> 20) + " MB",
           "give the patch with a short one");
  if (P.Files.size() > MaxFiles)
    refuse(P.At, "a patch of more than " + std::to_string(MaxFiles) + " files", "give it in pieces");
  for (const FileChange &Change : P.Files)
    if (std::max(Change.OldPath.size(), Change.NewPath.size()) >= MaxName)
      refuse(Change.At, "the name of a file of more than " + std::to_string(MaxName) + " bytes",
             "no system has such a file");
  for (const FileChange &Change : P.Files)
    if (Change.Hunks.size() > MaxHunks)
      refuse(Change.At, visible(Change.path()) + " has more than " + std::to_string(MaxHunks) + " hunks",
             "make the patch with more context, or give it in pieces");
}

void checkBounds(const FileChange &Change, const std::string &Text) {
  const std::uint64_t Lines = llvm::StringRef(Text).count('\n');
  if (Lines > MaxFileLines)
    refuse(Change.At, visible(Change.OldPath) + " has more than " + std::to_string(MaxFileLines) + " lines",
           "no compiler gets such a file");
  if (Lines * Change.Hunks.size() > MaxMoved)
    refuse(Change.At,
           visible(Change.OldPath) + " has " + std::to_string(Lines) + " lines, too many for " +
               std::to_string(Change.Hunks.size()) + " hunks",
           "make the patch with more context, or give it in pieces");
}

} // namespace kverdict
