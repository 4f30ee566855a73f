// What explorations of one parse share: Z3's context, the symbols, and the solver with all that it has answered.
// Versions of a file that share a parse (parse/Versions.h) come to mostly the same terms, so that what was decided for
// one is known for the next.
#pragma once

#include "explore/Solver.h"
#include "explore/Symbols.h"

#include <memory>

namespace kverdict {

class Unit;

struct Terms {
  z3::context Z3;
  Symbols S{Z3};
  Solver Z;
  Terms();
};

/// Those of the unit's parse, which are made when they are first asked for. They hold types of the unit.
std::shared_ptr<Terms> termsOf(const Unit &);

} // namespace kverdict
