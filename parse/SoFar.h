// What the names of a file mean in the middle of its parse.
#pragma once

#include "parse/text/Bound.h"

#include <clang/Frontend/CompilerInstance.h>

namespace kverdict {

/// Of the file's level, as far as it was read. The compiler must outlive what is returned.
BoundNames readSoFar(const clang::CompilerInstance &);

} // namespace kverdict
