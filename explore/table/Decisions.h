// The decision table of a function as the fewest rows that tell its verdicts apart.
//
// Each path asks the function's own guards, in its order: a callee that gives a truth value is one guard of its caller.
// Of what the paths ask and come to, an ordered list is made (DecisionList.h). A callee's own guards are in it only
// where the function's do not tell two verdicts apart.
#pragma once

#include "core/Decisions.h"
#include "core/Rules.h"
#include "parse/Unit.h"

namespace kverdict {

/// Throws Error (Usage) if there is no such function. A body that is missing is in Unit::missed().
Decisions decisionsOf(const Unit &, const Rules &, const std::string &Function);

/// Decisions::Assumed alone, of which the table of a function's paths is as untrue.
std::vector<std::string> assumedFor(const Unit &, const Rules &, const std::string &Function);

} // namespace kverdict
