// What expressions evaluate to.
#include "explore/engine/Stop.h"
#include "smt/Tidy.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecordLayout.h>

using namespace clang;

namespace kverdict {

Val Machine::get(PathState &P, const Expr *E) {
  E = E->IgnoreParens();
  const Val *Known = P.Frames.back().Values.find(E);
  return Known ? *Known : compute(P, E);
}

Val Machine::constant(std::uint64_t Value, QualType Type) { return {S.number(Value, width(Type, nullptr))}; }

std::optional<Val> Machine::constantValue(const Expr *E) {
  Expr::EvalResult Result;
  if (!E->getType()->isIntegralOrEnumerationType() || E->isValueDependent() || !E->EvaluateAsInt(Result, Context))
    return std::nullopt;
  return constant(Result.Val.getInt().extOrTrunc(64).getZExtValue(), E->getType());
}

Val Machine::compute(PathState &P, const Expr *E) {
  if (Changed && E == Changed->Literal)
    if (const auto Constant = constantValue(E))
      return Val{S.tidy(~Constant->Bits & S.number(1, Constant->Bits.get_sort().bv_size()))};
  switch (E->getStmtClass()) {
  case Stmt::IntegerLiteralClass:
  case Stmt::CharacterLiteralClass:
  case Stmt::UnaryExprOrTypeTraitExprClass:
  case Stmt::OffsetOfExprClass:
  case Stmt::TypeTraitExprClass:
  case Stmt::SourceLocExprClass:
    if (auto Constant = constantValue(E))
      return *std::move(Constant);
    if (const auto *Offset = dyn_cast<OffsetOfExpr>(E))
      return offsetOf(P, Offset);
    unsupported(E, "a constant that Clang does not evaluate");
  case Stmt::DeclRefExprClass:
    return declRef(P, cast<DeclRefExpr>(E));
  case Stmt::MemberExprClass:
    return member(P, cast<MemberExpr>(E));
  case Stmt::ArraySubscriptExprClass:
    return subscript(P, cast<ArraySubscriptExpr>(E));
  case Stmt::UnaryOperatorClass:
    return unary(P, cast<UnaryOperator>(E));
  case Stmt::BinaryOperatorClass:
  case Stmt::CompoundAssignOperatorClass:
    return binary(P, cast<BinaryOperator>(E));
  case Stmt::ImplicitCastExprClass:
  case Stmt::CStyleCastExprClass:
    return this->cast(P, llvm::cast<CastExpr>(E));
  case Stmt::ConditionalOperatorClass:
  case Stmt::BinaryConditionalOperatorClass:
    return conditional(P, llvm::cast<AbstractConditionalOperator>(E));
  case Stmt::OpaqueValueExprClass:
    return get(P, llvm::cast<OpaqueValueExpr>(E)->getSourceExpr());
  case Stmt::StmtExprClass: {
    const auto *Body = llvm::cast<StmtExpr>(E)->getSubStmt();
    const Stmt *Last = Body->body_empty() ? nullptr : Body->body_back();
    if (const auto *Value = dyn_cast_or_null<ValueStmt>(Last);
        Value && Value->getExprStmt() && !E->getType()->isVoidType())
      return get(P, Value->getExprStmt());
    return constant(0, Context.IntTy);
  }
  case Stmt::CompoundLiteralExprClass:
    return compoundLiteral(P, llvm::cast<CompoundLiteralExpr>(E));
  case Stmt::MaterializeTemporaryExprClass:
    return temporary(P, E, llvm::cast<MaterializeTemporaryExpr>(E)->getSubExpr());
  case Stmt::ExprWithCleanupsClass:
    return get(P, llvm::cast<ExprWithCleanups>(E)->getSubExpr());
  case Stmt::InitListExprClass:
    return initList(P, llvm::cast<InitListExpr>(E));
  case Stmt::ImplicitValueInitExprClass:
    return {S.number(0, width(E->getType(), E))};
  case Stmt::StringLiteralClass:
    return stringLiteral(P, llvm::cast<StringLiteral>(E));
  case Stmt::AddrLabelExprClass:
    return labelAddress(llvm::cast<AddrLabelExpr>(E));
  case Stmt::PredefinedExprClass:
    return get(P, llvm::cast<PredefinedExpr>(E)->getFunctionName());
  case Stmt::CallExprClass:
    if (auto Constant = constantValue(E))
      return *std::move(Constant);
    unsupported(E, "a call that is not evaluated where it stands");
  default:
    unsupported(E, std::string("a construct without semantics here: ") + E->getStmtClassName());
  }
}
Val Machine::unary(PathState &P, const UnaryOperator *E) {
  const Expr *Sub = E->getSubExpr();
  switch (E->getOpcode()) {
  case UO_Deref: {
    Val Pointer = get(P, Sub);
    if (E->getType()->isFunctionType())
      return {Pointer.Bits, Pointer.Name, true};
    return dereference(P, Pointer, E->getType(), E);
  }
  case UO_AddrOf: {
    Val Place = get(P, Sub);
    if (isa<MemberExpr>(Sub->IgnoreParens()))
      takesMember(P, S.tidy(Place.Bits));
    return {Place.Bits, Place.Name.empty() ? "" : Place.Name[0] == '*' ? Place.Name.substr(1) : "&" + Place.Name};
  }
  case UO_Plus:
  case UO_Extension:
    return get(P, Sub);
  case UO_Minus: {
    Val Value = get(P, Sub);
    if (E->getType()->isSignedIntegerType() && !Context.getLangOpts().isSignedOverflowDefined())
      require(P, z3::bvneg_no_overflow(Value.Bits), "the negation overflows: ", E);
    return {-Value.Bits};
  }
  case UO_Not:
    return {~get(P, Sub).Bits};
  case UO_LNot:
    return {number(neverWraps(P, !truth(get(P, Sub).Bits)), E->getType())};
  case UO_PreInc:
  case UO_PreDec:
  case UO_PostInc:
  case UO_PostDec:
    return step(P, E);
  default:
    unsupported(E, "an operator without semantics here");
  }
}

Val Machine::step(PathState &P, const UnaryOperator *E) {
  QualType Type = E->getSubExpr()->getType();
  Val Place = get(P, E->getSubExpr());
  Val Old = load(P, Place, Type, E);
  observeVolatile(P, Event::Kind::Read, Place, Type);
  BinaryOperatorKind Kind = E->isIncrementOp() ? BO_Add : BO_Sub;
  if (Type->isPointerType()) {
    Val New = pointerArithmetic(P, Kind, Old, Type, constant(1, Context.LongTy), Context.LongTy, Type, E);
    observeVolatile(P, Event::Kind::Write, Place, Type, &New.Bits);
    store(P, Place, New.Bits, E);
    return E->isPrefix() ? New : Old;
  }
  // What is narrower than an int is an int while it is computed with.
  QualType Wide = width(Type, E) < Context.getTypeSize(Context.IntTy) ? Context.IntTy : Type;
  Val New = arithmetic(P, Kind, {convert(Old.Bits, Type, Wide)}, Wide, constant(1, Wide), Wide, Wide, E);
  New.Bits = convert(New.Bits, Wide, Type);
  observeVolatile(P, Event::Kind::Write, Place, Type, &New.Bits);
  store(P, Place, New.Bits, E);
  if (E->isPrefix() && Place.FieldWidth)
    return load(P, Place, Type.getUnqualifiedType(), E); // what the bit-field holds of it
  return E->isPrefix() ? New : Old;
}

/// The value of `a && b` where the sides have met again: which way the path came tells it.
Val Machine::logical(PathState &P, const BinaryOperator *E) {
  const Frame &F = P.Frames.back();
  const Stmt *Came = F.CameFrom ? F.CameFrom->getTerminatorStmt() : nullptr;
  const auto *Operator = dyn_cast_or_null<BinaryOperator>(Came);
  if (Operator && Operator->isLogicalOp() && F.CameFrom->succ_size() == 2)
    return constant(F.CameByFirst, E->getType());
  return {number(truth(get(P, E->getRHS()).Bits), E->getType())};
}

/// The later of the two arms is the one that was taken.
Val Machine::conditional(PathState &P, const AbstractConditionalOperator *E) {
  const auto &Values = P.Frames.back().Values;
  auto when = [&](const Expr *Arm) {
    const Val *Known = Values.find(Arm->IgnoreParens());
    return Known ? Known->Sequence : 0u;
  };
  if (E->getType()->isVoidType())
    return constant(0, Context.IntTy);
  if (const auto *Short = dyn_cast<BinaryConditionalOperator>(E))
    return when(Short->getFalseExpr()) > when(Short->getCommon()) ? get(P, Short->getFalseExpr())
                                                                  : get(P, Short->getTrueExpr());
  return when(E->getTrueExpr()) > when(E->getFalseExpr()) ? get(P, E->getTrueExpr()) : get(P, E->getFalseExpr());
}

} // namespace kverdict
