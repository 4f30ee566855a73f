#include "parse/Chains.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Attr.h>

#include <algorithm>

using namespace clang;

namespace kverdict {

/// Of the types that this one is made of, the deepest.
unsigned Chains::around(const Type &T) {
  if (const auto *P = dyn_cast<PointerType>(&T))
    return depth(P->getPointeeType());
  if (const auto *A = dyn_cast<ArrayType>(&T))
    return depth(A->getElementType());
  if (const auto *F = dyn_cast<FunctionType>(&T)) {
    unsigned Deepest = depth(F->getReturnType());
    if (const auto *Proto = dyn_cast<FunctionProtoType>(F))
      for (const QualType Each : Proto->param_types())
        Deepest = std::max(Deepest, depth(Each));
    return Deepest;
  }
  const QualType Under = T.getLocallyUnqualifiedSingleStepDesugaredType();
  return Under.getTypePtr() == &T ? 0 : depth(Under);
}

unsigned Chains::depth(QualType Of) {
  if (Of.isNull())
    return 0;
  const Type *T = Of.getTypePtr();
  if (const auto Known = Depths.find(T); Known != Depths.end())
    return Known->second;
  const unsigned Deep = around(*T) + 1;
  Depths[T] = Deep;
  return Deep;
}

/// Of functions with one name and different parameters, or for different CPUs, each is held against all others.
const Decl *Chains::firstOf(const Decl &D) {
  const auto *F = dyn_cast<FunctionDecl>(&D);
  if (!F || !F->getIdentifier() || (!F->hasAttr<OverloadableAttr>() && !F->isMultiVersion()))
    return D.getCanonicalDecl();
  return Overloaded.try_emplace(F->getIdentifier(), &D).first->second;
}

std::optional<std::string> Chains::step(const Decl &D) {
  unsigned Deep = 0;
  if (const auto *T = dyn_cast<TypedefNameDecl>(&D))
    Deep = depth(T->getUnderlyingType());
  else if (const auto *V = dyn_cast<ValueDecl>(&D))
    Deep = depth(V->getType());
  if (Deep > MostTypes)
    return "a type that is made of more than " + std::to_string(MostTypes) + " others in each other";
  if (isa<VarDecl, FunctionDecl>(D) && ++Times[firstOf(D)] > MostTimes)
    return "a name that is declared more than " + std::to_string(MostTimes) + " times";
  return std::nullopt;
}

} // namespace kverdict
