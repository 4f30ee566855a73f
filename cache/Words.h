// Words in a row, whatever they hold.
#pragma once

#include <llvm/ADT/StringRef.h>

#include <string>

namespace kverdict {

/// Adds a word: its length, a space, and the word. No two rows of words make the same text.
inline void packWord(std::string &To, llvm::StringRef Word) {
  To += std::to_string(Word.size()) + " ";
  To += Word;
}

/// Takes the next word off. False if there is none.
inline bool unpackWord(llvm::StringRef &From, std::string &Word) {
  size_t Size = 0;
  if (From.consumeInteger(10, Size) || !From.consume_front(" ") || Size > From.size())
    return false;
  Word = From.take_front(Size).str();
  From = From.drop_front(Size);
  return true;
}

} // namespace kverdict
