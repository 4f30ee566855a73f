// What a function's head says to others than the compiler of its body.
#pragma once

#include "parse/Unit.h"

#include <optional>
#include <string>

namespace clang {
class FunctionDecl;
class NamedDecl;
} // namespace clang

namespace kverdict {

/// What a function's head tells the linker, its callers, or the compiler of its body beside the type: all attributes
/// but those for warnings and speed, and how it is called; empty if there is nothing.
std::string toldOutside(const clang::FunctionDecl *);

/// What makes a name another thing to the linker: its label (`asm("x")`), that it is weak, what it is an alias of;
/// empty if it is just its name.
std::string linkedAs(const clang::NamedDecl *);

/// Whether its body is nothing but assembly, which itself returns (`__attribute__((naked))`).
bool isNaked(const clang::FunctionDecl *);

/// A function that has no body in C, and is there all the same.
struct DefinedOtherwise {
  std::string Why; ///< "it is an alias of g()"
  SourcePlace At;
};

/// Whether a file says so of a function that it does not define: by an attribute, or assembly outside of all functions
/// that has its name.
std::optional<DefinedOtherwise> definedOtherwise(const Unit &, const std::string &Function);

} // namespace kverdict
