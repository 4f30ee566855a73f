// Changes a state so that a condition holds in it, where the form of the condition says how.
#pragma once

#include "smt/Evaluator.h"

#include <set>

namespace kverdict {

/// Tries to make the condition hold by giving some symbols other values; Changed gets their ids. Whether it holds then,
/// and what else does not any more, is for the caller to see. False if the form of the condition does not say how.
bool repair(Evaluator &, const z3::expr &Condition, Assignment &, std::set<unsigned> &Changed);

} // namespace kverdict
