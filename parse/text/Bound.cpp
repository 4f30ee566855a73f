#include "parse/text/Bound.h"

#include <clang/Basic/IdentifierTable.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>

using namespace clang;

namespace kverdict {
namespace {

/// Beyond this it does not matter how much it is.
constexpr std::int64_t Enough = std::int64_t{1} << 40;

std::int64_t held(__int128 N) { return static_cast<std::int64_t>(std::clamp<__int128>(N, -Enough, Enough)); }

std::int64_t number(const Token &T) {
  llvm::StringRef Text(T.getLiteralData() ? T.getLiteralData() : "", T.getLiteralData() ? T.getLength() : 0);
  std::uint64_t N = 0;
  return Text.consumeInteger(0, N) ? 0 : held(N);
}

/// How tightly an operator binds; 0: it is none.
unsigned precedence(tok::TokenKind Kind) {
  switch (Kind) {
  case tok::pipepipe:
    return 1;
  case tok::ampamp:
    return 2;
  case tok::pipe:
    return 3;
  case tok::caret:
    return 4;
  case tok::amp:
    return 5;
  case tok::equalequal:
  case tok::exclaimequal:
    return 6;
  case tok::less:
  case tok::greater:
  case tok::lessequal:
  case tok::greaterequal:
    return 7;
  case tok::lessless:
  case tok::greatergreater:
    return 8;
  case tok::plus:
  case tok::minus:
    return 9;
  case tok::star:
  case tok::slash:
  case tok::percent:
    return 10;
  default:
    return 0;
  }
}

using Value = std::optional<std::int64_t>;

Value divided(tok::TokenKind Kind, std::int64_t A, std::int64_t B) {
  if (B == 0)
    return std::nullopt;
  return Kind == tok::slash ? A / B : A % B;
}

Value shifted(tok::TokenKind Kind, std::int64_t A, std::int64_t B) {
  if (B < 0 || B > 63)
    return std::nullopt;
  return Kind == tok::lessless ? held(static_cast<__int128>(A) * (__int128{1} << B)) : A >> B;
}

Value compared(tok::TokenKind Kind, std::int64_t A, std::int64_t B) {
  switch (Kind) {
  case tok::pipepipe:
    return A || B;
  case tok::ampamp:
    return A && B;
  case tok::equalequal:
    return A == B;
  case tok::exclaimequal:
    return A != B;
  case tok::less:
    return A < B;
  case tok::greater:
    return A > B;
  case tok::lessequal:
    return A <= B;
  default:
    return A >= B;
  }
}

Value combined(tok::TokenKind Kind, Value A, Value B) {
  if (!A || !B)
    return std::nullopt;
  switch (Kind) {
  case tok::pipe:
    return *A | *B;
  case tok::caret:
    return *A ^ *B;
  case tok::amp:
    return *A & *B;
  case tok::lessless:
  case tok::greatergreater:
    return shifted(Kind, *A, *B);
  case tok::plus:
    return held(static_cast<__int128>(*A) + *B);
  case tok::minus:
    return held(static_cast<__int128>(*A) - *B);
  case tok::star:
    return held(static_cast<__int128>(*A) * *B);
  case tok::slash:
  case tok::percent:
    return divided(Kind, *A, *B);
  default:
    return compared(Kind, *A, *B);
  }
}

/// Reads what people write in a bound.
class Reader {
public:
  Reader(llvm::ArrayRef<Token> All, const BoundNames &Names) : All(All), Names(Names) {}

  Value whole() {
    const Value N = conditional();
    return At == All.size() ? N : std::nullopt;
  }

private:
  Value conditional() {
    const Value Asked = binary(1);
    if (!take(tok::question))
      return Asked;
    const Value Yes = conditional();
    if (!take(tok::colon))
      return std::nullopt;
    const Value No = conditional();
    return !Asked ? std::nullopt : *Asked ? Yes : No;
  }

  Value binary(unsigned Least) {
    Value Left = unary();
    for (;;) {
      const tok::TokenKind Kind = kind();
      const unsigned Binds = precedence(Kind);
      if (Binds < Least || Binds == 0)
        return Left;
      ++At;
      Left = combined(Kind, Left, binary(Binds + 1));
    }
  }

  Value unary() {
    if (At == All.size() || Depth > MostDepth)
      return std::nullopt;
    const Token &T = All[At++];
    switch (T.getKind()) {
    case tok::numeric_constant:
      return number(T);
    case tok::identifier:
      return Names.Enumerator(T.getIdentifierInfo());
    case tok::kw_sizeof:
      return size();
    case tok::l_paren:
      return inParentheses();
    default:
      return applied(T.getKind());
    }
  }

  Value applied(tok::TokenKind Kind) {
    ++Depth;
    const Value N = unary();
    --Depth;
    if (!N || !(Kind == tok::plus || Kind == tok::minus || Kind == tok::tilde || Kind == tok::exclaim))
      return std::nullopt;
    return Kind == tok::plus ? *N : Kind == tok::minus ? -*N : Kind == tok::tilde ? ~*N : !*N;
  }

  Value size() {
    const size_t Begin = At + 1;
    if (kind() != tok::l_paren || !pass())
      return std::nullopt;
    return Names.Size(All.slice(Begin, At - 1 - Begin));
  }

  /// An expression; or a type, and what is cast to it.
  Value inParentheses() {
    const size_t Begin = At - 1;
    ++Depth;
    Value N = conditional();
    if (!take(tok::r_paren)) {
      At = Begin;
      N = std::nullopt;
      pass();
    }
    if (At < All.size() && All[At].isOneOf(tok::numeric_constant, tok::identifier, tok::l_paren, tok::kw_sizeof))
      N = unary();
    --Depth;
    return N;
  }

  /// Goes behind the parenthesis that closes the one that stands here.
  bool pass() {
    unsigned Open = 0;
    while (At < All.size()) {
      const Token &T = All[At++];
      Open += T.is(tok::l_paren);
      Open -= T.is(tok::r_paren);
      if (Open == 0)
        return true;
    }
    return false;
  }

  tok::TokenKind kind() const { return At < All.size() ? All[At].getKind() : tok::eof; }

  bool take(tok::TokenKind Kind) {
    const bool Is = kind() == Kind;
    At += Is;
    return Is;
  }

  static constexpr unsigned MostDepth = 64;
  llvm::ArrayRef<Token> All;
  const BoundNames &Names;
  size_t At = 0;
  unsigned Depth = 0;
};

} // namespace

std::int64_t boundOf(llvm::ArrayRef<Token> All, const BoundNames &Names) {
  if (const Value N = Reader(All, Names).whole())
    return *N;
  std::int64_t Greatest = 0;
  for (const Token &T : All)
    if (T.is(tok::numeric_constant))
      Greatest = std::max(Greatest, number(T));
  return Greatest;
}

} // namespace kverdict
