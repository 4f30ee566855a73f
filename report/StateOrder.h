// The state of a finding, what decides first.
#pragma once

#include "core/Finding.h"

#include <string>
#include <vector>

namespace kverdict {

/// The lines of a finding's state without asides: what is said of it in words, then the values that the changed tests
/// ask for, then the rest. There may be room for the first of them alone. Changed may be null.
std::vector<std::string> decidingFirst(const Finding &, const Comparison *Changed);

/// The same of lines that are no words.
std::vector<std::string> decidingFirst(std::vector<std::string> Lines, const Comparison &Changed);

} // namespace kverdict
