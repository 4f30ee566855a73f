// Callees without a body that look as if they only answered a question. Internal to compare/.
#pragma once

#include "parse/Unit.h"

#include <string>

namespace kverdict {

/// Whether a callee without a body looks like one that only answers a question: by its name, and by the type of its
/// result.
bool looksLikePredicate(const Unit &, const std::string &Callee);

} // namespace kverdict
