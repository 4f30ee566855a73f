// The rules that there are.
#pragma once

#include "analysis/Checks.h"

namespace kverdict {

/// All of them, each once.
const Checks &allChecks();
/// Those that are on by default, and those that are asked for by their ids. Throws Error (Usage) for one that there is
/// not.
Checks checksWith(const std::vector<std::string> &Asked);

/// Said by a review: not by a check of a file, but of two versions of it, or of one that is none.
const RuleInfo &noFunctionalChange();
const RuleInfo &doesNotCompile();

} // namespace kverdict
