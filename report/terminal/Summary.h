// The end of the text report.
#pragma once

#include "core/Finding.h"

#include <string>
#include <vector>

namespace kverdict {

/// What was not decided and which contracts did not apply, each with its reason, and the summary line:
/// "2 findings in 1 file; 5 functions explored; 2 functions compared; 3 contracts did not apply".
std::string summaryText(const std::vector<FileReport> &, bool Verbose);

} // namespace kverdict
