#include "parse/Linkage.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Attr.h>
#include <clang/AST/Decl.h>

using namespace clang;

namespace kverdict {

/// Whether an attribute is for warnings, or for how quick or large the code is: it does the same.
static bool isHarmless(const Attr *A) {
  return A->isImplicit() ||
         isa<UnusedAttr, ColdAttr, HotAttr, NoInlineAttr, AlwaysInlineAttr, GNUInlineAttr, FlattenAttr, FormatAttr,
             FormatArgAttr, WarnUnusedResultAttr, DeprecatedAttr, UnavailableAttr, NoInstrumentFunctionAttr,
             NoProfileFunctionAttr, NoSanitizeAttr, NoStackProtectorAttr, AnnotateAttr, ErrorAttr, DiagnoseIfAttr,
             MinSizeAttr, NoMergeAttr>(A);
}

std::string toldOutside(const FunctionDecl *F) {
  std::string Out;
  llvm::raw_string_ostream Into(Out);
  for (const Attr *A : F->attrs())
    if (!isHarmless(A))
      A->printPretty(Into, F->getASTContext().getPrintingPolicy());
  const FunctionType::ExtInfo How = F->getType()->castAs<FunctionType>()->getExtInfo();
  if (How.getNoReturn())
    Into << "noreturn ";
  if (How.getNoCallerSavedRegs())
    Into << "no_caller_saved_registers ";
  if (How.getHasRegParm())
    Into << "regparm(" << How.getRegParm() << ") ";
  if (How.getCC() != CC_C)
    Into << FunctionType::getNameForCallConv(How.getCC());
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
