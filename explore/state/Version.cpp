#include "explore/state/Version.h"

#include "parse/Unit.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecordLayout.h>

using namespace clang;

namespace kverdict {
namespace {

PrintingPolicy policy(const ASTContext &Context) {
  PrintingPolicy P(Context.getLangOpts());
  P.AnonymousTagLocations = false;
  return P;
}

std::string typeText(const ASTContext &Context, QualType Type) {
  return Type.getCanonicalType().getAsString(policy(Context));
}

/// The members with their places and types; members that are records without a name are taken apart.
void layout(const ASTContext &Context, const RecordDecl *R, std::uint64_t Start, std::string &Out) {
  const ASTRecordLayout &L = Context.getASTRecordLayout(R);
  Out += "{" + std::to_string(L.getSize().getQuantity());
  for (const FieldDecl *F : R->fields()) {
    const std::uint64_t Bit = Start + L.getFieldOffset(F->getFieldIndex());
    Out += ";" + F->getNameAsString() + "@" + std::to_string(Bit);
    if (F->isBitField())
      Out += ":" + std::to_string(F->getBitWidthValue());
    const RecordDecl *Inner = F->getType()->getAsRecordDecl();
    if (Inner && !Inner->getDeclName())
      layout(Context, Inner->getDefinition(), Bit, Out);
    else
      Out += " " + typeText(Context, F->getType());
  }
  Out += "}";
}

} // namespace

void Version::use(const ASTContext &Context, const RecordDecl *R) {
  while (!R->getDeclName() && isa<RecordDecl>(R->getDeclContext()))
    R = cast<RecordDecl>(R->getDeclContext());
  R = R->getDefinition();
  if (!R || !Seen.insert(R).second)
    return;
  std::string Name = typeText(Context, Context.getTypeDeclType(ElaboratedTypeKeyword::None, std::nullopt, R));
  layout(Context, R, 0, Shapes[Name]);
}

void Version::use(const ASTContext &Context, const VarDecl *V) {
  if (!Seen.insert(V->getCanonicalDecl()).second)
    return;
  const std::string Name = V->isStaticLocal() ? staticLocalName(V) : V->getNameAsString();
  std::string &Shape = Shapes[Name];
  Shape = typeText(Context, V->getType());
  // The content of a constant is no part of the state.
  if (!V->getType().isConstant(Context))
    return;
  llvm::raw_string_ostream Out(Shape);
  const VarDecl *Definition = nullptr;
  if (const Expr *Init = V->getAnyInitializer(Definition))
    Init->printPretty(Out, nullptr, policy(Context));
}

std::string withoutLabels(const std::string &Assembly) {
  const llvm::StringRef Text = Assembly;
  std::string Out;
  for (size_t I = 0; I < Text.size();) {
    const size_t End = std::min(Text.size(), Text.find_first_not_of("0123456789", I));
    const bool Word = I > 0 && (llvm::isAlnum(Text[I - 1]) || llvm::StringRef("_$%.").contains(Text[I - 1]));
    const char Next = End < Text.size() ? Text[End] : 0;
    if (End > I && !Word && (Next == ':' || Next == 'b' || Next == 'f'))
      Out += "@";
    else
      Out += Text.slice(I, std::max(End, I + 1));
    I = std::max(End, I + 1);
  }
  return Out;
}

bool isWarning(const GCCAsmStmt *E) { return llvm::StringRef(E->getAsmString()).contains("__bug_table"); }

std::string staticLocalName(const VarDecl *V) {
  const auto *F = dyn_cast<FunctionDecl>(V->getDeclContext());
  unsigned Position = 0;
  if (F)
    for (const Decl *D : F->decls()) {
      if (D == V)
        break;
      if (const auto *Other = dyn_cast<VarDecl>(D))
        Position += Other->isStaticLocal() && Other->getDeclName() == V->getDeclName();
    }
  std::string Name = (F ? plainName(F) : "") + "." + V->getNameAsString();
  return Position ? Name + "." + std::to_string(Position) : Name;
}

} // namespace kverdict
