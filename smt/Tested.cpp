#include "smt/Tested.h"

#include "smt/Solver.h"

namespace kverdict {
namespace {

void collect(const z3::expr &E, std::set<unsigned> &Out, std::set<unsigned> &Seen) {
  if (!E.is_app() || !Seen.insert(E.id()).second)
    return;
  const bool Compares = E.is_bool() && E.num_args() == 2 && E.arg(0).is_bv();
  if (Compares && !E.arg(0).is_numeral() && !E.arg(1).is_numeral())
    return;
  if (Compares || !E.is_bool())
    return collectSymbols(E, Out);
  for (unsigned I = 0; I < E.num_args(); ++I)
    collect(E.arg(I), Out, Seen);
}

} // namespace

void collectTested(const z3::expr &Condition, std::set<unsigned> &Out) {
  std::set<unsigned> Seen;
  collect(Condition, Out, Seen);
}

} // namespace kverdict
