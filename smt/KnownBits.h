// What conditions say of single bits of symbols, as tests of flags do: `flags & VM_WRITE` says one bit; and what
// follows for a symbol that equals a term whose symbols are known. Enough to see that most conditions contradict each
// other which do.
#pragma once

#include "smt/Evaluator.h"

#include <functional>
#include <optional>
#include <unordered_map>
#include <vector>

namespace kverdict {

class KnownBits {
public:
  /// The symbols in a term, by Z3's id.
  using SymbolsOf = std::function<const std::vector<unsigned> &(const z3::expr &)>;

  /// Whether the conditions are seen not to hold together. False says nothing.
  static bool contradict(const std::vector<z3::expr> &, Evaluator &, const SymbolsOf &);

private:
  KnownBits(Evaluator &Values, const SymbolsOf &Symbols) : Values(Values), Symbols(Symbols) {}

  struct Bits {
    llvm::APInt Known, Value;
  };
  /// So many bits of a symbol, from Low on.
  struct Slice {
    unsigned Symbol, Width, Low, WholeWidth;
  };

  static std::optional<Slice> slice(const z3::expr &);
  bool learn(const z3::expr &Condition);
  bool learn(const Slice &, const llvm::APInt &);
  bool follow(const z3::expr &Condition, bool &New);
  bool known(const z3::expr &Term) const;
  std::optional<bool> truth(const z3::expr &Condition) const;
  std::optional<bool> equal(const Slice &, const llvm::APInt &) const;

  Evaluator &Values;
  const SymbolsOf &Symbols;
  std::unordered_map<unsigned, Bits> Of;   ///< by Z3's id of the symbol
  std::unordered_map<unsigned, bool> Said; ///< by Z3's id of a condition: whether it holds
  Assignment Whole;                        ///< the symbols of which all bits are known
};

} // namespace kverdict
