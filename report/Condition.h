// Conditions of a table, as a person would write them.
#pragma once

#include "core/Comparison.h"

#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace kverdict {

/// A condition and whether it holds: `!(!x)` is x, that holds; `!(a & b)` is `a & b`, that does not.
struct PlainCondition {
  std::string Text;
  bool Holds = true;
};

/// Takes what negates the whole of a condition away.
PlainCondition plainCondition(llvm::StringRef);

/// The same in one text: "x", "!x", "!(a & b)", and "a != b" for `!(a == b)`.
std::string plainText(llvm::StringRef Condition);

/// The conditions of a row so, each once.
std::vector<std::string> plainTexts(const std::vector<std::string> &Conditions);

/// Code of so many columns at most: what is longer ends in "...".
std::string cutCode(llvm::StringRef Code, size_t Most);

/// What decides in a row: as many of its conditions, plain, as are asked by one version alone, or else those where the
/// two part, or else the one that the run of the new version asked last. None if that is not known.
std::vector<std::string> decidingConditions(const Difference &);

} // namespace kverdict
