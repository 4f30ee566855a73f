// The kernel's own names for numbers: macros and enumerators that are plain integers.
#pragma once

#include <llvm/ADT/StringRef.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace clang {
class ASTContext;
class Preprocessor;
} // namespace clang

namespace kverdict {

/// Object-like macros whose body is an integer expression of literals, enumerators, other such macros and function-like
/// ones like BIT(), parentheses, `|`, `<<`, `+` and `-`; and enumerators at file level. Of these, those whose names
/// begin with Prefix: a file of the kernel has some twenty thousand.
std::map<std::string, std::uint64_t> collectConstants(const clang::ASTContext &, clang::Preprocessor &,
                                                      llvm::StringRef Prefix);
/// Just one of them; none if it is not there.
std::optional<std::uint64_t> constantOf(const clang::ASTContext &, clang::Preprocessor &, llvm::StringRef Name);

} // namespace kverdict
