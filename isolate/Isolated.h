// Work on strangers' source is done in a child process. If it dies, another child does it anew, without the function
// that the first one died at: that is reported as a gap. The work must come to the same each time.
#pragma once

#include "isolate/Progress.h"

#include <functional>
#include <string>

namespace kverdict {

/// How many functions may fail before the parent gives up.
inline constexpr unsigned MostFailures = 24;

/// Runs Work in a child process and hands back what it returned. Throws Failed if it cannot be brought to its end: it
/// died where no function is to blame, or too often. Look is called meanwhile, in the parent.
std::string isolated(const std::function<std::string()> &Work, const LookAtProgress &Look = nullptr);

} // namespace kverdict
