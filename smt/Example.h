// Conditions that hold together, and a state that shows it. Further conditions are added as long as they can be met;
// where a small change of the state will do, no solver is asked.
#pragma once

#include "smt/Solver.h"

namespace kverdict {

class Example {
public:
  explicit Example(Solver &Z) : Z(Z) {}

  /// Begins with these; the others only work if the answer is Yes.
  Answer begin(const std::vector<z3::expr> &);
  /// Adds a condition if it can hold with the ones so far. False if not, or if the solver does not know.
  bool keep(const z3::expr &);
  /// Adds what holds in the state as it is.
  void hold(const z3::expr &);
  /// Of a term in the state; 0 if it cannot be told.
  llvm::APInt value(const z3::expr &) const;

private:
  bool holds(const z3::expr &E) const { return Z.evaluator().holds(E, State); }
  bool change(const z3::expr &Condition);
  bool solve(const z3::expr &Condition);
  std::vector<z3::expr> connected(const z3::expr &) const;

  Solver &Z;
  mutable Assignment State; ///< evaluating marks it
  std::vector<z3::expr> Held;
  std::map<unsigned, std::vector<unsigned>> About; ///< Held, by the symbols in it
};

} // namespace kverdict
