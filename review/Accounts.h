// Closing the account of a patch, when all its files were looked at.
#pragma once

#include "review/Review.h"

namespace kverdict {

/// A step and what came of it.
struct StepDone {
  const FileStep *Step;
  StepOutcome Outcome;
};

/// Follows functions that the patch has moved from one file to another, gives each file of the patch its account, and
/// holds all lines to what the message claims. Done are the steps of this patch; their reports and problems go into the
/// review.
void closeAccounts(PatchReview &, const Patch &, std::vector<StepDone> Done, const Rules &, const Checks &);

} // namespace kverdict
