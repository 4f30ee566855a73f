// What a function's head says to others than the compiler of its body.
#pragma once

#include <string>

namespace clang {
class FunctionDecl;
class NamedDecl;
} // namespace clang

namespace kverdict {

/// Attributes that tell the linker what a function is, and callers that it does not come back; empty if there are none.
std::string toldOutside(const clang::FunctionDecl *);

/// What makes a name another thing to the linker: its label (`asm("x")`), that it is weak, what it is an alias of;
/// empty if it is just its name.
std::string linkedAs(const clang::NamedDecl *);

} // namespace kverdict
