#include "report/Region.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"

#include <algorithm>

namespace kverdict {

SourceSpan regionOf(const SourcePlace &At, const SourceLine &Source) {
  SourceSpan Region{At, At};
  auto Line = At.valid() && At.Column ? Source(At.File, At.Line) : std::nullopt;
  if (Line)
    Region.End.Column = std::max<unsigned>(At.Column, llvm::StringRef(*Line).rtrim().size() + 1);
  return Region;
}

static bool beginsCharacter(char Byte) { return (Byte & 0xc0) != 0x80; }

SourcePlace inCharacters(const SourcePlace &At, const SourceLine &Source) {
  auto Line = At.valid() && At.Column ? Source(At.File, At.Line) : std::nullopt;
  if (!Line || At.Column > Line->size() + 1)
    return At;
  return {At.File, At.Line,
          1 + static_cast<unsigned>(llvm::count_if(llvm::StringRef(*Line).take_front(At.Column - 1), beginsCharacter))};
}

std::optional<size_t> offsetOf(const SourcePlace &At, const SourceLine &Source) {
  if (!At.valid() || !At.Column)
    return std::nullopt;
  size_t Offset = 0;
  for (unsigned Number = 1; Number < At.Line; ++Number) {
    auto Line = Source(At.File, Number);
    if (!Line)
      return std::nullopt;
    Offset += Line->size() + 1;
  }
  // The place behind the last line is the end of the text.
  auto Line = Source(At.File, At.Line);
  if (At.Column - 1 > (Line ? Line->size() : 0))
    return std::nullopt;
  return Offset + At.Column - 1;
}

std::string uriOf(const std::string &File) {
  std::string Uri = File.starts_with("/") ? "file://" : "";
  for (char Next : File)
    Uri += llvm::isAlnum(Next) || llvm::StringRef("-._~/").contains(Next)
               ? std::string(1, Next)
               : "%" + llvm::toHex(llvm::StringRef(&Next, 1));
  return Uri;
}

} // namespace kverdict
