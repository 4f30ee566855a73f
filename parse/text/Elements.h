// How many elements an initialiser has. `[0 ... 500000000] = 1` is nine tokens, and Clang makes a node of each element.
#pragma once

#include <clang/Lex/Token.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace kverdict {

/// Is shown the tokens that come to the parser, in their order.
class Elements {
public:
  static constexpr std::uint64_t Most = 4'000'000;

  /// Value says what an enumerator is; 0 for what is none.
  explicit Elements(std::function<std::uint64_t(const clang::IdentifierInfo *)> Value) : Value(std::move(Value)) {}

  void step(const clang::Token &T) {
    if (In || T.isOneOf(clang::tok::ellipsis, clang::tok::l_brace, clang::tok::r_brace))
      look(T);
  }
  /// Whether there are more than Most.
  bool tooMany() const { return Count > Most; }
  void restart() { *this = Elements(std::move(Value)); }

private:
  void look(const clang::Token &);
  void range();

  std::function<std::uint64_t(const clang::IdentifierInfo *)> Value;
  bool In = false;                     ///< behind the dots of a range
  unsigned Nested = 0;                 ///< brackets that were opened behind them
  std::vector<clang::Token> Last;      ///< what stands there
  std::vector<std::uint64_t> Times{1}; ///< by brace: how often what it holds is there
  std::uint64_t Pending = 1;           ///< how often the next brace is
  std::uint64_t Count = 0;
};

} // namespace kverdict
