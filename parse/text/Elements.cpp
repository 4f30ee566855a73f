#include "parse/text/Elements.h"

#include <algorithm>

using namespace clang;

namespace kverdict {
namespace {

/// Beyond this it does not matter how many there are.
constexpr std::uint64_t Enough = std::uint64_t{1} << 40;
constexpr size_t LongestBound = 200; ///< tokens

std::uint64_t product(std::uint64_t A, std::uint64_t B) {
  return static_cast<std::uint64_t>(std::min<unsigned __int128>(static_cast<unsigned __int128>(A) * B, Enough));
}

} // namespace

void Elements::look(const Token &T) {
  if (Designates && (Brackets || !T.isOneOf(tok::l_brace, tok::r_brace, tok::comma, tok::l_paren, tok::r_paren)))
    return designator(T);
  const bool Direct = Assigned || Designates;
  Assigned = Designates = false;
  switch (T.getKind()) {
  case tok::l_brace:
    if (!Direct)
      Pending = 1;
    return enter();
  case tok::r_brace:
    return leave();
  case tok::comma:
    return element();
  case tok::l_paren:
    ++Open.back().Parentheses;
    return;
  case tok::r_paren:
    Open.back().Parentheses -= Open.back().Parentheses != 0;
    return;
  default:
    return;
  }
}

void Elements::enter() {
  Open.push_back({product(Open.back().Times, Pending)});
  Count = std::min(Count + Open.back().Times, Enough);
  Pending = 1;
  Designates = true;
}

void Elements::leave() {
  if (Open.size() > 1)
    Open.pop_back();
  if (Open.size() == 1) {
    OfFile = std::min(OfFile + std::max(Count, Longest), Enough);
    Count = Longest = 0;
    Open.back().Parentheses = 0;
  }
}

void Elements::element() {
  if (Open.size() == 1 || Open.back().Parentheses)
    return;
  Count = std::min(Count + Open.back().Times, Enough);
  Pending = 1;
  Designates = true;
}

void Elements::designator(const Token &T) {
  if (Brackets)
    return bracket(T);
  const bool IsMember = Member && T.is(tok::identifier);
  Member = T.is(tok::period);
  if (T.is(tok::l_square)) {
    Brackets = 1;
    Range = false;
    Bounds[0].clear(), Bounds[1].clear();
  } else if (!Member && !IsMember) {
    Designates = false;
    Assigned = T.is(tok::equal);
  }
}

void Elements::bracket(const Token &T) {
  Brackets += T.is(tok::l_square);
  Brackets -= T.is(tok::r_square);
  if (Brackets == 0)
    return index();
  if (T.is(tok::ellipsis))
    Range = true;
  else if (Bounds[Range].size() < LongestBound)
    Bounds[Range].push_back(T);
}

void Elements::index() {
  const std::int64_t Last = boundOf(Bounds[Range], Names), First = Range ? boundOf(Bounds[0], Names) : Last;
  const std::uint64_t Before = product(Open.back().Times, Pending);
  Longest = std::max(Longest, product(Before, static_cast<std::uint64_t>(std::max<std::int64_t>(Last, 0)) + 1));
  Pending = product(Pending, static_cast<std::uint64_t>(std::max<std::int64_t>(Last - First, 0)) + 1);
  if (Range)
    Count = std::min(Count + product(Open.back().Times, Pending), Enough);
}

} // namespace kverdict
