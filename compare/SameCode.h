// Whether a function and all that it reaches are the same code in both versions. Internal to compare/.
#pragma once

#include "parse/Unit.h"

#include <string>

namespace kverdict {

/// The function, the functions that it reaches as far as the unit has their bodies, and the types, constants and
/// layouts that they use, in a form that is the same for the same code wherever it stands.
std::string codeOf(const Unit &, const clang::FunctionDecl *);

} // namespace kverdict
