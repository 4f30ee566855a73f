// A first look at C from rules.yaml, before Clang sees it in the middle of somebody's file.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace kverdict {

/// What is wrong with a piece of C, and where in it.
struct CProblem {
  std::size_t Offset = 0; ///< in bytes from the start of the text
  std::string What;       ///< completes "the C text ..."
};

/// Whether a text can stand between parentheses as an expression without changing what surrounds it: brackets and
/// quotes are balanced, no `;` outside braces, no comment, no preprocessor line, not empty. The rest is for Clang.
std::optional<CProblem> scanExpression(std::string_view Text);

/// The same for the statements of a function's body, where `;` is at home.
std::optional<CProblem> scanBody(std::string_view Text);

/// Whether a text is a C identifier.
bool isIdentifier(std::string_view Text);

} // namespace kverdict
