// What explorations of one parse share: Z3's context, the symbols, and the solver with all that it has answered.
// Versions of a file that share a parse (parse/Versions.h) come to mostly the same terms, so that what was decided for
// one is known for the next.
#pragma once

#include "explore/state/Path.h"
#include "explore/state/Symbols.h"
#include "parse/Callees.h"
#include "smt/Solver.h"

#include <memory>

namespace kverdict {

class Unit;

/// The paths of a function, and what they depend on beside its own code.
struct Walked {
  const clang::FunctionDecl *Function;
  std::vector<std::pair<const clang::FunctionDecl *, Callee>> Called; ///< what each callee was taken for
  std::vector<Path> Paths;
  std::set<std::pair<BitRange, BitRange>> Met = {}; ///< see Memory::Met
};

struct Terms {
  z3::context Z3;
  Symbols S;
  Solver Z;
  /// By the name of the exploration. Versions that call the same code from the same code share the entry.
  std::multimap<std::string, std::shared_ptr<const Walked>> Walks;
  explicit Terms(Target = {});
};

/// Those of the unit's parse, which are made when they are first asked for. They hold types of the unit.
std::shared_ptr<Terms> termsOf(const Unit &);

} // namespace kverdict
