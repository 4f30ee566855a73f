// What conditions say to be the same, under one name: `a == b && !(f(a) == 1) && f(b) == 1` contradicts itself at sight
// then, and nobody has to find out of what gates f() is made.
#pragma once

#include "smt/Evaluator.h"

#include <functional>
#include <map>
#include <utility>
#include <vector>

namespace kverdict {

class Equalities {
public:
  /// The symbols in a term, by Z3's id.
  using SymbolsOf = std::function<const std::vector<unsigned> &(const z3::expr &)>;

  explicit Equalities(z3::context &Z) : Z(Z) {}

  /// A condition that an equation can be used of: one side is a symbol, the other one no number.
  static bool isEquation(const z3::expr &);

  /// A symbol that is no more in the conditions, and what it equals, in terms that still are.
  using Gone = std::vector<std::pair<z3::expr, z3::expr>>;
  /// The same conditions without the symbols that others determine. A state that meets these meets the former ones if
  /// it gives each symbol that is Gone the value of its term.
  std::vector<z3::expr> solved(const std::vector<z3::expr> &, Evaluator &, const SymbolsOf &, Gone &);

  /// How many terms had to be put into other words.
  size_t rewritten() const { return Known.size(); }

private:
  z3::expr put(const z3::expr &In, const Gone &All, const std::vector<size_t> &These);

  z3::context &Z;
  struct Result {
    z3::expr Of, Is; ///< kept, so that their ids stay their own
  };
  /// By the id of the term, and of each of its symbols that was replaced, and by what.
  std::map<std::vector<unsigned>, Result> Known;
};

} // namespace kverdict
