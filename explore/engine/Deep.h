// Terms that grow with each statement that a path runs. Internal to explore/engine.
#pragma once

#include "smt/Tidy.h"

namespace kverdict {

/// Whether terms stand in each other on so many levels that simplifying it again and again is felt: `x++` a thousand
/// times. Follows the first operand that is no number.
inline bool isDeep(z3::expr E) {
  constexpr unsigned Deep = 24;
  for (unsigned Level = 0; Level < Deep; ++Level) {
    const unsigned Operands = E.is_app() ? E.num_args() : 0;
    unsigned I = 0;
    while (I < Operands && isSimple(E.arg(I)))
      ++I;
    if (I == Operands)
      return false;
    E = E.arg(I);
  }
  return true;
}

} // namespace kverdict
