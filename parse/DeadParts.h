// What a build leaves out of a function by a condition that an option of the configuration settles.
#pragma once

#include <string>

namespace clang {
class FunctionDecl;
}

namespace kverdict {

class Unit;

/// The option because of which a line of the function has something on it that this build leaves out, as in
/// `if (IS_ENABLED(CONFIG_X) && ..)`; empty if there is none.
std::string leftOutBy(const Unit &, const clang::FunctionDecl *, unsigned Line);

} // namespace kverdict
