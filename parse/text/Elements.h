// How many elements an initialiser has. `[0 ... 500000000] = 1` is nine tokens, and Clang makes a node of each element.
#pragma once

#include "parse/text/Bound.h"

#include <clang/Lex/Token.h>

#include <cstdint>
#include <vector>

namespace kverdict {

/// Is shown the tokens that come to the parser, in their order. An element counts each time that it is made: where
/// ranges overlap, and once for each element of the ranges that its list stands in. Of a list, what lies in front of
/// its highest index counts, too.
class Elements {
public:
  static constexpr std::uint64_t Most = 4'000'000;       ///< of one initialiser
  static constexpr std::uint64_t MostOfFile = 6'000'000; ///< of all of them

  explicit Elements(BoundNames Names) : Names(std::move(Names)) {}

  void step(const clang::Token &T) {
    if (Designates || Assigned ||
        T.isOneOf(clang::tok::l_brace, clang::tok::r_brace, clang::tok::comma, clang::tok::l_paren,
                  clang::tok::r_paren))
      look(T);
  }
  /// Whether one has more than Most.
  bool tooMany() const { return Count > Most || Longest > Most; }
  /// Whether all have more than MostOfFile.
  bool tooManyOfFile() const { return OfFile > MostOfFile; }
  void restart() { *this = Elements(std::move(Names)); }

private:
  /// An open brace.
  struct List {
    std::uint64_t Times = 1; ///< how often it is made
    unsigned Parentheses = 0;
  };

  void look(const clang::Token &);
  void enter();
  void leave();
  void element();
  void designator(const clang::Token &);
  void bracket(const clang::Token &);
  void index();

  BoundNames Names;
  std::vector<List> Open{{}};
  bool Designates = false;             ///< what comes may be a designator
  bool Assigned = false;               ///< the last token was the `=` behind one
  bool Member = false;                 ///< the last token was the `.` of one
  bool Range = false;                  ///< Bound[1] is being read
  unsigned Brackets = 0;               ///< that are open in the designator
  std::vector<clang::Token> Bounds[2]; ///< `[a ... b]`
  std::uint64_t Pending = 1;           ///< how often what the designator names is made
  std::uint64_t Count = 0;
  std::uint64_t Longest = 0;
  std::uint64_t OfFile = 0;
};

} // namespace kverdict
