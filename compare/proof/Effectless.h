// What a function's text has that does nothing. Internal to compare/.
#pragma once

#include "core/Rules.h"
#include "parse/Unit.h"

#include <clang/AST/Decl.h>

#include <unordered_set>

namespace kverdict {

/// The statements and expressions that can be passed over, with all their parts: expressions that nobody looks at,
/// whose evaluation reads locals alone and cannot go wrong; locals that nothing else names.
std::unordered_set<const clang::Stmt *> effectless(const clang::FunctionDecl *);

/// Of a condition of this text, whether it always holds, or never; -1 if it depends on something.
int constantTruth(const clang::ASTContext &, const clang::Expr *Condition);

/// The same, also of a condition that is what a callee with one statement always returns: `pud_devmap(pud)` is 0 where
/// this configuration says so. Models: of the rules; a function that has one is not looked into.
int constantTruth(const Unit &, const std::vector<Model> &Models, const clang::Expr *Condition);

void addParts(const clang::Stmt *, std::unordered_set<const clang::Stmt *> &);

} // namespace kverdict
