// The kernel's own names for numbers: macros and enumerators that are plain integers.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace clang {
class ASTContext;
class Preprocessor;
} // namespace clang

namespace kverdict {

/// Object-like macros whose body is an integer expression of literals, other such macros, parentheses, `|`, `<<`,
/// `+` and `-`; and enumerators at file level.
std::map<std::string, std::uint64_t> collectConstants(const clang::ASTContext &, clang::Preprocessor &);

} // namespace kverdict
