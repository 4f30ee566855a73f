// What a value says where it is a verdict.
#pragma once

#include "core/Run.h"

namespace kverdict {

enum class Sense { None, Yes, No };

/// Of a truth value, false is no; of a number with a sign, a negative errno, and 0 is yes; of a pointer, null and what
/// ERR_PTR() makes. Of all else nothing is known.
Sense senseOf(const Value &);

} // namespace kverdict
