// What stands in a state because a replay needs it, and tells a reader nothing.
#pragma once

#include "core/Run.h"

#include <string>
#include <vector>

namespace kverdict {

/// Leaves out of the lines of a state what is no part of the story: values of locks that no test of the function itself
/// read in the run, that tracing is off, what messages remember, and that there is a task. Lines that are all of
/// this kind stay.
void leaveOutAsides(std::vector<std::string> &Lines, const std::vector<TraceStep> &Run);

} // namespace kverdict
