// In the mail's own terms: where there is no tree, what a mail does not define stands for itself.
#pragma once

#include "core/Evidence.h"

#include <algorithm>
#include <string>
#include <vector>

namespace kverdict {

/// How the assumption begins that each claim about a mail without a tree rests on.
inline constexpr const char *OwnTermsWords = "what the mail does not define is as it is used there";

/// Whether a claim rests on it.
inline bool inOwnTerms(const std::vector<Assumption> &All) {
  return std::any_of(All.begin(), All.end(), [](const Assumption &Each) {
    return Each.What == Assumption::Kind::Other && Each.Text.starts_with(OwnTermsWords);
  });
}

/// What stands behind "confirmed" then.
inline constexpr const char *OwnTermsStatus = "in the mail's own terms";

} // namespace kverdict
