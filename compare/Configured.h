// What this configuration alone may have settled of a test. Internal to compare/.
#pragma once

#include <clang/AST/Decl.h>
#include <clang/AST/Expr.h>

namespace kverdict {

/// Whether an expression has one value, which the compiler knows.
bool isNumber(const clang::ASTContext &, const clang::Expr *);

/// Whether what a condition comes to may be different in another configuration: it is a number, or there is a call in
/// it, or a macro of the value 0.
bool mayBeConfigured(const clang::ASTContext &, const clang::Expr *Condition);

/// Whether one of the locals in a condition of a function may have been set to what the configuration says. The
/// function has a body.
bool setByOption(const clang::ASTContext &, const clang::FunctionDecl *In, const clang::Expr *Condition);

/// `!(flags & FLAG)`, where the flag is none here: it is true of whatever is asked for.
bool deniesNoFlag(const clang::ASTContext &, const clang::Expr *Condition);

/// Whether there is an `#if` in the text of some code.
bool hasOtherText(const clang::ASTContext &, const clang::Stmt *Code);

} // namespace kverdict
