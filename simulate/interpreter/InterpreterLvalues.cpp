// Where expressions lie, and the accesses of memory.
#include "simulate/interpreter/Interpreter.h"

#include <clang/AST/RecordLayout.h>

using namespace clang;

namespace kverdict::simulation {

/// What is below is null, or a member of null; as far from the top, an ERR_PTR().
static constexpr std::uint64_t FirstPage = 4096;

Lvalue Interpreter::lvalue(const Expr *E) {
  Nesting Level(*this, E);
  if (!E->isGLValue() && !E->getType()->isFunctionType()) // functions are no lvalues in C, but they lie somewhere
    return materialize(E);
  return lvalueKind(E);
}

Lvalue Interpreter::lvalueKind(const Expr *E) {
  switch (E->getStmtClass()) {
  case Stmt::ParenExprClass:
    return lvalue(cast<ParenExpr>(E)->getSubExpr());
  case Stmt::ConstantExprClass:
  case Stmt::ExprWithCleanupsClass:
    return lvalue(cast<FullExpr>(E)->getSubExpr());
  case Stmt::MaterializeTemporaryExprClass:
    return materialize(cast<MaterializeTemporaryExpr>(E)->getSubExpr());
  case Stmt::GenericSelectionExprClass:
    return lvalue(cast<GenericSelectionExpr>(E)->getResultExpr());
  case Stmt::ChooseExprClass:
    return lvalue(cast<ChooseExpr>(E)->getChosenSubExpr());
  case Stmt::ImplicitCastExprClass:
  case Stmt::CStyleCastExprClass:
    return lvalue(cast<CastExpr>(E)->getSubExpr());
  case Stmt::DeclRefExprClass:
    return named(cast<DeclRefExpr>(E));
  case Stmt::MemberExprClass:
    return member(cast<MemberExpr>(E));
  case Stmt::ArraySubscriptExprClass:
    return element(cast<ArraySubscriptExpr>(E));
  case Stmt::StringLiteralClass:
    return literal(cast<StringLiteral>(E));
  case Stmt::PredefinedExprClass:
    return literal(cast<PredefinedExpr>(E)->getFunctionName());
  case Stmt::CompoundLiteralExprClass:
    return compoundLiteral(cast<CompoundLiteralExpr>(E));
  case Stmt::UnaryOperatorClass: {
    const auto *Op = cast<UnaryOperator>(E);
    if (Op->getOpcode() == UO_Extension)
      return lvalue(Op->getSubExpr());
    if (Op->getOpcode() != UO_Deref)
      break;
    if (const Expr *Place = referred(Op->getSubExpr()))
      return lvalue(Place);
    return behind(Op->getSubExpr());
  }
  default:
    break;
  }
  unsupported(std::string("the place ") + text(E) + " (" + E->getStmtClassName() + ")", E->getBeginLoc());
}

Lvalue Interpreter::named(const DeclRefExpr *E) {
  if (const auto *Function = dyn_cast<FunctionDecl>(E->getDecl()))
    return {functionAddress(Function)};
  const auto *V = dyn_cast<VarDecl>(E->getDecl());
  if (!V)
    unsupported("the name " + text(E), E->getBeginLoc());
  if (!V->hasLocalStorage())
    return {global(V, E)};
  auto Found = F->Variables.find(V);
  if (Found == F->Variables.end())
    unsupported("the variable " + text(E) + " outside its block", E->getBeginLoc());
  return {Found->second};
}

Lvalue Interpreter::member(const MemberExpr *E) {
  const auto *Field = dyn_cast<FieldDecl>(E->getMemberDecl());
  if (!Field)
    unsupported("the member " + text(E), E->getBeginLoc());
  Lvalue Base;
  if (E->isArrow())
    Base = behind(E->getBase());
  else
    Base = lvalue(E->getBase());
  std::uint64_t Offset = Context.getFieldOffset(Field);
  Base.Address += Offset / 8;
  if (Field->isBitField()) {
    Base.BitOffset = Offset % 8;
    Base.BitWidth = Field->getBitWidthValue();
  }
  return Base;
}

/// The value of a pointer on the way to what it points to. It is not what a condition is about: to show that
/// `vma->vm_flags` was read, the address that vma holds tells nothing.
std::uint64_t Interpreter::follow(const Expr *Pointer) {
  const Expr *Bare = Pointer;
  while (isa<ParenExpr, ImplicitCastExpr>(Bare) && !Bare->isGLValue())
    Bare = isa<ParenExpr>(Bare) ? cast<ParenExpr>(Bare)->getSubExpr() : cast<ImplicitCastExpr>(Bare)->getSubExpr();
  const Expr *Outer = std::exchange(Followed, Bare);
  auto Address = static_cast<std::uint64_t>(word(Pointer));
  Followed = Outer;
  return Address;
}

/// Where a pointer leads that is about to be followed. In a state that is being made there is an object then, also
/// if it was set to a number.
std::uint64_t Interpreter::pointed(const Expr *Pointer) {
  std::uint64_t Address = follow(Pointer);
  QualType T = Pointer->getType()->getPointeeType();
  if (!Growth || Address < FirstPage || Address > truncate(-FirstPage, Layout.PointerBits) || T.isNull() ||
      T->isIncompleteType() || T->isFunctionType())
    return Address;
  Block B{Address, std::max<std::uint64_t>(sizeOf(T, Pointer->getBeginLoc()), 1), "*" + text(Pointer), true, false};
  if (Mem.overlaps(B.Address, B.Size))
    return Address;
  Growth->addObjectAt(B.Address, B.Size, B.Place);
  Mem.add(B);
  return Address;
}

Lvalue Interpreter::behind(const Expr *Pointer) {
  const std::uint64_t Address = pointed(Pointer);
  return {Address, 0, 0, Pointer, nullptr, errorIn(Pointer, Address)};
}

/// The ERR_PTR() that a pointer is, or that the array which it leads to is a member of; null if there is none.
const Expr *Interpreter::errorIn(const Expr *Pointer, std::uint64_t Address) const {
  constexpr std::int64_t MaxErrno = 4095;
  const std::int64_t Value = signedValue(Address, Layout.PointerBits);
  if (Value < 0 && Value >= -MaxErrno)
    return Pointer;
  const auto Member = BehindErrors.find(Address);
  return Member == BehindErrors.end() ? nullptr : Member->second;
}

std::uint64_t Interpreter::firstElement(const Expr *Array) {
  const Lvalue L = lvalue(Array);
  if (L.Error)
    BehindErrors[L.Address] = L.Error;
  return L.Address;
}

/// Whether a member that is an array, and does not end its structure with room for more, has no such element.
static bool isBeyond(const ASTContext &Context, const Expr *Array, std::int64_t Index) {
  const auto *Member = dyn_cast<MemberExpr>(Array->IgnoreParenImpCasts());
  const auto *Type = Member ? Context.getAsConstantArrayType(Member->getType()) : nullptr;
  return Type && !Member->isFlexibleArrayMemberLike(Context, Context.getLangOpts().getStrictFlexArraysLevel()) &&
         static_cast<std::uint64_t>(Index) >= Type->getZExtSize();
}

Lvalue Interpreter::element(const ArraySubscriptExpr *E) {
  const Expr *Pointer = E->getBase();
  if (!Pointer->getType()->isPointerType())
    unsupported("the element " + text(E), E->getBeginLoc());
  bool PointerFirst = Pointer == E->getLHS();
  Word First = PointerFirst ? follow(Pointer) : word(E->getLHS());
  Word Second = PointerFirst ? word(E->getRHS()) : follow(Pointer);
  Word Address = pointerPlus(PointerFirst ? First : Second, Pointer->getType(), PointerFirst ? Second : First,
                             E->getIdx()->getType(), false, E);
  const unsigned Wide = Context.getTypeSize(E->getIdx()->getType());
  const Word Index = PointerFirst ? Second : First;
  const std::int64_t At =
      E->getIdx()->getType()->isSignedIntegerOrEnumerationType() ? signedValue(Index, Wide) : std::int64_t(Index);
  return {static_cast<std::uint64_t>(Address),
          0,
          0,
          Pointer,
          isBeyond(Context, Pointer, At) ? E : nullptr,
          errorIn(Pointer, static_cast<std::uint64_t>(PointerFirst ? First : Second))};
}

/// A value that is no lvalue, but has members that are taken or an address that is needed: lives as long as its block.
Lvalue Interpreter::materialize(const Expr *E) {
  std::uint64_t Address =
      allocate({0, sizeOf(E->getType(), E->getBeginLoc()), text(E), false, false}, 16, E->getBeginLoc());
  F->Owned.push_back(Address);
  initialize(Address, E->getType(), E);
  return {Address};
}

Lvalue Interpreter::literal(const StringLiteral *E) {
  auto [Found, New] = Literals.try_emplace(E);
  if (New) {
    std::uint64_t Size = sizeOf(E->getType(), E->getBeginLoc());
    std::uint64_t Address = allocate({0, Size, "", false, true}, 16, E->getBeginLoc());
    Found->second = Address;
    initializeString(Address, Size, E);
  }
  return {Found->second};
}

/// The kernel's _THIS_IP_: no code lies there, but it is an address of its own.
std::uint64_t Interpreter::labelAddress(const AddrLabelExpr *E) {
  auto [Found, New] = Literals.try_emplace(E);
  if (New)
    Found->second = allocate({0, 1, "", false, true}, 16, E->getBeginLoc());
  return Found->second;
}

Lvalue Interpreter::compoundLiteral(const CompoundLiteralExpr *E) {
  if (!E->isFileScope()) {
    std::uint64_t Address =
        allocate({0, sizeOf(E->getType(), E->getBeginLoc()), text(E), false, false}, 16, E->getBeginLoc());
    F->Owned.push_back(Address);
    initialize(Address, E->getType(), E->getInitializer());
    return {Address};
  }
  auto Found = Literals.find(E);
  if (Found != Literals.end())
    return {Found->second};
  std::uint64_t Address = allocate({0, sizeOf(E->getType(), E->getBeginLoc()), "", false, false}, 16, E->getBeginLoc());
  Literals[E] = Address;
  initialize(Address, E->getType(), E->getInitializer());
  return {Address};
}

Block &Interpreter::access(const Lvalue &L, std::uint64_t Size, const Expr *E, bool Writing) {
  if (L.Beyond)
    undefined(UndefinedKind::OutOfBounds, "an index beyond the end: " + text(L.Beyond), E->getBeginLoc());
  if (L.Error)
    undefined(UndefinedKind::NullDereference, "dereference of the error pointer " + text(L.Error), E->getBeginLoc());
  Block *B = Mem.find(L.Address, Size);
  if (!B && L.Address < FirstPage)
    undefined(UndefinedKind::NullDereference, "null dereference of " + text(L.Pointer ? L.Pointer : E),
              E->getBeginLoc());
  if (!B)
    undefined(UndefinedKind::OutOfBounds, "access outside any object: " + text(E), E->getBeginLoc());
  if (Writing && B->ReadOnly)
    undefined(UndefinedKind::Other, "write to a string literal: " + text(E), E->getBeginLoc());
  Stored += Writing && B->Input && !parameterAt(L.Address);
  return *B;
}

Rvalue Interpreter::load(const Lvalue &L, const Expr *E) {
  auto S = shapeOf(E->getType(), Context);
  if (!S)
    return loadAggregate(L, E);
  unsigned Width = L.BitWidth ? L.BitWidth : S->Storage;
  std::uint64_t Size = (L.BitOffset + Width + 7) / 8;
  Block &B = access(L, Size, E, false);
  Bytes Raw = Mem.read(L.Address, Size);
  if (!Raw.isSet(L.BitOffset, Width, Layout)) {
    if (!growPointer(L, B, E))
      readUnset(L, B, E);
    Raw = zeroUnset(L, Size, Width);
  }
  readAnew(L, Width, B, E, Raw);
  Word V = Raw.bits(L.BitOffset, Width, Layout);
  if (S->Bool && V > 1)
    undefined(UndefinedKind::Other, "a _Bool that is neither 0 nor 1: " + text(E), E->getBeginLoc());
  if (S->Signed)
    V = truncate(static_cast<Word>(signedValue(V, Width)), S->Width);
  noteRead(L, B, V, E);
  observeVolatile(Event::Kind::Read, L, E->getType(), V, E);
  observePlain(L, B, E);
  return {V};
}

Rvalue Interpreter::loadAggregate(const Lvalue &L, const Expr *E) {
  QualType T = E->getType();
  if (!T->isRecordType() && !T->isArrayType())
    unsupported("a value of type " + T.getAsString(), E->getBeginLoc());
  Rvalue V;
  std::uint64_t Size = sizeOf(T, E->getBeginLoc());
  if (Size == 0)
    return V;
  const Block &B = access(L, Size, E, false);
  V.Image = Mem.read(L.Address, Size);
  observeVolatile(Event::Kind::Read, L, T, 0, E);
  observePlain(L, B, E);
  if (B.Input && !V.Image.isSet()) {
    readUnset(L, B, E);
    V.Image.zeroUnset();
  }
  return V;
}

/// What nothing has set is 0 from now on.
Bytes Interpreter::zeroUnset(const Lvalue &L, std::uint64_t Size, unsigned Width) {
  Bytes Raw = Mem.read(L.Address, Size);
  for (unsigned Bit = L.BitOffset; Bit != L.BitOffset + Width; ++Bit)
    if (!Raw.isSet(Bit, 1, Layout))
      Raw.setBits(Bit, 1, 0, Layout);
  Mem.write(L.Address, Raw);
  return Raw;
}

void Interpreter::readUnset(const Lvalue &L, const Block &B, const Expr *E) {
  if (!B.Input)
    undefined(UndefinedKind::Uninitialised, text(E) + " is used, but nothing has set it", E->getBeginLoc());
  Record.defaulted(Record.place(E, L.Address, L.BitOffset, B));
}

/// In a state that is being made, a pointer that nothing has set gets something to point to.
bool Interpreter::growPointer(const Lvalue &L, const Block &B, const Expr *E) {
  QualType T = E->getType();
  if (!Growth || !B.Input || !T->isPointerType())
    return false;
  std::string Place = Record.place(E, L.Address, L.BitOffset, B);
  std::uint64_t To = freshObject(T, Place);
  if (!To)
    return false;
  auto Parameter = parameterAt(L.Address);
  Cell New{Parameter ? Parameter->second : L.Address, 0, Layout.PointerBits, To, Place, ""};
  Mem.write({L.Address, 0, Layout.PointerBits, To, "", ""});
  Growth->setCell(New, Parameter ? std::optional<unsigned>(Parameter->first) : std::nullopt);
  return true;
}

void Interpreter::noteRead(const Lvalue &L, const Block &B, Word V, const Expr *E) {
  if (!Record.listening() || B.ReadOnly || E == Followed)
    return;
  const auto *Name = dyn_cast<DeclRefExpr>(E->IgnoreParens());
  bool MadeByMacro = Name && Name->getDecl()->getLocation().isMacroID();
  if (MadeByMacro)
    return;
  std::string Place = Record.place(E, L.Address, L.BitOffset, B);
  std::string Shown = show({V}, E->getType());
  if (E->getType()->isPointerType() && Shown == Place)
    Shown = "not NULL"; // it points to the object that is named after it
  Record.read(Place, L.Address, L.BitOffset, Shown, V);
}

/// The value of an assignment is that of its left side afterwards: a bit-field may have cut it.
Rvalue Interpreter::store(const Lvalue &L, QualType T, const Rvalue &V, const Expr *E) {
  auto S = shapeOf(T, Context);
  if (!S) {
    if (!T->isRecordType() && !T->isArrayType())
      unsupported("a value of type " + T.getAsString(), E->getBeginLoc());
    if (V.Image.size())
      observeVolatile(Event::Kind::Write, L, T, 0, E);
    if (V.Image.size())
      observeStore(L, access(L, V.Image.size(), E, true), V.Image, V, T, E);
    Mem.write(L.Address, V.Image);
    return V;
  }
  unsigned Width = L.BitWidth ? L.BitWidth : S->Storage;
  std::uint64_t Size = (L.BitOffset + Width + 7) / 8;
  const Block &B = access(L, Size, E, true);
  Bytes Raw = Mem.read(L.Address, Size);
  Raw.setBits(L.BitOffset, Width, V.Bits, Layout);
  observeVolatile(Event::Kind::Write, L, T, truncate(V.Bits, Width), E);
  observeStore(L, B, Raw, V, T, E);
  Mem.write(L.Address, Raw);
  Word Kept = truncate(V.Bits, Width);
  return {S->Signed ? truncate(static_cast<Word>(signedValue(Kept, Width)), S->Width) : Kept};
}

} // namespace kverdict::simulation
