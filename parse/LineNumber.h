// The number of its line, where a program tells somebody of it: might_sleep() passes it to a function that complains.
#pragma once

namespace clang {
class ASTContext;
class Expr;
} // namespace clang

namespace kverdict {

/// Whether an expression is nothing but __LINE__. Passed on to a callee it is none of what a function does: it is
/// another number as soon as a line is added above.
bool isLineNumber(const clang::ASTContext &, const clang::Expr *);

/// Or one of __COUNTER__: an operand of assembly that only tells one place from another, as instrumentation_begin()
/// has.
bool isCounted(const clang::ASTContext &, const clang::Expr *);

} // namespace kverdict
