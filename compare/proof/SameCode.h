// Whether a function and all that it reaches are the same code in both versions. Internal to compare/.
#pragma once

#include "core/Rules.h"
#include "parse/Unit.h"

#include <string>

namespace kverdict {

/// The function, the functions that it reaches as far as the unit has their bodies, and the types, constants and
/// layouts that they use, in a form that is the same for the same code wherever it stands. Where a model stands in for
/// a function, the model is what counts.
std::string codeOf(const Unit &, const clang::FunctionDecl *, const std::vector<Model> &);

} // namespace kverdict
