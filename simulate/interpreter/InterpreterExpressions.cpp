// Expressions: what each kind of them evaluates to.
#include "simulate/interpreter/Interpreter.h"

using namespace clang;

namespace kverdict::simulation {

Word Interpreter::word(const Expr *E) {
  Rvalue V = eval(E);
  if (V.Missing)
    undefined(UndefinedKind::NoResult, text(E) + " ended without returning a value", E->getBeginLoc());
  return V.Bits;
}

void Interpreter::discard(const Expr *E) {
  const Expr *Bare = E->IgnoreParens();
  const auto *Load = dyn_cast<ImplicitCastExpr>(Bare);
  const bool Name = Load && Load->getCastKind() == CK_LValueToRValue &&
                    isa<DeclRefExpr>(Load->getSubExpr()->IgnoreParens()) &&
                    !Load->getSubExpr()->getType().isVolatileQualified();
  if (Name || Bare->isGLValue() || Bare->getType()->isFunctionType())
    lvalue(Name ? Load->getSubExpr() : Bare); // `(void)x;` is no use of x: it says that there is none
  else
    eval(E);
}

Rvalue Interpreter::eval(const Expr *E) {
  Nesting Level(*this, E);
  return evalKind(E);
}

Rvalue Interpreter::evalKind(const Expr *E) {
  switch (E->getStmtClass()) {
  case Stmt::IntegerLiteralClass:
  case Stmt::CharacterLiteralClass:
  case Stmt::UnaryExprOrTypeTraitExprClass:
  case Stmt::OffsetOfExprClass:
  case Stmt::TypeTraitExprClass:
  case Stmt::SourceLocExprClass:
    return evalConstant(E);
  case Stmt::AddrLabelExprClass:
    return {labelAddress(cast<AddrLabelExpr>(E))};
  case Stmt::ParenExprClass:
    return eval(cast<ParenExpr>(E)->getSubExpr());
  case Stmt::ConstantExprClass:
  case Stmt::ExprWithCleanupsClass:
    return eval(cast<FullExpr>(E)->getSubExpr());
  case Stmt::GenericSelectionExprClass:
    return eval(cast<GenericSelectionExpr>(E)->getResultExpr());
  case Stmt::ChooseExprClass:
    return eval(cast<ChooseExpr>(E)->getChosenSubExpr());
  case Stmt::ImplicitCastExprClass:
  case Stmt::CStyleCastExprClass:
    return evalCast(cast<CastExpr>(E));
  case Stmt::DeclRefExprClass:
    return evalName(cast<DeclRefExpr>(E));
  case Stmt::UnaryOperatorClass:
    return evalUnary(cast<UnaryOperator>(E));
  case Stmt::BinaryOperatorClass:
    return evalBinary(cast<BinaryOperator>(E));
  case Stmt::CompoundAssignOperatorClass:
    return evalCompoundAssignment(cast<CompoundAssignOperator>(E));
  case Stmt::ConditionalOperatorClass:
  case Stmt::BinaryConditionalOperatorClass:
    return evalConditional(cast<AbstractConditionalOperator>(E));
  case Stmt::OpaqueValueExprClass:
    return evalBound(cast<OpaqueValueExpr>(E));
  case Stmt::CallExprClass:
    return evalCall(cast<CallExpr>(E));
  case Stmt::StmtExprClass:
    return evalStatementExpression(cast<StmtExpr>(E));
  case Stmt::InitListExprClass:
  case Stmt::ImplicitValueInitExprClass:
  case Stmt::DesignatedInitUpdateExprClass:
    return evalAggregate(E);
  case Stmt::MemberExprClass: // of a structure that is not an lvalue: f().member
    return load(lvalue(E), E);
  default:
    unsupported(std::string("the expression ") + E->getStmtClassName(), E->getBeginLoc());
  }
}

Rvalue Interpreter::evalBound(const OpaqueValueExpr *E) {
  auto Found = F->Bound.find(E);
  if (Found == F->Bound.end())
    unsupported("a value that is bound elsewhere", E->getBeginLoc());
  return Found->second;
}

Rvalue Interpreter::evalConstant(const Expr *E) {
  Expr::EvalResult Result;
  if (const auto *Offset = dyn_cast<OffsetOfExpr>(E); Offset && !E->EvaluateAsInt(Result, Context))
    return evalOffsetOf(Offset);
  if (!E->EvaluateAsInt(Result, Context))
    unsupported("an operand that is no constant, " + text(E) + ",", E->getBeginLoc());
  return {truncate(bitsOf(Result.Val.getInt()), shape(E->getType(), E->getBeginLoc()).Width)};
}

/// The components say the way into the object; an index need not be a constant.
Rvalue Interpreter::evalOffsetOf(const OffsetOfExpr *E) {
  QualType T = E->getTypeSourceInfo()->getType();
  Word Bytes = 0;
  for (unsigned I = 0; I != E->getNumComponents(); ++I) {
    const OffsetOfNode &Step = E->getComponent(I);
    if (Step.getKind() == OffsetOfNode::Field) {
      Bytes += Context.getFieldOffset(Step.getField()) / 8;
      T = Step.getField()->getType();
    } else if (const auto *Array = Context.getAsArrayType(T); Array && Step.getKind() == OffsetOfNode::Array) {
      const Expr *Index = E->getIndexExpr(Step.getArrayExprIndex());
      Shape From = shape(Index->getType(), E->getBeginLoc()), To = shape(E->getType(), E->getBeginLoc());
      T = Array->getElementType();
      Bytes += convert(word(Index), From, To) * sizeOf(T, E->getBeginLoc());
    } else {
      unsupported("the offset " + text(E), E->getBeginLoc());
    }
  }
  return {truncate(Bytes, shape(E->getType(), E->getBeginLoc()).Width)};
}

Rvalue Interpreter::evalName(const DeclRefExpr *E) {
  if (const auto *D = dyn_cast<EnumConstantDecl>(E->getDecl()))
    return {truncate(bitsOf(D->getInitVal()), shape(E->getType(), E->getBeginLoc()).Width)};
  return load(lvalue(E), E);
}

// Its value is that of its last expression, which is evaluated while the variables of its block still live.
Rvalue Interpreter::evalStatementExpression(const StmtExpr *E) {
  const CompoundStmt *Body = E->getSubStmt();
  const Expr *Last = nullptr;
  if (const auto *Result = dyn_cast_or_null<ValueStmt>(Body->body_empty() ? nullptr : Body->body_back()))
    Last = E->getType()->isVoidType() ? nullptr : Result->getExprStmt();
  const Expr *OuterWanted = std::exchange(F->Wanted, Last);
  const Stmt *OuterSeek = std::exchange(F->Seek, nullptr);
  Flow How = exec(Body);
  F->Wanted = OuterWanted;
  F->Seek = OuterSeek;
  if (How != Flow::Normal)
    throw Jump{How};
  return std::exchange(F->WantedValue, Rvalue());
}

Rvalue Interpreter::evalConditional(const AbstractConditionalOperator *E) {
  bool Holds;
  if (const auto *Short = dyn_cast<BinaryConditionalOperator>(E)) {
    Recorder::Readings Read(Record);
    const Expr *Common = Short->getCommon();
    Rvalue V = eval(Common);
    F->Bound[Short->getOpaqueValue()] = V;
    Holds = word(Short->getCond()) != 0;
    if (!constantTruth(Common))
      note(TraceStep::Kind::Branch, Common->getSourceRange(), Holds ? "true" : "false", "", Read.text());
  } else {
    Holds = condition(E->getCond());
  }
  const Expr *Chosen = Holds ? E->getTrueExpr() : E->getFalseExpr();
  if (!E->getType()->isVoidType())
    return eval(Chosen);
  discard(Chosen);
  return {};
}

/// An initialiser that stands for a value: made in memory, then copied.
Rvalue Interpreter::evalAggregate(const Expr *E) {
  if (isa<ImplicitValueInitExpr>(E) && shapeOf(E->getType(), Context))
    return {};
  const auto *List = dyn_cast<InitListExpr>(E);
  if (List && shapeOf(E->getType(), Context))
    return List->getNumInits() ? eval(List->getInit(0)) : Rvalue();
  Lvalue Temporary = materialize(E);
  Rvalue V;
  V.Image = Mem.read(Temporary.Address, sizeOf(E->getType(), E->getBeginLoc()));
  return V;
}

} // namespace kverdict::simulation
