// What a patch shows of a file: its functions, as far as they are shown wholly, before and after.
#pragma once

#include "alone/Token.h"
#include "input/patch/Patch.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace kverdict::alone {

/// A line of a file, as a hunk shows it.
struct ShownLine {
  unsigned Number;
  std::string Text;
};

/// Lines that follow each other in a version of a file.
struct Segment {
  std::string Heading; ///< of the hunk: the head of the function that its first lines stand in, as far as it is told
  std::vector<ShownLine> Lines;
};

/// A piece of a segment: a function, or what it may need.
struct Piece {
  enum class Kind { Function, Type, Macro };
  Kind What = Kind::Function;
  std::string Name;          ///< of a function or a macro
  std::vector<Token> Tokens; ///< with an End; a Token::Line is an index into Lines, from 1
  std::vector<ShownLine> Lines;
  size_t HeadEnd = 0; ///< of a function: the index of the brace that opens its body
  bool Part = false;  ///< its beginning is made up of the hunk's heading
  unsigned First() const { return Lines.front().Number; }
};

/// A version of a file.
struct ShownSide {
  std::map<unsigned, std::string> Lines; ///< all that are shown, by number
  std::set<unsigned> Code;               ///< those that hold more than comments and white space
  std::vector<Piece> Pieces;             ///< functions and what they may need, in their order
  std::vector<Piece> Parts;              ///< the ends of functions whose heads only a heading tells
  std::map<std::string, unsigned> Cut;   ///< functions of which only a part is shown, and a line of it
};

/// OfOld: the removed and the context lines; else the added ones and the context.
ShownSide shownSide(const FileChange &, bool OfOld);

} // namespace kverdict::alone
