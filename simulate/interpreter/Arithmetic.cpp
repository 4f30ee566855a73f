#include "simulate/interpreter/Arithmetic.h"

namespace kverdict::simulation {

using namespace clang;

static bool isPlainInteger(QualType T) {
  return T->isIntegralOrEnumerationType() && !T->isBitIntType() && !T->isIncompleteType();
}

std::optional<Shape> shapeOf(QualType T, const ASTContext &Context) {
  T = T.getCanonicalType();
  Shape S;
  if (T->isPointerType() || T->isNullPtrType()) {
    S.Width = S.Storage = Context.getTypeSize(T);
    S.Pointer = true;
    return S;
  }
  if (!isPlainInteger(T))
    return std::nullopt;
  S.Storage = Context.getTypeSize(T);
  S.Width = Context.getIntWidth(T);
  S.Signed = T->isSignedIntegerOrEnumerationType();
  S.Bool = T->isBooleanType();
  return S;
}

Word truncate(Word V, unsigned Width) { return Width >= 128 ? V : V & ((Word(1) << Width) - 1); }

__int128 signedValue(Word V, unsigned Width) {
  if (Width == 0 || Width >= 128)
    return static_cast<__int128>(V);
  return static_cast<__int128>(V << (128 - Width)) >> (128 - Width);
}

Word bitsOf(const llvm::APSInt &V) {
  llvm::APInt Wide = V.extOrTrunc(128);
  return Word(Wide.extractBitsAsZExtValue(64, 64)) << 64 | Wide.extractBitsAsZExtValue(64, 0);
}

Word convert(Word V, Shape From, Shape To) {
  if (To.Bool)
    return V != 0;
  return truncate(From.Signed ? static_cast<Word>(signedValue(V, From.Width)) : V, To.Width);
}

static bool fits(__int128 V, unsigned Width) { return signedValue(truncate(V, Width), Width) == V; }

// Operands narrower than 128 bits cannot overflow the 128 in which this computes, but for the multiplication of
// two wide ones, which is checked by dividing.
static bool signedOverflow(BinaryOperatorKind Op, __int128 L, __int128 R, Word Exact, unsigned Width) {
  auto Result = static_cast<__int128>(Exact);
  if (Width < 128)
    return !fits(Result, Width);
  if (Op == BO_Add)
    return (L < 0) == (R < 0) && (Result < 0) != (L < 0);
  if (Op == BO_Sub)
    return (L < 0) != (R < 0) && (Result < 0) != (L < 0);
  if (L == 0 || R == 0)
    return false;
  __int128 Least = static_cast<__int128>(Word(1) << 127);
  if ((L == -1 && R == Least) || (R == -1 && L == Least))
    return true;
  return Result / R != L;
}

static Computed divide(BinaryOperatorKind Op, Word Left, Word Right, Shape S, bool Wraps) {
  if (Right == 0)
    return {0, "division by zero", UndefinedKind::Division};
  if (!S.Signed)
    return {Op == BO_Div ? Left / Right : Left % Right};
  __int128 L = signedValue(Left, S.Width), R = signedValue(Right, S.Width);
  // The hardware traps on this one, whatever the compiler promises for overflow elsewhere.
  if (R == -1 && Left == Word(1) << (S.Width - 1))
    return {0, "overflow in a division by -1", UndefinedKind::Division};
  return {truncate(static_cast<Word>(Op == BO_Div ? L / R : L % R), S.Width)};
}

Computed compute(BinaryOperatorKind Op, Word Left, Word Right, Shape S, bool Wraps) {
  Word L = S.Signed ? static_cast<Word>(signedValue(Left, S.Width)) : Left;
  Word R = S.Signed ? static_cast<Word>(signedValue(Right, S.Width)) : Right;
  Word Exact = 0;
  switch (Op) {
  case BO_And:
    return {Left & Right};
  case BO_Or:
    return {Left | Right};
  case BO_Xor:
    return {Left ^ Right};
  case BO_Div:
  case BO_Rem:
    return divide(Op, Left, Right, S, Wraps);
  case BO_Add:
    Exact = L + R;
    break;
  case BO_Sub:
    Exact = L - R;
    break;
  default:
    Exact = L * R;
    break;
  }
  if (S.Signed && !Wraps && signedOverflow(Op, static_cast<__int128>(L), static_cast<__int128>(R), Exact, S.Width))
    return {0, "signed overflow", UndefinedKind::Overflow};
  return {truncate(Exact, S.Width)};
}

Computed shift(BinaryOperatorKind Op, Word Left, Shape S, Word Right, Shape RightShape) {
  if (RightShape.Signed && signedValue(Right, RightShape.Width) < 0)
    return {0, "shift by a negative count", UndefinedKind::Shift};
  if (Right >= S.Width)
    return {0, "shift by the width of the type or more", UndefinedKind::Shift};
  auto Count = static_cast<unsigned>(Right);
  if (Op == BO_Shl)
    return {truncate(Left << Count, S.Width)};
  if (S.Signed)
    return {truncate(static_cast<Word>(signedValue(Left, S.Width) >> Count), S.Width)};
  return {Left >> Count};
}

template <typename T> static bool compareAs(BinaryOperatorKind Op, T L, T R) {
  switch (Op) {
  case BO_LT:
    return L < R;
  case BO_GT:
    return L > R;
  case BO_LE:
    return L <= R;
  case BO_GE:
    return L >= R;
  case BO_EQ:
    return L == R;
  default:
    return L != R;
  }
}

bool compare(BinaryOperatorKind Op, Word Left, Word Right, Shape S) {
  if (S.Signed)
    return compareAs(Op, signedValue(Left, S.Width), signedValue(Right, S.Width));
  return compareAs(Op, Left, Right);
}

} // namespace kverdict::simulation
