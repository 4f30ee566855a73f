// Arithmetic, comparisons, assignments and conversions.
#include "explore/engine/Stop.h"
#include "explore/state/Members.h"
#include "smt/Tidy.h"

#include <clang/AST/ASTContext.h>

using namespace clang;

namespace kverdict {
namespace {

bool isSigned(QualType T) { return T->isSignedIntegerOrEnumerationType(); }

/// Whether a signed product fits its type. Z3 has predicates for that, but 4.8.12's say that -1 * 4 does not fit.
z3::expr productFits(const z3::expr &A, const z3::expr &B) {
  const unsigned Width = A.get_sort().bv_size();
  const z3::expr Wide = z3::sext(A, Width) * z3::sext(B, Width);
  return Wide == z3::sext(Wide.extract(Width - 1, 0), Width);
}

/// A signed number divided by a power of two, towards zero: a shift is easier for the solver.
z3::expr shiftedTowardsZero(const z3::expr &A, unsigned Log) {
  const unsigned Width = A.get_sort().bv_size();
  const z3::expr Sign = z3::ashr(A, Width - 1);
  return Log ? z3::ashr(A + z3::lshr(Sign, Width - Log), Log) : A;
}

/// Operations on known numbers that cannot go wrong, without the solver: most of what a function computes.
std::optional<std::uint64_t> concrete(BinaryOperatorKind Kind, std::uint64_t A, std::uint64_t B, unsigned Width,
                                      bool Signed) {
  const std::int64_t SA = signExtend(A, Width), SB = signExtend(B, Width);
  switch (Kind) {
  case BO_And:
    return A & B;
  case BO_Or:
    return A | B;
  case BO_Xor:
    return A ^ B;
  case BO_EQ:
    return A == B;
  case BO_NE:
    return A != B;
  case BO_LT:
    return Signed ? SA < SB : A < B;
  case BO_GT:
    return Signed ? SA > SB : A > B;
  case BO_LE:
    return Signed ? SA <= SB : A <= B;
  case BO_GE:
    return Signed ? SA >= SB : A >= B;
  case BO_Add:
    return Signed ? std::nullopt : std::optional(A + B);
  case BO_Sub:
    return Signed ? std::nullopt : std::optional(A - B);
  default:
    return std::nullopt;
  }
}

} // namespace

unsigned Machine::width(QualType Type, const Stmt *At) {
  if (Type->isRealFloatingType() || Type->isAnyComplexType())
    unsupported(At, "floating point");
  if (Type->isVectorType())
    unsupported(At, "a vector type");
  if (Type->isVoidType() || Type->isIncompleteType() || Type->isFunctionType() || !Type->isConstantSizeType())
    unsupported(At, "a value of a type without a size");
  std::uint64_t Bits = Context.getTypeSize(Type);
  if (Bits == 0)
    return nothing().Bits.get_sort().bv_size();
  if (Bits > W.Limits.ValueBits)
    unsupported(At, "a value of " + std::to_string(Bits / 8) + " bytes");
  return Bits;
}

bool Machine::isEmpty(QualType Type) const {
  return Type->isRecordType() && !Type->isIncompleteType() && Context.getTypeSize(Type) == 0;
}

std::uint64_t Machine::pointeeSize(QualType Pointer) {
  QualType Pointee = Pointer->getPointeeType();
  if (Pointee->isVoidType() || Pointee->isFunctionType())
    return 1;
  if (Pointee->isIncompleteType() || !Pointee->isConstantSizeType())
    unsupported(nullptr, "arithmetic on a pointer to a type without a size");
  return Context.getTypeSizeInChars(Pointee).getQuantity();
}

z3::expr Machine::truth(const z3::expr &Bits) {
  const unsigned Width = Bits.get_sort().bv_size();
  if (Bits.is_numeral() && Width <= 64)
    return Z.bool_val(Bits.get_numeral_uint64() != 0);
  if (Bits.is_ite() && Bits.arg(1).is_numeral() && Bits.arg(2).is_numeral() && Width <= 64) { // made by number()
    const bool Then = Bits.arg(1).get_numeral_uint64(), Else = Bits.arg(2).get_numeral_uint64();
    if (Then != Else)
      return Then ? Bits.arg(0) : Bits.arg(0).is_not() ? Bits.arg(0).arg(0) : !Bits.arg(0);
  }
  return S.tidy(Bits != S.number(0, Width));
}

z3::expr Machine::number(const z3::expr &Raw, QualType Type) {
  const unsigned Width = width(Type, nullptr);
  if (Raw.is_true() || Raw.is_false())
    return S.number(Raw.is_true() ? 1 : 0, Width);
  return z3::ite(Raw, S.number(1, Width), S.number(0, Width)); // a branch on it simplifies it
}

z3::expr Machine::convert(const z3::expr &Bits, QualType From, QualType To) {
  if (To->isBooleanType())
    return From->isBooleanType() ? Bits : number(truth(Bits), To);
  const unsigned Is = Bits.get_sort().bv_size(), Wanted = width(To, nullptr);
  if (Is == Wanted)
    return Bits;
  if (auto Known = numberIn(Bits); Known && Wanted <= 64)
    return S.number(Is < Wanted && isSigned(From) ? signExtend(*Known, Is) : *Known, Wanted);
  if (Is > Wanted)
    return Bits.extract(Wanted - 1, 0);
  return isSigned(From) ? z3::sext(Bits, Wanted - Is) : z3::zext(Bits, Wanted - Is);
}

Val Machine::binary(PathState &P, const BinaryOperator *E) {
  const Expr *L = E->getLHS(), *R = E->getRHS();
  if (E->isLogicalOp())
    return logical(P, E);
  if (E->getOpcode() == BO_Comma)
    return E->getType()->isVoidType() ? constant(0, Context.IntTy) : get(P, R);
  if (E->getOpcode() == BO_Assign) {
    Val Place = get(P, L), Value = get(P, R);
    if (isEmpty(L->getType()))
      return nothing();
    S.name(Value.Bits, Value.Name);
    observeVolatile(P, Event::Kind::Write, Place, L->getType(), &Value.Bits);
    store(P, Place, Value.Bits, E);
    if (L->getType()->isIntegralOrEnumerationType())
      note(P, Step::Kind::Assignment, E);
    if (Place.FieldWidth)
      return load(P, Place, L->getType().getUnqualifiedType(), E);
    return {Value.Bits, Value.Name};
  }
  if (const auto *Compound = dyn_cast<CompoundAssignOperator>(E)) {
    Val Place = get(P, L);
    Val Old = load(P, Place, L->getType(), E);
    observeVolatile(P, Event::Kind::Read, Place, L->getType());
    QualType Type = Compound->getComputationLHSType();
    BinaryOperatorKind Kind = BinaryOperator::getOpForCompoundAssignment(E->getOpcode());
    Val New = L->getType()->isPointerType()
                  ? pointerArithmetic(P, Kind, Old, L->getType(), get(P, R), R->getType(), L->getType(), E)
                  : arithmetic(P, Kind, {convert(Old.Bits, L->getType(), Type)}, Type, get(P, R), R->getType(),
                               Compound->getComputationResultType(), E);
    if (!L->getType()->isPointerType())
      New.Bits = convert(New.Bits, Compound->getComputationResultType(), L->getType());
    observeVolatile(P, Event::Kind::Write, Place, L->getType(), &New.Bits);
    store(P, Place, New.Bits, E);
    if (L->getType()->isIntegralOrEnumerationType())
      note(P, Step::Kind::Assignment, E);
    if (Place.FieldWidth)
      return load(P, Place, L->getType().getUnqualifiedType(), E); // what the bit-field holds of it
    return New;
  }
  Val A = get(P, L), B = get(P, R);
  if (L->getType()->isPointerType() || R->getType()->isPointerType())
    return pointerArithmetic(P, E->getOpcode(), A, L->getType(), B, R->getType(), E->getType(), E);
  return arithmetic(P, E->getOpcode(), A, L->getType(), B, R->getType(), E->getType(), E);
}

static std::string joinedName(const Val &A, BinaryOperatorKind Kind, const Val &B) {
  if (A.Name.empty() || !B.Bits.is_numeral() || B.Bits.get_sort().bv_size() > 64)
    return "";
  return A.Name + " " + BinaryOperator::getOpcodeStr(Kind).str() + " " + std::to_string(B.Bits.get_numeral_uint64());
}

/// What stands on the right of an operator; the operator itself if it has but one side.
static const Expr *rightOf(const Expr *At) {
  const auto *Operator = dyn_cast<BinaryOperator>(At);
  return Operator ? Operator->getRHS() : At;
}

Val Machine::arithmetic(PathState &P, BinaryOperatorKind Kind, const Val &Left, QualType LeftType, const Val &Right,
                        QualType RightType, QualType Result, const Expr *At) {
  z3::expr A = Left.Bits, B = Right.Bits;
  const bool Signed = isSigned(LeftType);
  const unsigned Width = A.get_sort().bv_size();
  if (Kind == BO_Shl || Kind == BO_Shr) {
    if (auto Known = numberIn(B); !Known || *Known >= Width)
      require(P, z3::ult(B, S.number(Width, B.get_sort().bv_size())), "the shift is too wide: ", At);
    B = pinned(P, B, rightOf(At), {1, 0});
    B = convert(B, Context.getCorrespondingUnsignedType(RightType), LeftType);
    return {Kind == BO_Shl ? z3::shl(A, B) : Signed ? z3::ashr(A, B) : z3::lshr(A, B)};
  }
  if (B.get_sort().bv_size() != Width)
    B = convert(B, RightType, LeftType);
  const auto KnownA = numberIn(A), KnownB = numberIn(B);
  if (KnownA && KnownB && Width == S.pointerBits())
    requireKnownOrder(Kind, *KnownA, *KnownB, At);
  if (KnownA && KnownB)
    if (auto Both = concrete(Kind, *KnownA, *KnownB, Width, Signed))
      return {S.number(*Both, BinaryOperator::isComparisonOp(Kind) ? width(Result, At) : Width)};
  const bool Checked = Signed && LeftType->isIntegerType() && !Context.getLangOpts().isSignedOverflowDefined();
  // Each is another question, and another state to show: a tree of calls that add has thousands on one path.
  constexpr size_t MostChecked = 64;
  if (Checked && P.Done.Conditions.size() > MostChecked && (Kind == BO_Add || Kind == BO_Sub || Kind == BO_Mul))
    unsupported(At, "more than " + std::to_string(MostChecked) +
                        " conditions on one path, with operations that may overflow");
  const char *Overflows = "signed overflow: ";
  switch (Kind) {
  case BO_Add:
    if (Checked)
      require(P, z3::bvadd_no_overflow(A, B, true) && z3::bvadd_no_underflow(A, B), Overflows, At);
    return {A + B, joinedName(Left, Kind, {B})};
  case BO_Sub:
    if (Checked)
      require(P, z3::bvsub_no_overflow(A, B) && z3::bvsub_no_underflow(A, B, true), Overflows, At);
    return {A - B, joinedName(Left, Kind, {B})};
  case BO_Mul:
    if (Checked)
      require(P, productFits(A, B), Overflows, At);
    if (!KnownA && !KnownB)
      B = pinned(P, B, rightOf(At), {1, 0});
    return {A * B};
  case BO_Div:
  case BO_Rem:
    require(P, truth(B), "division by zero: ", At);
    if (Signed)
      require(P, z3::bvsdiv_no_overflow(A, B), Overflows, At);
    B = pinned(P, B, rightOf(At), {4096, 1}); // what is counted in pages comes to one
    if (const auto Number = numberIn(B);
        Kind == BO_Div && Signed && Number && llvm::isPowerOf2_64(*Number) && signExtend(*Number, Width) > 0)
      return {shiftedTowardsZero(A, llvm::Log2_64(*Number))};
    if (Kind == BO_Div)
      return {Signed ? A / B : z3::udiv(A, B)};
    return {Signed ? z3::srem(A, B) : z3::urem(A, B)};
  case BO_And:
    return {A & B, joinedName(Left, Kind, {B})};
  case BO_Or:
    return {A | B};
  case BO_Xor:
    return {A ^ B};
  case BO_EQ:
    return {number(neverWraps(P, A == B), Result)};
  case BO_NE:
    return {number(!neverWraps(P, A == B), Result)};
  case BO_LT:
    return {number(Signed ? A < B : z3::ult(A, B), Result)};
  case BO_GT:
    return {number(Signed ? A > B : z3::ugt(A, B), Result)};
  case BO_LE:
    return {number(Signed ? A <= B : z3::ule(A, B), Result)};
  case BO_GE:
    return {number(Signed ? A >= B : z3::uge(A, B), Result)};
  default:
    unsupported(At, "an operator without semantics here");
  }
}

void Machine::requireKnownOrder(BinaryOperatorKind Kind, std::uint64_t A, std::uint64_t B, const Expr *At) {
  const bool Equality = Kind == BO_EQ || Kind == BO_NE;
  if (!Equality && !BinaryOperator::isRelationalOp(Kind) && Kind != BO_Sub)
    return;
  const auto Left = S.owner(A), Right = S.owner(B);
  if (!Left || !Right || Left->first == Right->first)
    return;
  // Objects of a complete type are two; a linker's `start[]` and `end[]` may lie at one address.
  const auto Sized = [&](RegionId Id) { return S.region(Id).Type.isNull() || !S.region(Id).Type->isIncompleteType(); };
  if (Equality && Sized(Left->first) && Sized(Right->first))
    return;
  unsupported(At, "it depends on where " + S.region(Left->first).Name + " and " + S.region(Right->first).Name +
                      " lie in memory");
}

Val Machine::pointerArithmetic(PathState &P, BinaryOperatorKind Kind, const Val &Left, QualType LeftType,
                               const Val &Right, QualType RightType, QualType Result, const Expr *At) {
  if (LeftType->isPointerType() && RightType->isPointerType()) {
    if (Kind != BO_Sub)
      return arithmetic(P, Kind, Left, Context.getUIntPtrType(), Right, Context.getUIntPtrType(), Result, At);
    const std::uint64_t Size = pointeeSize(LeftType);
    if (Size == 0)
      unsupported(At, "the difference of pointers to an empty struct");
    if (const auto L = numberIn(Left.Bits), R = numberIn(Right.Bits); L && R)
      requireKnownOrder(Kind, *L, *R, At);
    const z3::expr Bytes = S.tidy(Left.Bits - Right.Bits);
    if (const auto Elements = W.Z.dividedBy(Bytes, Size))
      return {*Elements};
    // Both pointers are into one array, so the division has no remainder; a shift is easier for the solver.
    if ((Size & (Size - 1)) == 0)
      return {z3::ashr(Bytes, S.number(static_cast<std::uint64_t>(llvm::Log2_64(Size)), S.pointerBits()))};
    return {Bytes / S.number(Size, S.pointerBits())};
  }
  if (Kind != BO_Add && Kind != BO_Sub) // a comparison with an integer
    return arithmetic(P, Kind, {convert(Left.Bits, LeftType, Context.getUIntPtrType())}, Context.getUIntPtrType(),
                      {convert(Right.Bits, RightType, Context.getUIntPtrType())}, Context.getUIntPtrType(), Result, At);
  const bool PointerLeft = LeftType->isPointerType();
  const Val &Pointer = PointerLeft ? Left : Right;
  Val Index = PointerLeft ? Right : Left;
  Index.Bits = pinned(P, Index.Bits, rightOf(At), {0, 1});
  z3::expr Wide = convert(Index.Bits, PointerLeft ? RightType : LeftType, Context.getIntPtrType());
  z3::expr Bytes = Wide * S.number(pointeeSize(PointerLeft ? LeftType : RightType), S.pointerBits());
  z3::expr Sum = S.tidy(Kind == BO_Add ? Pointer.Bits + Bytes : Pointer.Bits - Bytes);
  z3::expr Simple = S.tidy(Index.Bits);
  std::string Amount = Simple.is_numeral() ? std::to_string(Simple.get_numeral_uint64()) : Index.Name;
  std::string Name;
  if (!Pointer.Name.empty() && !Amount.empty())
    Name = Amount == "0" ? Pointer.Name : Pointer.Name + (Kind == BO_Add ? " + " : " - ") + Amount;
  return {Sum, Name};
}

/// `container_of(p, struct outer, member)`, where `p - 32` becomes a pointer to what holds *p; else the name as it is.
std::string Machine::containerName(const Val &Value, QualType To) {
  const auto [Pointer, Bytes] = llvm::StringRef(Value.Name).rsplit(" - ");
  std::uint64_t Offset = 0;
  if (Bytes.empty() || Bytes.getAsInteger(10, Offset) || !To->isPointerType() || !To->getPointeeType()->isRecordType())
    return Value.Name;
  const Symbol *Inner = S.find(S.tidy(Value.Bits + S.number(Offset, S.pointerBits())));
  if (!Inner || Inner->Place != Pointer || Inner->Type.isNull() || !Inner->Type->isPointerType())
    return Value.Name;
  const QualType Held = Inner->Type->getPointeeType(), Holds = To->getPointeeType().getUnqualifiedType();
  const std::string Member =
      Held->isIncompleteType() ? "" : memberAt(Holds, Offset * 8, Context.getTypeSize(Held), true);
  return Member.empty() ? Value.Name
                        : "container_of(" + Pointer.str() + ", " + Holds.getAsString(Context.getPrintingPolicy()) +
                              ", " + Member.substr(1) + ")";
}

Val Machine::cast(PathState &P, const CastExpr *E) {
  const Expr *Sub = E->getSubExpr();
  QualType From = Sub->getType(), To = E->getType();
  switch (E->getCastKind()) {
  case CK_LValueToRValue: {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(Sub->IgnoreParens()))
      if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl()); V && V->hasGlobalStorage())
        if (auto Constant = V->getType().isConstQualified() ? constantValue(E) : std::nullopt)
          return *std::move(Constant);
    const Val Place = get(P, Sub);
    Val Value = load(P, Place, From, E);
    observeVolatile(P, Event::Kind::Read, Place, From);
    return Value;
  }
  case CK_ToVoid:
    return constant(0, Context.IntTy);
  case CK_NullToPointer:
    return constant(0, Context.getUIntPtrType());
  case CK_ArrayToPointerDecay:
  case CK_FunctionToPointerDecay: {
    Val Place = get(P, Sub);
    return {Place.Bits, Place.Name};
  }
  case CK_BitCast: {
    Val Value = get(P, Sub);
    Value.Name = containerName(Value, To);
    return Value;
  }
  case CK_NoOp:
  case CK_LValueBitCast:
  case CK_BuiltinFnToFnPtr:
    return get(P, Sub);
  case CK_IntegralCast:
  case CK_PointerToIntegral:
  case CK_IntegralToPointer: {
    Val Value = get(P, Sub);
    z3::expr Bits = convert(Value.Bits, From, To);
    if (Bits.id() != Value.Bits.id())
      Bits = S.tidy(Bits);
    if (E->getCastKind() == CK_IntegralToPointer && !Value.Name.empty() && !S.find(Bits))
      return {Bits, "((" + To.getUnqualifiedType().getAsString(Context.getPrintingPolicy()) + ")(" + Value.Name + "))"};
    return {Bits, Value.Name};
  }
  case CK_IntegralToBoolean:
  case CK_PointerToBoolean:
    return {number(truth(get(P, Sub).Bits), To)};
  case CK_ToUnion: {
    Val Value = get(P, Sub);
    unsigned Width = width(To, E), Is = Value.Bits.get_sort().bv_size();
    return {Width == Is ? Value.Bits : S.joined({Value.Bits, S.number(0, Width - Is)})};
  }
  default:
    unsupported(E, std::string("a conversion without semantics here: ") + E->getCastKindName());
  }
}

} // namespace kverdict
