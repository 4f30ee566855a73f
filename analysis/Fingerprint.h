// Names a defect so that it is known again in another version of the file.
#pragma once

#include "core/Finding.h"

#include <string>

namespace kverdict {

/// From the rule, the file, the function, its contracts, and the code that is at fault with its white space folded;
/// never from a line number.
std::string fingerprint(const Statement &, const std::string &Code);

} // namespace kverdict
