// Conditions of a table, as a person would write them.
#pragma once

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

} // namespace kverdict
