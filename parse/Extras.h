// Contracts, models and settings become C functions at the end of the unit. They are written when Clang has read
// the file and knows the types, so their parameters are exactly those of the function that they speak of.
#pragma once

#include "parse/Unit.h"

namespace clang {
class Preprocessor;
}

namespace kverdict {

/// The text of the functions made from extras, and which part of it is whose.
struct ExtraText {
  struct Piece {
    std::string Name;
    size_t Begin, End; ///< offsets into Text
    size_t Inside;     ///< that of its body: what stands before is made from the file's own words
  };
  std::string Text;
  std::vector<Piece> Pieces;
  std::map<std::string, Unit::ExtraProblem> Problems; ///< of extras that could not even be written

  /// The extra whose text holds this offset, or empty.
  std::string at(size_t Offset) const;
  const Piece *pieceAt(size_t Offset) const;
};

/// Writes the extras, in their order, as C. Each stands behind a #line with the place of its text, and in the
/// same column, so that Clang's messages point into rules.yaml.
ExtraText writeExtras(clang::ASTContext &, clang::Preprocessor &, const std::vector<Extra> &);

} // namespace kverdict
