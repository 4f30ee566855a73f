// Which truth values are callees', as a function has them in its text.
#pragma once

#include "explore/state/Path.h"
#include "parse/Unit.h"

#include <clang/AST/Decl.h>
#include <clang/AST/Expr.h>
#include <clang/AST/ParentMap.h>

#include <optional>
#include <utility>
#include <vector>

namespace kverdict {

/// Whether an expression calls what may be looked into: anything but a builtin.
bool callsOther(const clang::Expr *);

/// Whether all that a local variable is set to in a body is what calls return, or whether they return nothing.
bool setByCalls(const clang::VarDecl *, const clang::Stmt *Body);

/// What is asked last in an expression that is returned, without a branch of its own: `c` of `a && b && c`. Null if
/// that was not come to on the path, or is not known.
const clang::Expr *lastAsked(const clang::Expr *Whole, const Path &);

/// Of an expression, how its parts came out that were asked; those behind `&&` and `||` may be missing.
using PartAnswers = std::vector<std::pair<const clang::Expr *, bool>>;

/// The truth of all of it, as far as that follows.
std::optional<bool> truthOf(const clang::Expr *Whole, const PartAnswers &);

/// `a || b`, of which this is a part, if one macro makes all of it, and so both have its words; else the part itself.
const clang::Expr *wholeOf(const clang::Expr *Part, const clang::ParentMap &, const Unit &);

} // namespace kverdict
