// Fewer rows for the same differences. Internal to compare/.
#pragma once

#include "compare/Cubes.h"

#include <vector>

namespace kverdict {

/// A difference that was shown, with the conditions that it was made of.
struct Shown {
  Difference Seen;
  Cube States;
  bool Odd = false; ///< it returns what is hard to believe: what a callee counted that returns errnos
};

/// Two differences with the same verdicts that are told apart by one condition alone, `c` in one and `!c` in the
/// other, are one difference without it; and one whose conditions are all among another's covers that. Conditions are
/// compared by their words: what `folio->count` is may lie elsewhere on the two ways, but the source says the same.
/// Rows that say the same of a later round of a loop are left out: returns whether there were any.
bool merge(std::vector<Shown> &);

} // namespace kverdict
