#include "parse/ClangVersion.h"

#include <clang/Basic/Version.h>

namespace kverdict {

std::string clangVersion() { return CLANG_VERSION_STRING; }

} // namespace kverdict
