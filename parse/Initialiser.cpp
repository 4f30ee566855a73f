#include "parse/Initialiser.h"

#include <clang/AST/Decl.h>
#include <clang/AST/Expr.h>

namespace kverdict {

const clang::Expr *initialiser(const clang::VarDecl *V) {
  const clang::Expr *Init = V->getInit();
  const auto *Ref = Init ? clang::dyn_cast<clang::DeclRefExpr>(Init->IgnoreParenImpCasts()) : nullptr;
  return Ref && Ref->getDecl() == V && V->hasLocalStorage() ? nullptr : Init;
}

} // namespace kverdict
