// What a patch made of a function, in a sentence or two.
#pragma once

#include "core/Finding.h"

#include "llvm/ADT/StringRef.h"

#include <set>
#include <string>

namespace kverdict {

/// What is said of a change, a paragraph; and the one row whose verdicts it tells, or null.
struct SaidOfChange {
  std::string Text;
  const Difference *Row = nullptr;
};

/// What the sentence is said for.
struct AskedOfChange {
  const Finding &By;     ///< its verdict comes first
  bool Callers;          ///< whether a caller is named that gets there
  unsigned Rows;         ///< of how many rows verdicts and conditions are told; 0: just the direction
  llvm::StringRef Under; ///< the line of the patch above it: conditions of long rows that it asks are told
};

/// "With this patch, f() returns 0 instead of -EINVAL in some cases where a == b." Empty if there is nothing that a
/// state would not say.
SaidOfChange sayChange(const Comparison &, const AskedOfChange &);

/// Names in a text: of places, members, functions, macros.
std::set<std::string> namesIn(llvm::StringRef);

} // namespace kverdict
