// The value of a term in a state that gives its symbols values. Z3 could tell too, but takes a thousand times as long:
// terms are translated once, into nodes that lie side by side.
#pragma once

#include <llvm/ADT/APInt.h>
#include <llvm/ADT/StringRef.h>

#include <z3++.h>

#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace kverdict {

/// Values for symbols, by Z3's id of their terms. What has none is 0.
class Assignment {
public:
  void set(unsigned Symbol, llvm::APInt Value);
  /// The other's values replace the own ones of the same symbols.
  void take(const Assignment &Other);
  const std::map<unsigned, llvm::APInt> &values() const { return Values; }

private:
  friend class Evaluator;
  std::map<unsigned, llvm::APInt> Values;
  std::uint64_t Stamp = 0; ///< says which values these are; an Evaluator gives it, 0 after a change
};

class Evaluator {
public:
  /// Nothing if the term has an operation that is not known here, or holds one.
  std::optional<llvm::APInt> value(const z3::expr &, Assignment &);
  /// Whether a condition is known to hold.
  bool holds(const z3::expr &, Assignment &);

private:
  struct Node {
    Z3_decl_kind Op = Z3_OP_UNINTERPRETED;
    unsigned Width = 1; ///< a truth value is one bit
    unsigned Symbol = ~0u;
    unsigned Parameter[2] = {0, 0};
    std::vector<unsigned> Args;
    llvm::APInt Value; ///< of a number; else the last that was computed
    std::uint64_t Stamp = 0;
    bool Known = true;
  };

  unsigned node(const z3::expr &);
  const Node &computed(unsigned, const Assignment &);
  void compute(Node &, const Assignment &);
  void combine(Node &);
  void divide(Node &);

  std::vector<Node> Nodes;
  std::vector<z3::expr> Terms; ///< kept, so that their ids stay their own
  std::unordered_map<unsigned, unsigned> NodeOf;
  std::uint64_t Stamps = 0;
};

/// The value of a numeral, or of a constant truth value, of any width.
llvm::APInt numeral(const z3::expr &);

} // namespace kverdict
