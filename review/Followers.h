// Callers that take a verdict as it was: a truth value became an errno, or the other way round, and they were left as
// they are.
#pragma once

#include "checks/Checks.h"
#include "review/StepVersions.h"

namespace kverdict {

/// Compares the callers in the file of a function that turns around, and that the patch does not touch. One that
/// returns something else now is told, as the check verdict-type does, if that is asked for.
void askFollowers(const StepVersions &, const Rules &, const Checks &, const std::string &Function, FileReport &);

} // namespace kverdict
