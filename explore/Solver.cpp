#include "explore/Solver.h"

namespace kverdict {

Solver::Solver(z3::context &Z, unsigned Milliseconds) : Backend(Z, z3::solver::simple()) {
  z3::params P(Z);
  P.set("timeout", Milliseconds);
  Backend.set(P);
}

void Solver::align(const std::vector<z3::expr> &Axioms, const std::vector<z3::expr> &Conditions) {
  size_t Common = 0;
  if (AxiomsKnown == Axioms.size())
    while (Common < Stack.size() && Common < Conditions.size() && Stack[Common].id() == Conditions[Common].id())
      ++Common;
  if (Stack.size() > Common)
    Backend.pop(Stack.size() - Common);
  Stack.erase(Stack.begin() + Common, Stack.end());
  // An axiom belongs below all scopes: they were left above if there is a new one.
  for (; AxiomsKnown < Axioms.size(); ++AxiomsKnown)
    Backend.add(Axioms[AxiomsKnown]);
  for (size_t I = Stack.size(); I < Conditions.size(); ++I) {
    Backend.push();
    Backend.add(Conditions[I]);
    Stack.push_back(Conditions[I]);
  }
}

static Answer answer(z3::check_result R) {
  return R == z3::sat ? Answer::Yes : R == z3::unsat ? Answer::No : Answer::Unknown;
}

Answer Solver::satisfiable(const std::vector<z3::expr> &Axioms, const std::vector<z3::expr> &Conditions) {
  align(Axioms, Conditions);
  ++Questions;
  return answer(Backend.check());
}

Answer Solver::satisfiable(const std::vector<z3::expr> &Axioms, const std::vector<z3::expr> &Conditions,
                           const z3::expr &Last) {
  std::vector<z3::expr> All = Conditions;
  All.push_back(Last);
  return satisfiable(Axioms, All);
}

} // namespace kverdict
