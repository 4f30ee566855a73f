// Places in source text.
#pragma once

#include <string>
#include <tuple>
#include <vector>

namespace kverdict {

/// A place in a file. Lines and columns count from 1; columns count bytes. A line of 0 means "no place".
/// For code that a macro made, it is the place where the macro is used.
struct SourcePlace {
  std::string File;
  unsigned Line = 0;
  unsigned Column = 0;
  bool valid() const { return Line != 0; }
  auto key() const { return std::tie(File, Line, Column); }
  bool operator==(const SourcePlace &Other) const { return key() == Other.key(); }
  bool operator<(const SourcePlace &Other) const { return key() < Other.key(); }
};

/// A range of one file's text, from Begin up to but not including End.
struct SourceSpan {
  SourcePlace Begin;
  SourcePlace End;
};

/// A change of text: what stands in Span becomes Text.
struct Fix {
  SourceSpan Span;
  std::string Text;           ///< what to put there; empty removes the span
  std::string Description;    ///< for a person: "return true instead of false"
  bool Verified = false;      ///< the changed file was parsed again and all contracts of the function hold
  std::vector<Fix> With = {}; ///< what must be changed together with it, further down in the file or further up
};

} // namespace kverdict
