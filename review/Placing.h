// Where a comment stands, and how much it is worth, by what the patch changed and who calls it.
#pragma once

#include "analysis/Analysis.h"
#include "review/StepVersions.h"

namespace kverdict {

/// What the patch introduces is told where a person would comment on it, and not on a return that nobody touched; of
/// what a contract says, lines that are gone leave no place.
void placeUnderChange(Finding &, const StepVersions &);

/// What the patch introduces in states that no caller leads to is worth less.
void lowerUnlessReached(Finding &, const FileReport &);

} // namespace kverdict
