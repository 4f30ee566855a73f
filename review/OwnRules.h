// The rules for a mail in its own terms: those contracts whose names the mail has.
#pragma once

#include "alone/Terms.h"
#include "core/Finding.h"
#include "core/Rules.h"

#include <map>
#include <string>
#include <vector>

namespace kverdict {

struct OwnRules {
  Rules Of;
  std::vector<NotApplied> Skipped; ///< contracts of functions that the mail holds, with names that it does not have
  /// What contracts rest on beside: "the tree has is_zero_folio()", by id.
  std::map<std::string, std::vector<std::string>> If;
};

/// Preferences, remarks and needs with names that the mail lacks are left out; of the needs that is said. What a
/// function with a contract returns of a function that the mail does not define is 0, where that is an error or 0.
OwnRules ownRules(const Rules &, const alone::Terms &);

/// Whether what a finding says of a result is what a function returned that the mail does not define: anything may be
/// said of that.
bool restsOnForeign(const Finding &, const alone::Terms &);

} // namespace kverdict
