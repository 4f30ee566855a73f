// Operators, assignments among them. Evaluation order is Clang's own: left before right, but the right side of an
// assignment first.
#include "simulate/interpreter/Interpreter.h"

using namespace clang;

namespace kverdict::simulation {

Rvalue Interpreter::evalUnary(const UnaryOperator *E) {
  const Expr *Sub = E->getSubExpr();
  SourceLocation At = E->getOperatorLoc();
  switch (E->getOpcode()) {
  case UO_Extension:
  case UO_Plus:
    return eval(Sub);
  case UO_AddrOf:
    return {lvalue(Sub).Address};
  case UO_LNot:
    return {word(Sub) == 0};
  case UO_Not:
    return {truncate(~word(Sub), shape(E->getType(), At).Width)};
  case UO_Minus:
    return {binary(BO_Sub, 0, E->getType(), word(Sub), E->getType(), E->getType(), E)};
  case UO_PreInc:
  case UO_PostInc:
  case UO_PreDec:
  case UO_PostDec:
    return evalIncrement(E);
  default:
    unsupported("the operator " + UnaryOperator::getOpcodeStr(E->getOpcode()).str(), At);
  }
}

Rvalue Interpreter::evalIncrement(const UnaryOperator *E) {
  QualType T = E->getSubExpr()->getType();
  Lvalue Place = lvalue(E->getSubExpr());
  Word Old = load(Place, E->getSubExpr()).Bits;
  BinaryOperatorKind Op = E->isIncrementOp() ? BO_Add : BO_Sub;
  Rvalue New;
  if (T->isPointerType()) {
    New.Bits = pointerPlus(Old, T, 1, Context.IntTy, Op == BO_Sub, E);
  } else {
    Shape Own = shape(T, E->getOperatorLoc());
    QualType Promoted = Own.Width < Context.getIntWidth(Context.IntTy) ? QualType(Context.IntTy) : T;
    Shape Wide = shape(Promoted, E->getOperatorLoc());
    Word Result = binary(Op, convert(Old, Own, Wide), Promoted, 1, Promoted, Promoted, E);
    New.Bits = convert(Result, Wide, Own);
  }
  New = store(Place, T, New, E->getSubExpr());
  noteAssignment(E, E->getSubExpr(), New);
  return E->isPrefix() ? New : Rvalue{Old};
}

Rvalue Interpreter::evalBinary(const BinaryOperator *E) {
  switch (E->getOpcode()) {
  case BO_Comma:
    discard(E->getLHS());
    if (!E->getType()->isVoidType())
      return eval(E->getRHS());
    discard(E->getRHS());
    return {};
  case BO_Assign:
    return evalAssignment(E);
  case BO_LAnd:
  case BO_LOr:
    return {condition(E)};
  default:
    break;
  }
  Word L = word(E->getLHS());
  Word R = word(E->getRHS());
  return {binary(E->getOpcode(), L, E->getLHS()->getType(), R, E->getRHS()->getType(), E->getType(), E)};
}

Word Interpreter::binary(BinaryOperatorKind Op, Word L, QualType LT, Word R, QualType RT, QualType Type,
                         const Expr *E) {
  SourceLocation At = E->getExprLoc();
  if (BinaryOperator::isComparisonOp(Op))
    return compare(Op, L, R, shape(LT, At));
  if (LT->isPointerType() && RT->isPointerType())
    return pointerDifference(L, R, LT, E);
  if (LT->isPointerType())
    return pointerPlus(L, LT, R, RT, Op == BO_Sub, E);
  if (RT->isPointerType())
    return pointerPlus(R, RT, L, LT, false, E);
  bool Shift = BinaryOperator::isShiftOp(Op);
  Computed Result = Shift ? shift(Op, L, shape(LT, At), R, shape(RT, At))
                          : compute(Op, L, R, shape(Type, At), Context.getLangOpts().isSignedOverflowDefined());
  if (Result.Undefined)
    undefined(Result.Why, std::string(Result.Undefined) + " in " + text(E), At);
  return Result.Bits;
}

Word Interpreter::pointerPlus(Word Pointer, QualType PointerType, Word Index, QualType IndexType, bool Minus,
                              const Expr *E) {
  Shape IndexShape = shape(IndexType, E->getExprLoc());
  Shape Wide{128, 128, true};
  Word Distance = convert(Index, IndexShape, Wide) * sizeOf(PointerType->getPointeeType(), E->getExprLoc());
  return truncate(Minus ? Pointer - Distance : Pointer + Distance, Context.getTypeSize(PointerType));
}

Word Interpreter::pointerDifference(Word L, Word R, QualType PointerType, const Expr *E) {
  auto Size = static_cast<__int128>(sizeOf(PointerType->getPointeeType(), E->getExprLoc()));
  if (Size == 0)
    undefined(UndefinedKind::Other, "difference of pointers to empty objects in " + text(E), E->getExprLoc());
  unsigned Width = Context.getTypeSize(PointerType);
  const __int128 Distance = signedValue(truncate(L - R, Width), Width);
  // C leaves a distance that is no multiple open; compilers shift.
  const bool Power = (Size & (Size - 1)) == 0;
  return truncate(static_cast<Word>(Power && Distance < 0 ? -((-Distance + Size - 1) / Size) : Distance / Size), Width);
}

Rvalue Interpreter::evalAssignment(const BinaryOperator *E) {
  Rvalue V = eval(E->getRHS());
  if (V.Missing)
    undefined(UndefinedKind::NoResult, text(E->getRHS()) + " ended without returning a value",
              E->getRHS()->getBeginLoc());
  Lvalue Place = lvalue(E->getLHS());
  Rvalue Stored = store(Place, E->getLHS()->getType(), V, E->getLHS());
  noteAssignment(E, E->getLHS(), Stored);
  return Stored;
}

Rvalue Interpreter::evalCompoundAssignment(const CompoundAssignOperator *E) {
  SourceLocation At = E->getOperatorLoc();
  QualType Own = E->getLHS()->getType();
  QualType Left = E->getComputationLHSType();
  QualType Result = E->getComputationResultType();
  Word R = word(E->getRHS());
  Lvalue Place = lvalue(E->getLHS());
  Word L = convert(load(Place, E->getLHS()).Bits, shape(Own, At), shape(Left, At));
  BinaryOperatorKind Op = BinaryOperator::getOpForCompoundAssignment(E->getOpcode());
  Word New = binary(Op, L, Left, R, E->getRHS()->getType(), Result, E);
  Rvalue Stored = store(Place, Own, {convert(New, shape(Result, At), shape(Own, At))}, E->getLHS());
  noteAssignment(E, E->getLHS(), Stored);
  return Stored;
}

void Interpreter::noteAssignment(const Expr *Whole, const Expr *Left, const Rvalue &V) {
  const auto *Name = dyn_cast<DeclRefExpr>(Left->IgnoreParens());
  if (const auto *D = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr; D && D->hasLocalStorage())
    noteVariable(D, Whole->getSourceRange(), V);
}

// Only those of the function that was started carry its verdict; what a macro declares for itself means nothing to
// the reader.
void Interpreter::noteVariable(const VarDecl *D, SourceRange Range, const Rvalue &V) {
  if (F->Depth == 0 && D->getType()->isIntegralOrEnumerationType() && !D->getLocation().isMacroID())
    note(TraceStep::Kind::Assignment, Range, show(V, D->getType()));
}

} // namespace kverdict::simulation
