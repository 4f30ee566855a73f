#include "parse/Linkage.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Attr.h>
#include <clang/AST/Decl.h>

using namespace clang;

namespace kverdict {

std::string toldOutside(const FunctionDecl *F) {
  std::string Out;
  llvm::raw_string_ostream Into(Out);
  for (const Attr *A : F->attrs())
    if (isa<WeakAttr, AliasAttr, SectionAttr, ConstructorAttr, DestructorAttr, IFuncAttr, VisibilityAttr, AsmLabelAttr,
            UsedAttr, NoReturnAttr>(A))
      A->printPretty(Into, F->getASTContext().getPrintingPolicy());
  if (F->getType()->castAs<FunctionType>()->getNoReturnAttr())
    Into << "noreturn";
  return llvm::StringRef(Out).trim().str();
}

std::string linkedAs(const NamedDecl *D) {
  std::string Out;
  llvm::raw_string_ostream Into(Out);
  for (const Attr *A : D->getMostRecentDecl()->attrs())
    if (isa<WeakAttr, WeakRefAttr, AliasAttr, IFuncAttr, AsmLabelAttr>(A))
      A->printPretty(Into, D->getASTContext().getPrintingPolicy());
  return Out;
}

} // namespace kverdict
