// A static function with a loop, put in place of its only call. Internal to compare/.
#pragma once

#include "parse/Unit.h"

#include <optional>

namespace kverdict {

/// A loop that moves into a helper stays the same loop; but loops are compared side by side only where they stand in
/// the function itself. The text with the helper's body in place of the call; none if there is no such helper, or if
/// its body cannot be put there word for word.
std::optional<std::string> withHelperInPlace(const Unit &, const std::string &Text, const std::string &Function);

/// How many loops stand in the function itself; 0 if the unit has no such function.
unsigned ownLoops(const Unit &, const std::string &Function);

} // namespace kverdict
