#include "compare/proof/Effectless.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Attr.h>
#include <clang/AST/RecursiveASTVisitor.h>

#include <map>

using namespace clang;

namespace kverdict {
namespace {

bool isHarmless(const UnaryOperator *E) {
  switch (E->getOpcode()) {
  case UO_AddrOf:
    return isa<DeclRefExpr>(E->getSubExpr()->IgnoreParens());
  case UO_LNot:
  case UO_Not:
  case UO_Plus:
  case UO_Extension:
    return true;
  default:
    return false;
  }
}

bool isHarmless(const BinaryOperator *E) {
  return E->isComparisonOp() || E->isBitwiseOp() || E->getOpcode() == BO_Comma;
}

bool isLocal(const Expr *E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParens());
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return V && V->hasLocalStorage() && !V->getType().isVolatileQualified();
}

/// Whether evaluating it does nothing: it reads nothing but locals, and cannot go wrong.
bool doesNothing(const Expr *E) {
  E = E->IgnoreParens();
  if (const auto *Cast = dyn_cast<CastExpr>(E))
    return (Cast->getCastKind() != CK_LValueToRValue || isLocal(Cast->getSubExpr())) && doesNothing(Cast->getSubExpr());
  if (const auto *Operator = dyn_cast<UnaryOperator>(E))
    return isHarmless(Operator) && doesNothing(Operator->getSubExpr());
  if (const auto *Operator = dyn_cast<BinaryOperator>(E))
    return isHarmless(Operator) && doesNothing(Operator->getLHS()) && doesNothing(Operator->getRHS());
  if (const auto *Size = dyn_cast<UnaryExprOrTypeTraitExpr>(E))
    return !Size->getTypeOfArgument()->isVariablyModifiedType();
  return isa<IntegerLiteral, CharacterLiteral, StringLiteral>(E) ||
         (isa<DeclRefExpr>(E) && !E->getType().isVolatileQualified());
}

/// Expressions whose values nobody looks at, and how often locals are named.
struct Discarded : RecursiveASTVisitor<Discarded> {
  std::vector<const Expr *> Found;
  std::vector<const DeclStmt *> Declarations;
  std::set<const Stmt *> Valued; ///< what gives a `({ ... })` its value
  std::map<const ValueDecl *, unsigned> Named;

  void statement(const Stmt *S) {
    while (S && (isa<LabelStmt>(S) || isa<SwitchCase>(S)))
      S = isa<LabelStmt>(S) ? cast<LabelStmt>(S)->getSubStmt() : cast<SwitchCase>(S)->getSubStmt();
    if (const auto *E = dyn_cast_or_null<Expr>(S); E && !Valued.count(S))
      Found.push_back(E);
  }
  bool VisitStmtExpr(StmtExpr *E) {
    const CompoundStmt *Body = E->getSubStmt();
    const Stmt *Last = Body->body_empty() ? nullptr : Body->body_back();
    while (const auto *Label = dyn_cast_or_null<LabelStmt>(Last))
      Last = Label->getSubStmt();
    Valued.insert(Last);
    return true;
  }
  bool VisitCompoundStmt(CompoundStmt *S) {
    for (const Stmt *Each : S->body())
      statement(Each);
    return true;
  }
  bool VisitIfStmt(IfStmt *S) {
    statement(S->getThen()), statement(S->getElse());
    return true;
  }
  bool VisitWhileStmt(WhileStmt *S) {
    statement(S->getBody());
    return true;
  }
  bool VisitDoStmt(DoStmt *S) {
    statement(S->getBody());
    return true;
  }
  bool VisitForStmt(ForStmt *S) {
    statement(S->getInit()), statement(S->getInc()), statement(S->getBody());
    return true;
  }
  bool VisitDeclStmt(DeclStmt *S) {
    if (S->isSingleDecl())
      Declarations.push_back(S);
    return true;
  }
  bool VisitDeclRefExpr(DeclRefExpr *E) {
    ++Named[E->getDecl()];
    return true;
  }
};

bool isPlainLocal(const VarDecl *V) {
  return V->hasLocalStorage() && V->getType()->isConstantSizeType() && !V->getType().isVolatileQualified() &&
         std::none_of(V->attrs().begin(), V->attrs().end(), [](const Attr *A) { return !A->isImplicit(); });
}

} // namespace

void addParts(const Stmt *Code, std::unordered_set<const Stmt *> &Out) {
  if (Code && Out.insert(Code).second)
    for (const Stmt *Part : Code->children())
      addParts(Part, Out);
}

std::unordered_set<const Stmt *> effectless(const FunctionDecl *F) {
  Discarded All, Passed;
  All.TraverseStmt(F->getBody());
  std::unordered_set<const Stmt *> Out;
  for (const Expr *E : All.Found)
    if (doesNothing(E)) {
      addParts(E, Out);
      Passed.TraverseStmt(const_cast<Expr *>(E));
    }
  for (const DeclStmt *S : All.Declarations)
    if (const auto *V = dyn_cast<VarDecl>(S->getSingleDecl());
        V && isPlainLocal(V) && All.Named[V] == Passed.Named[V] && (!V->getInit() || doesNothing(V->getInit())))
      addParts(S, Out);
  return Out;
}

int constantTruth(const ASTContext &Context, const Expr *Condition) {
  struct Calls : RecursiveASTVisitor<Calls> { // what __builtin_constant_p() gives is no constant of the text
    bool Found = false;
    bool VisitCallExpr(CallExpr *) { return !(Found = true); }
    bool VisitStmtExpr(StmtExpr *) { return !(Found = true); }
  } Inside;
  bool Value = false;
  Inside.TraverseStmt(const_cast<Expr *>(Condition));
  if (Inside.Found || !Condition->EvaluateAsBooleanCondition(Value, Context) || Condition->HasSideEffects(Context))
    return -1;
  return Value;
}

/// What a callee of a call always returns, if it has a body of its own that says so: `return 0;`.
static const Expr *onlyAnswer(const Unit &U, const std::vector<Model> &Models, const CallExpr *Call) {
  const FunctionDecl *F = Call->getDirectCallee(), *Body = F && F->isStatic() ? U.definition(F) : nullptr;
  const auto *Block = Body ? dyn_cast<CompoundStmt>(Body->getBody()) : nullptr;
  const auto *Return = Block && Block->size() == 1 ? dyn_cast<ReturnStmt>(Block->body_front()) : nullptr;
  const bool Modelled =
      F && std::any_of(Models.begin(), Models.end(), [&](const Model &Each) { return Each.Function == F->getName(); });
  const bool Harmless = std::all_of(Call->arg_begin(), Call->arg_end(), doesNothing);
  return Return && !Modelled && Harmless ? Return->getRetValue() : nullptr;
}

int constantTruth(const Unit &U, const std::vector<Model> &Models, const Expr *Condition) {
  const Expr *E = Condition->IgnoreParenImpCasts();
  bool Denied = false;
  for (const auto *Not = dyn_cast<UnaryOperator>(E); Not && Not->getOpcode() == UO_LNot;
       Not = dyn_cast<UnaryOperator>(E)) {
    Denied = !Denied;
    E = Not->getSubExpr()->IgnoreParenImpCasts();
  }
  const auto *Call = dyn_cast<CallExpr>(E);
  const Expr *Answer = Call ? onlyAnswer(U, Models, Call) : nullptr;
  const int Truth = Answer ? constantTruth(U.context(), Answer) : -1;
  return Truth >= 0 ? Truth != Denied : constantTruth(U.context(), Condition);
}

} // namespace kverdict
