// What conditions say of single bits of symbols, as tests of flags do: `flags & VM_WRITE` says one bit. Enough to see
// that most conditions contradict each other which do.
#pragma once

#include <llvm/ADT/APInt.h>

#include <z3++.h>

#include <optional>
#include <unordered_map>
#include <vector>

namespace kverdict {

class KnownBits {
public:
  /// Whether the conditions are seen not to hold together. False says nothing.
  static bool contradict(const std::vector<z3::expr> &);

private:
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
  std::optional<bool> truth(const z3::expr &Condition) const;
  std::optional<bool> equal(const Slice &, const llvm::APInt &) const;

  std::unordered_map<unsigned, Bits> Of; ///< by Z3's id of the symbol
};

} // namespace kverdict
