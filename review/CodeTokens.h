// The tokens of a piece of C, by their places in its text.
#pragma once

#include <llvm/ADT/StringRef.h>

#include <cstddef>
#include <vector>

namespace kverdict {

/// A token, by its place in a text.
struct Token {
  size_t Begin, End;
};

/// Whether a character may stand in a name or a number.
bool inWord(char);

/// The tokens of a part of a text, from one offset up to another, without comments. A constant in quotes is one.
std::vector<Token> tokensOf(llvm::StringRef Text, size_t From, size_t To);

/// The offset at which a line begins, from 1; the end of the text if it has no such line.
size_t lineStart(llvm::StringRef Text, unsigned Line);

} // namespace kverdict
