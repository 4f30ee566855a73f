#include "parse/text/Elements.h"

#include <clang/Basic/IdentifierTable.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>

using namespace clang;

namespace kverdict {
namespace {

/// Beyond this it does not matter how many there are.
constexpr std::uint64_t Enough = std::uint64_t{1} << 40;

std::uint64_t bounded(unsigned __int128 N) {
  return static_cast<std::uint64_t>(std::min<unsigned __int128>(N, Enough));
}

/// The value of the operators that people write in a bound, by precedence.
class Arithmetic {
public:
  Arithmetic(const std::vector<Token> &All, const std::function<std::uint64_t(const IdentifierInfo *)> &Value)
      : All(All), Value(Value) {}

  std::uint64_t shifts() {
    std::uint64_t N = sums();
    while (take(tok::lessless))
      N = bounded(static_cast<unsigned __int128>(N) << std::min<std::uint64_t>(sums(), 63));
    return N;
  }

private:
  std::uint64_t sums() {
    std::uint64_t N = products();
    for (;;)
      if (take(tok::plus))
        N = bounded(static_cast<unsigned __int128>(N) + products());
      else if (take(tok::minus))
        N -= std::min(N, products());
      else
        return N;
  }

  std::uint64_t products() {
    std::uint64_t N = one();
    for (;;)
      if (take(tok::star))
        N = bounded(static_cast<unsigned __int128>(N) * one());
      else if (take(tok::slash))
        N /= std::max<std::uint64_t>(one(), 1);
      else
        return N;
  }

  std::uint64_t one() {
    if (At == All.size() || Depth > MostDepth)
      return 0;
    const Token &T = All[At++];
    if (T.is(tok::numeric_constant) && T.getLiteralData())
      return number(llvm::StringRef(T.getLiteralData(), T.getLength()));
    if (T.is(tok::identifier))
      return Value(T.getIdentifierInfo());
    if (!T.is(tok::l_paren))
      return 0;
    ++Depth;
    const std::uint64_t N = shifts();
    take(tok::r_paren);
    --Depth;
    return N;
  }

  static std::uint64_t number(llvm::StringRef Text) {
    std::uint64_t N = 0;
    return Text.consumeInteger(0, N) ? 0 : bounded(N);
  }

  bool take(tok::TokenKind Kind) {
    const bool Is = At < All.size() && All[At].is(Kind);
    At += Is;
    return Is;
  }

  static constexpr unsigned MostDepth = 64;
  const std::vector<Token> &All;
  const std::function<std::uint64_t(const IdentifierInfo *)> &Value;
  size_t At = 0;
  unsigned Depth = 0;
};

constexpr size_t LongestBound = 200; ///< tokens

} // namespace

void Elements::look(const Token &T) {
  if (T.is(tok::l_brace)) {
    Times.push_back(bounded(static_cast<unsigned __int128>(Times.back()) * Pending));
    Pending = 1;
    In = false;
  } else if (T.is(tok::r_brace)) {
    if (Times.size() > 1)
      Times.pop_back();
    if (Times.size() == 1)
      Count = 0;
    Pending = 1;
    In = false;
  } else if (T.is(tok::ellipsis)) {
    In = true;
    Nested = 0;
    Last.clear();
  } else if (T.is(tok::r_square) && Nested == 0) {
    range();
    In = false;
  } else if (T.isOneOf(tok::colon, tok::semi) || Last.size() == LongestBound) {
    In = false; // of a case, or a list of parameters
  } else {
    Nested += T.is(tok::l_square);
    Nested -= T.is(tok::r_square);
    Last.push_back(T);
  }
}

/// `[a ... b]`: as if a were 0.
void Elements::range() {
  Pending = Arithmetic(Last, Value).shifts() + 1;
  Count = bounded(static_cast<unsigned __int128>(Times.back()) * Pending + Count);
}

} // namespace kverdict
