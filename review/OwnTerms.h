// A patch that fits no tree, reviewed in its own terms: the functions that the mail holds wholly, where what it does
// not define stands for itself (alone/).
#pragma once

#include "review/Review.h"

namespace kverdict {

/// Reviews one patch so. All that is found rests on the assumption that what the mail does not define is as it is used
/// there (core/OwnTerms.h), and what cannot be settled so is a gap. Claims of the message are not held to anything, and
/// callers are not asked. A patch without C is left as it is.
void reviewInOwnTerms(const Patch &, const ReviewRequest &, PatchReview &);

} // namespace kverdict
