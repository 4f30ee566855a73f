#include "parse/text/Depth.h"

using namespace clang;

namespace kverdict {

/// A chain goes on only with `else`.
void Depth::begin(bool Else) {
  Begins = false;
  Elses = Else ? Elses + 1 : 0;
  if (Elses > Limits.Alternatives)
    tooDeep("a chain of more than " + std::to_string(Limits.Alternatives) + " else");
}

void Depth::separate() {
  Tokens = around();
  Begins = true;
  Declares = false;
  if (Open.empty()) {
    FunctionTokens = Names = 0;
    Assigned = false;
  }
}

/// What stands in parentheses belongs to the expression around them, statements in braces do not, but for those in a
/// statement expression.
void Depth::open(tok::TokenKind Which, tok::TokenKind Previous) {
  if (Open.empty())
    Outer = Which == tok::l_brace && Previous == tok::r_paren && !Assigned ? Piece::Function : piece();
  const bool Statements = Which == tok::l_brace && inBraces();
  const unsigned Before = Statements ? around() : Tokens;
  Open.push_back({Which, Before, Elses});
  Elses = 0;
  if (Open.size() == 1)
    FunctionTokens = 0;
  if (Which == tok::l_brace)
    separate();
  if (Open.size() > Limits.Blocks)
    tooDeep("more than " + std::to_string(Limits.Blocks) + " brackets in each other");
}

/// A brace in the first column ends what began at file level, whatever conditional compilation did to the count.
void Depth::close(tok::TokenKind Which, bool Outermost) {
  if (Which == tok::r_brace && Outermost && !Open.empty())
    Open.resize(1);
  if (!Open.empty()) {
    if (Which == tok::r_brace)
      Tokens = Open.back().Tokens;
    Elses = Open.back().Elses;
    Open.pop_back();
  }
  if (Open.empty())
    FunctionTokens = 0;
  if (Which == tok::r_brace && inBraces())
    separate();
}

/// Each of them is cheap, but where it rests on all that were before it.
void Depth::name() {
  if (++Names > Limits.Names)
    tooDeep((piece() == Piece::Function ? "a function with more than " : "a declaration of more than ") +
            std::to_string(Limits.Names) + " names by typedef, typeof or extern");
}

/// What a table has are elements, which have a bound of their own (Elements.h).
void Depth::tooLong() {
  const Piece Is = piece();
  if (Tokens > Limits.Tokens)
    tooDeep((Is == Piece::Function      ? "a statement of more than "
             : Is == Piece::Initialiser ? "an expression of more than "
                                        : "a declaration of more than ") +
            std::to_string(Limits.Tokens) + " tokens");
  else if (Is == Piece::Initialiser)
    FunctionTokens = 0;
  else
    tooDeep((Is == Piece::Function ? "a function of more than " : "a declaration of more than ") +
            std::to_string(Limits.FunctionTokens) + " tokens");
}

void Depth::tooDeep(const std::string &What) {
  if (Found.empty())
    Found = What;
}

} // namespace kverdict
