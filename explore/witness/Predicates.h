// Callees without a body that look as if they only answered a question. Internal to explore/ and compare/.
#pragma once

#include "parse/Unit.h"

#include <cstdint>
#include <set>
#include <string>

namespace kverdict {

/// Whether a callee without a body looks like one that only answers a question: by its name, and by the type of its
/// result.
bool looksLikePredicate(const Unit &, const std::string &Callee);

/// What a callee whose body is at hand can return, if each of its returns names constants: `return x ? 0 : -EBUSY`.
/// Empty if that is not known. For the choice of a state that people believe: no proof rests on it.
std::set<std::int64_t> returnedConstants(const Unit &, const std::string &Callee);

} // namespace kverdict
