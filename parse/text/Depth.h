// Counts how deep and how long a stream of tokens is, be it the bare text or what its macros make of it.
#pragma once

#include "parse/text/Nesting.h"

#include <clang/Lex/Token.h>

#include <utility>
#include <vector>

namespace kverdict {

class Depth {
public:
  explicit Depth(const NestingLimits &Limits = {}) : Limits(Limits) {}

  /// Takes the next token. Else: it is that word. Outermost: it stands in the first column.
  void step(clang::tok::TokenKind Kind, bool Else, bool Outermost) {
    if (Begins)
      begin(Else);
    if (++Tokens > Limits.Tokens || ++FunctionTokens > Limits.FunctionTokens)
      tooLong();
    const clang::tok::TokenKind Previous = std::exchange(Last, Kind);
    switch (Kind) {
    case clang::tok::l_brace:
    case clang::tok::l_paren:
    case clang::tok::l_square:
      return open(Kind, Previous);
    case clang::tok::r_brace:
    case clang::tok::r_paren:
    case clang::tok::r_square:
      return close(Kind, Outermost);
    case clang::tok::semi:
      return inBraces() ? separate() : void();
    case clang::tok::comma: // in a list of initialisers
      Tokens = inBraces() ? around() : Tokens;
      return Declares ? name() : void();
    case clang::tok::equal:
      Assigned = Assigned || Open.empty();
      return;
    case clang::tok::kw_typedef:
    case clang::tok::kw_extern:
      Declares = true;
      return name();
    case clang::tok::kw_typeof:
    case clang::tok::kw_typeof_unqual:
    case clang::tok::kw___auto_type:
      return name();
    default:
      return;
    }
  }

  /// What exceeds a bound; empty if nothing does.
  const std::string &found() const { return Found; }

private:
  /// What a token belongs to, as far as the outermost brackets tell.
  enum class Piece { Declaration, Function, Initialiser };

  /// An open bracket, and what was counted in front of it.
  struct Level {
    clang::tok::TokenKind Which;
    unsigned Tokens; ///< of the expression around it, which count for what is inside
    unsigned Elses;
  };

  void begin(bool Else);
  void open(clang::tok::TokenKind, clang::tok::TokenKind Previous);
  void close(clang::tok::TokenKind, bool Outermost);
  void separate();
  void name();
  Piece piece() const { return !Open.empty() ? Outer : Assigned ? Piece::Initialiser : Piece::Declaration; }
  void tooLong();
  void tooDeep(const std::string &What);
  bool inBraces() const { return Open.empty() || Open.back().Which == clang::tok::l_brace; }
  unsigned around() const { return Open.empty() ? 0 : Open.back().Tokens; }

  NestingLimits Limits;
  std::vector<Level> Open;
  unsigned Tokens = 0; ///< of the expression or statement
  unsigned FunctionTokens = 0;
  unsigned Names = 0; ///< by typedef, typeof or extern
  unsigned Elses = 0; ///< that followed on each other
  clang::tok::TokenKind Last = clang::tok::unknown;
  Piece Outer = Piece::Declaration; ///< where a bracket is open
  bool Assigned = false;            ///< at file level, behind a `=`
  bool Declares = false;            ///< the statement is one with typedef or extern
  bool Begins = true;               ///< a statement
  std::string Found;
};

} // namespace kverdict
