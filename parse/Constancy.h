// What an optimising compiler knows of a value without running anything. Both engines ask here for
// __builtin_constant_p(), so that they take the same branch.
#pragma once

namespace clang {
class ASTContext;
class Expr;
} // namespace clang

namespace kverdict {

/// Whether the value of an expression is settled by the text around it: it is an integer constant, or made of such
/// constants and of local variables that are initialised with such a value, never written and never pointed to. The
/// kernel's min() asks so of the copies that it makes of its operands. What is only constant after a callee was put in
/// place of its call is not seen.
bool foldsToConstant(const clang::ASTContext &, const clang::Expr *);

} // namespace kverdict
