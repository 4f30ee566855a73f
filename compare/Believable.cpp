#include "compare/Believable.h"

#include "explore/witness/Wishes.h"

namespace kverdict {

std::vector<z3::expr> believable(const Clash &C, const Side &Old, const Side &New, Symbols &S) {
  Wishes Out(S, New.U);
  for (const Way *W : {C.Old, C.New}) {
    for (const OpaqueCall &Call : W->Done.Calls)
      Out.addCall(Call);
    if (W->Done.Result)
      Out.addValue(*W->Done.Result, (W == C.Old ? Old : New).judged()->getReturnType());
  }
  if (C.Kind == Direction::Crash)
    Out.addStop(C.New->Done);
  return Out.take();
}

} // namespace kverdict
