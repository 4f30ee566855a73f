// What the subject of a patch mail says besides its title.
#pragma once

#include "input/patch/Patch.h"

#include "llvm/ADT/StringRef.h"

#include <string>

namespace kverdict {

/// A subject, taken apart.
struct SubjectLine {
  PatchTag Tag;
  bool Patch = false;    ///< its brackets say PATCH or RFC
  bool Numbered = false; ///< "2/5"
  bool Reply = false;    ///< it begins with "Re:" or the like
  std::string Title;     ///< what follows the brackets

  /// "[PATCH 0/5]"
  bool isCover() const { return Numbered && Tag.Number == 0; }
};

/// Takes a decoded subject apart: "[RFC][PATCHv3 mm-unstable 02/10] mm: x" is version 3, number 2 of 10, "mm: x".
SubjectLine parseSubject(llvm::StringRef);

} // namespace kverdict
