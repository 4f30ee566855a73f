// What a function's head says to others than the compiler of its body.
#pragma once

#include <string>

namespace clang {
class FunctionDecl;
}

namespace kverdict {

/// Attributes that tell the linker what a function is, and callers that it does not come back; empty if there are none.
std::string toldOutside(const clang::FunctionDecl *);

} // namespace kverdict
