// Which declaration stands on which lines of a file, as Clang took it.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace clang {
class Decl;
}

namespace kverdict {

/// A declaration at file level.
struct Piece {
  enum class Kind {
    Function, ///< with its body
    Constant, ///< a variable that is never written
    Variable,
    Enum,
    Type,
    Declaration, ///< of a function that is defined elsewhere, or nothing but words
    Other,       ///< assembly
  };
  Kind What = Kind::Other;
  std::string Name;               ///< may be empty
  std::vector<std::string> Names; ///< what it declares: the name, its fields or enumerators
  unsigned First = 0, Last = 0;   ///< its lines; of a function whose body was not read, those of its head
  bool FromMacro = false;         ///< a macro made all of it
  bool Static = false;
  std::string Attributes; ///< of a function: those that say who it is for the linker
  bool NotRead = false;   ///< a function whose body was skipped
};

struct Layout {
  std::vector<Piece> Pieces; ///< by their first lines
  std::vector<std::pair<unsigned, unsigned>>
      Skipped; ///< from the directive that opens a branch to the one that ends it

  /// All pieces that a line belongs to.
  std::vector<const Piece *> at(unsigned Line) const;
  /// The directive that opens the branch in which the preprocessor skipped a line; 0 if it did not.
  unsigned skippedBy(unsigned Line) const;
};

/// What a parse notes of a file, to make its Layout of.
struct LayoutNotes {
  std::vector<const clang::Decl *> Declarations;
  std::vector<std::pair<unsigned, unsigned>> Skipped;
};

} // namespace kverdict
