// A function that was asked for and is not there.
#pragma once

#include "parse/Unit.h"

namespace kverdict {

/// Throws the Error that says why a version of a file, which messages call Shown, does not define the function: it has
/// no body in C (an alias), this configuration leaves it out, both Incomplete; or the name is a slip (Usage).
[[noreturn]] void refuseAbsent(const Unit &, const std::string &Text, const std::string &Shown,
                               const std::string &Function);

} // namespace kverdict
