// Which truth values are callees', as a function has them in its text.
#pragma once

#include "explore/state/Path.h"

#include <clang/AST/Decl.h>
#include <clang/AST/Expr.h>

namespace kverdict {

/// Whether an expression calls what may be looked into: anything but a builtin.
bool callsOther(const clang::Expr *);

/// Whether all that a local variable is set to in a body is what calls return, or whether they return nothing.
bool setByCalls(const clang::VarDecl *, const clang::Stmt *Body);

/// What is asked last in an expression that is returned, without a branch of its own: `c` of `a && b && c`. Null if
/// that was not come to on the path, or is not known.
const clang::Expr *lastAsked(const clang::Expr *Whole, const Path &);

} // namespace kverdict
