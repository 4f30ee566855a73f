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

bool isNaked(const FunctionDecl *F) { return F->hasAttr<NakedAttr>(); }

namespace {

/// What an attribute says of where a function's code is; empty if none does.
std::string namedElsewhere(const FunctionDecl *F) {
  F = F->getMostRecentDecl();
  if (const auto *A = F->getAttr<AliasAttr>())
    return "it is an alias of " + A->getAliasee().str() + "()";
  if (const auto *A = F->getAttr<IFuncAttr>())
    return A->getResolver().str() + "() chooses which function it is when the program is loaded (ifunc)";
  if (const auto *A = F->getAttr<WeakRefAttr>())
    return "it is an alias of " + (A->getAliasee().empty() ? "another function" : A->getAliasee().str() + "()");
  if (const auto *A = F->getAttr<AsmLabelAttr>())
    return "to the linker it is " + A->getLabel().str();
  return "";
}

/// As a word of it.
bool names(StringRef Assembly, StringRef Word) {
  const auto ofWord = [](char C) { return isAlphanumeric(C) || C == '_' || C == '$' || C == '.'; };
  for (size_t At = Assembly.find(Word); At != StringRef::npos; At = Assembly.find(Word, At + 1))
    if ((At == 0 || !ofWord(Assembly[At - 1])) &&
        (At + Word.size() == Assembly.size() || !ofWord(Assembly[At + Word.size()])))
      return true;
  return false;
}

} // namespace

std::optional<DefinedOtherwise> definedOtherwise(const Unit &U, const std::string &Function) {
  const TranslationUnitDecl *All = U.context().getTranslationUnitDecl();
  for (const NamedDecl *D : All->lookup(&U.context().Idents.get(Function)))
    if (const auto *F = dyn_cast<FunctionDecl>(D))
      if (std::string Why = namedElsewhere(F); !Why.empty())
        return DefinedOtherwise{std::move(Why), U.place(F->getLocation())};
  for (const Decl *D : All->decls())
    if (const auto *A = dyn_cast<FileScopeAsmDecl>(D); A && names(A->getAsmString(), Function))
      return DefinedOtherwise{"assembly outside of all functions names it", U.place(A->getBeginLoc())};
  return std::nullopt;
}

} // namespace kverdict
