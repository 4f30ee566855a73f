// What a review looks at, as a text.
#pragma once

#include "input/Inputs.h"

#include <string>

namespace kverdict {

/// A text that is another for other patches, other texts of their files, another base, other answers or problems: of a
/// git tree all that a review depends on beside the build on disk and the rules.
std::string reviewQuestion(const Work &);

} // namespace kverdict
