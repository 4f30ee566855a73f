// Initialisers: every byte of an object that one names is set, those that it leaves out to zero.
#include "simulate/interpreter/Interpreter.h"

#include <clang/AST/RecordLayout.h>

using namespace clang;

namespace kverdict::simulation {

void Interpreter::initialize(std::uint64_t Address, QualType T, const Expr *E) {
  Nesting Level(*this, E);
  const Expr *Bare = E->IgnoreParens();
  if (const auto *Full = dyn_cast<FullExpr>(Bare))
    Bare = Full->getSubExpr()->IgnoreParens();
  std::uint64_t Size = sizeOf(T, E->getBeginLoc());
  if (isa<ImplicitValueInitExpr>(Bare))
    return Mem.write(Address, Bytes(Size, 0xff));
  if (isa<NoInitExpr>(Bare))
    return;
  if (const auto *List = dyn_cast<InitListExpr>(Bare)) {
    Mem.write(Address, Bytes(Size, 0xff));
    return initializeList(Address, T, List);
  }
  if (const auto *Update = dyn_cast<DesignatedInitUpdateExpr>(Bare)) {
    initialize(Address, T, Update->getBase());
    return initializeList(Address, T, Update->getUpdater());
  }
  if (const auto *String = dyn_cast<StringLiteral>(Bare); String && T->isArrayType())
    return initializeString(Address, Size, String);
  Rvalue V;
  if (T->isArrayType() && Bare->isGLValue())
    V = loadAggregate(lvalue(Bare), Bare);
  else
    V = eval(E);
  if (V.Missing)
    undefined(UndefinedKind::NoResult, text(E) + " ended without returning a value", E->getBeginLoc());
  store({Address}, T, V, E);
}

void Interpreter::initializeList(std::uint64_t Address, QualType T, const InitListExpr *List) {
  if (const auto *Record = T->getAsRecordDecl())
    return initializeRecord(Address, Record->getDefinition(), List);
  if (T->isArrayType() && List->isStringLiteralInit())
    return initialize(Address, T, List->getInit(0));
  if (const auto *Array = Context.getAsConstantArrayType(T))
    return initializeArray(Address, Array, List);
  if (List->getNumInits())
    initialize(Address, T, List->getInit(0));
}

void Interpreter::initializeRecord(std::uint64_t Address, const RecordDecl *R, const InitListExpr *List) {
  if (R->isUnion()) {
    if (const FieldDecl *Field = List->getInitializedFieldInUnion(); Field && List->getNumInits())
      initializeField(Address, Field, List->getInit(0));
    return;
  }
  unsigned Next = 0;
  for (const FieldDecl *Field : R->fields()) {
    if (Field->isUnnamedBitField())
      continue;
    if (Next == List->getNumInits())
      return;
    initializeField(Address, Field, List->getInit(Next++));
  }
}

void Interpreter::initializeField(std::uint64_t Address, const FieldDecl *Field, const Expr *Init) {
  std::uint64_t Offset = Context.getFieldOffset(Field);
  if (!Field->isBitField()) {
    QualType T = Field->getType()->isIncompleteArrayType() ? Init->getType() : Field->getType();
    if (!T->isIncompleteArrayType())
      initialize(Address + Offset / 8, T, Init);
    return;
  }
  if (isa<NoInitExpr>(Init))
    return;
  Lvalue Place{Address + Offset / 8, static_cast<unsigned>(Offset % 8), Field->getBitWidthValue()};
  store(Place, Field->getType(), {word(Init)}, Init);
}

void Interpreter::initializeArray(std::uint64_t Address, const ConstantArrayType *Array, const InitListExpr *List) {
  QualType T = Array->getElementType();
  std::uint64_t Size = sizeOf(T, List->getBeginLoc());
  std::uint64_t Count = Array->getSize().getZExtValue();
  const Expr *Filler = List->getArrayFiller();
  if (Filler && isa<ImplicitValueInitExpr, NoInitExpr>(Filler))
    Filler = nullptr; // what it leaves out is zero, or set, already
  for (std::uint64_t I = 0; I != Count; ++I) {
    const Expr *Init = I < List->getNumInits() ? List->getInit(I) : Filler;
    if (!Init && I >= List->getNumInits())
      return;
    if (Init)
      initialize(Address + I * Size, T, Init);
  }
}

void Interpreter::initializeString(std::uint64_t Address, std::uint64_t Size, const StringLiteral *String) {
  Bytes Content(Size, 0xff);
  StringRef Source = String->getBytes();
  for (std::uint64_t I = 0; I != Size && I != Source.size(); ++I)
    Content.Data[I] = static_cast<std::uint8_t>(Source[I]);
  Mem.write(Address, Content);
}

} // namespace kverdict::simulation
