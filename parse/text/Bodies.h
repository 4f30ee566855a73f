// The text of a file taken apart: the bodies of its functions, and everything else. Two versions of a file that differ
// only in bodies need one parse.
#pragma once

#include "core/Source.h"

#include <optional>
#include <string>
#include <vector>

namespace kverdict {

/// A function's body, as text.
struct FunctionText {
  std::string Name;
  std::string Head;       ///< what stands before the brace, on one line: its type, its name and its parameters
  std::string Body;       ///< what stands between the braces
  SourcePlace At;         ///< of what follows the opening brace
  unsigned Line = 0;      ///< of the head's last line, with the parenthesis before the brace
  unsigned HeadLines = 0; ///< how many lines of the head stand before that one
  std::string Doc = {};   ///< the kernel-doc comment that ends right before the head, if there is one
};

/// Of its closing brace.
unsigned lastLine(const FunctionText &);

struct TakenApart {
  std::vector<FunctionText> Functions; ///< those in the kernel's style: both braces in the first column
  std::string Rest;                    ///< the tokens outside of them, whatever the comments and the spacing
};

/// File names the text in the places.
TakenApart takeApart(const std::string &Text, const std::string &File);

/// The functions of Other whose bodies differ from those of Text, as Other has them; nothing if the two differ in
/// anything else: then Other has to be parsed by itself.
std::optional<std::vector<FunctionText>> onlyBodiesDiffer(const TakenApart &Text, const TakenApart &Other);

/// Lines of one version of a text that stand elsewhere in another.
struct MovedLines {
  unsigned From, To; ///< in the one
  int By;            ///< so many lines further down in the other
};

/// Where the functions of a text that have the same body in Other stand there, with what follows each up to the next.
/// The two differ only in bodies, comments and white space. In the order of the lines.
std::vector<MovedLines> movedLines(const TakenApart &Text, const TakenApart &Other);

} // namespace kverdict
