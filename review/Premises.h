// What a function takes for granted, where the build leaves it out: VM_WARN_ON() without CONFIG_DEBUG_VM, and
// lockdep_assert_held() without CONFIG_LOCKDEP.
#pragma once

#include "core/Rules.h"
#include "parse/Unit.h"

#include <map>
#include <string>

namespace kverdict {

/// Texts of files, by absolute path.
using Overlay = std::map<std::string, std::string>;

/// The headers that a unit includes and that leave such tests out, with the tests in, and nothing else of those
/// configurations: the first are tested, of the others there are calls by their names that others see.
Overlay withPremises(const Unit &);

/// The same rules, with models of these calls.
Rules withAssertions(Rules);

} // namespace kverdict
