// What a variable is set to where it is declared.
#pragma once

namespace clang {
class Expr;
class VarDecl;
} // namespace clang

namespace kverdict {

/// Null if it is not set. `int x = x;` says to the compiler that it need not warn, and sets nothing.
const clang::Expr *initialiser(const clang::VarDecl *);

} // namespace kverdict
