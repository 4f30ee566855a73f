#include "explore/state/Version.h"

#include "parse/Linkage.h"
#include "parse/Unit.h"

#include <clang/AST/APValue.h>
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

bool isZero(const APValue &Value) {
  if (Value.isInt())
    return Value.getInt() == 0;
  if (Value.isLValue())
    return Value.isNullPointer();
  if (Value.isUnion())
    return isZero(Value.getUnionValue());
  bool All = Value.isArray() || Value.isStruct();
  for (unsigned I = 0; Value.isStruct() && I < Value.getStructNumFields(); ++I)
    All &= isZero(Value.getStructField(I));
  for (unsigned I = 0; Value.isArray() && I < Value.getArrayInitializedElts(); ++I)
    All &= isZero(Value.getArrayInitializedElt(I));
  return All && (!Value.isArray() || !Value.hasArrayFiller() || isZero(Value.getArrayFiller()));
}

std::string valueText(const ASTContext &Context, const VarDecl *V, const APValue *Value) {
  if (Value)
    return Value->getAsString(Context, V->getType());
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  V->getInit()->printPretty(Out, nullptr, policy(Context));
  return Text;
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

void Version::use(const FunctionDecl *F) {
  if (Seen.insert(F->getCanonicalDecl()).second)
    Shapes[F->getNameAsString() + "()"] = linkedAs(F);
}

void Version::use(const ASTContext &Context, const VarDecl *V) {
  if (!Seen.insert(V->getCanonicalDecl()).second)
    return;
  const std::string Name = V->isStaticLocal() ? staticLocalName(V) : V->getNameAsString();
  std::string &Shape = Shapes[Name];
  Shape = (V->getTLSKind() == VarDecl::TLS_None ? "" : "__thread ") + typeText(Context, V->getType());
  if (V->hasGlobalStorage())
    Shape += linkedAs(V);
  const VarDecl *Definition = nullptr;
  const Expr *Init = V->getAnyInitializer(Definition);
  const APValue *Start = Init ? Definition->evaluateValue() : nullptr;
  const bool Constant = V->getType().isConstant(Context);
  if (V->isStaticLocal() && !Constant)
    Statics.insert(Name);
  if (V->hasGlobalStorage() && !Constant && (Init || !V->hasExternalStorage())) // it starts with what the text says
    Shapes["the initial value of " + Name] =
        Init && !(Start && isZero(*Start)) ? valueText(Context, Definition, Start) : "0";
  if (Init && !Start && Constant) // what is known is not the same object
    Shape += " = " + valueText(Context, Definition, Start);
}

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
