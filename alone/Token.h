// The tokens of a piece of C, as far as they can be told without a preprocessor.
#pragma once

#include <string>
#include <vector>

namespace kverdict::alone {

struct Token {
  enum class Kind { Name, Number, Text, Character, Punctuator, Directive, End };
  Kind What = Kind::End;
  std::string Text;      ///< of a Directive: the whole of it, its lines joined
  unsigned Line = 0;     ///< in the text, from 1
  bool Begins = false;   ///< it is the first one on its line
  unsigned LastLine = 0; ///< on which it ends

  bool is(const char *Spelling) const { return What != Kind::Text && What != Kind::Character && Text == Spelling; }
  bool isName() const { return What == Kind::Name; }
};

/// A piece of C as tokens.
struct Tokens {
  std::vector<Token> All;  ///< ends with an End
  bool Unfinished = false; ///< a comment or a string does not end in it
};

/// Comments are left out; one that begins before the text (its end comes before any beginning) is left out, too.
/// FirstLine is the number of the text's first line.
Tokens tokensOf(const std::string &Text, unsigned FirstLine = 1);

} // namespace kverdict::alone
