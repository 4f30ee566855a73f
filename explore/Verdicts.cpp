#include "explore/Verdicts.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecursiveASTVisitor.h>

#include <set>

using namespace clang;

namespace kverdict {
namespace {

/// Looks at what an int function returns.
class Returns : public RecursiveASTVisitor<Returns> {
public:
  explicit Returns(const FunctionDecl *F) : Context(F->getASTContext()), Body(F->getBody()) { TraverseStmt(Body); }

  bool areVerdicts() const { return Evidence && !Contrary; }
  /// Whether one of them is an error: a negative errno by its number, or PTR_ERR().
  bool haveErrors() const { return Error; }

  bool VisitReturnStmt(ReturnStmt *S) {
    if (S->getRetValue())
      judge(S->getRetValue());
    return true;
  }

private:
  /// What a variable that is returned gets.
  class Assigned : public RecursiveASTVisitor<Assigned> {
  public:
    Assigned(Returns &R, const VarDecl *V) : R(R), V(V) {}
    bool VisitVarDecl(VarDecl *D) {
      if (D == V && D->getInit())
        R.judge(D->getInit());
      return true;
    }
    bool VisitBinaryOperator(BinaryOperator *E) {
      if (!isIt(E->getLHS()) || !E->isAssignmentOp())
        return true;
      if (E->getOpcode() == BO_Assign)
        R.judge(E->getRHS());
      else if (E->getOpcode() != BO_OrAssign && E->getOpcode() != BO_AndAssign)
        R.Contrary = true;
      return true;
    }
    bool VisitUnaryOperator(UnaryOperator *E) {
      R.Contrary |= E->isIncrementDecrementOp() && isIt(E->getSubExpr());
      return true;
    }

  private:
    bool isIt(const Expr *E) const {
      const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParens());
      return Ref && Ref->getDecl() == V;
    }
    Returns &R;
    const VarDecl *V;
  };

  void judge(const Expr *Whole) {
    const Expr *E = Whole->IgnoreParenImpCasts();
    Expr::EvalResult Value;
    if (!E->isValueDependent() && E->getType()->isIntegralOrEnumerationType() && E->EvaluateAsInt(Value, Context))
      return number(Value.Val.getInt().getExtValue());
    if (E->getType()->isBooleanType())
      Evidence = true;
    else if (const auto *B = dyn_cast<BinaryOperator>(E))
      operation(B);
    else if (const auto *U = dyn_cast<UnaryOperator>(E))
      Evidence |= U->getOpcode() == UO_LNot || U->getOpcode() == UO_Minus;
    else if (const auto *C = dyn_cast<AbstractConditionalOperator>(E))
      judge(C->getTrueExpr()), judge(C->getFalseExpr());
    else if (const auto *C = dyn_cast<CallExpr>(E))
      call(C);
    else if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
      variable(dyn_cast<VarDecl>(Ref->getDecl()));
    else if (const auto *S = dyn_cast<StmtExpr>(E))
      last(S->getSubStmt());
    else if (const auto *O = dyn_cast<OpaqueValueExpr>(E); O && O->getSourceExpr())
      judge(O->getSourceExpr());
  }

  void number(std::int64_t N) {
    Evidence |= N <= 1 && N >= -4095;
    Error |= N < -1 && N >= -4095; // -1 may be a number as well
    Contrary |= N > 1 || N < -4095;
  }

  void operation(const BinaryOperator *B) {
    if (B->isComparisonOp() || B->isLogicalOp())
      Evidence = true;
    else if (B->getOpcode() == BO_Comma || B->getOpcode() == BO_Assign)
      judge(B->getRHS());
    else if (B->isAdditiveOp() || B->isMultiplicativeOp() || B->isShiftOp())
      Contrary = true;
  }

  void call(const CallExpr *C) {
    const FunctionDecl *F = C->getDirectCallee();
    const std::string Name = F ? F->getNameAsString() : "";
    if (Name.starts_with("__builtin_expect"))
      judge(C->getArg(0));
    Evidence |= Name.starts_with("PTR_ERR");
    Error |= Name.starts_with("PTR_ERR");
  }

  void variable(const VarDecl *V) {
    if (V && Seen.insert(V).second)
      Assigned(*this, V).TraverseStmt(Body);
  }

  void last(const CompoundStmt *S) {
    if (!S->body_empty())
      if (const auto *Value = dyn_cast<Expr>(S->body_back()))
        judge(Value);
  }

  ASTContext &Context;
  Stmt *Body;
  std::set<const VarDecl *> Seen;
  bool Evidence = false, Contrary = false, Error = false;
};

bool isFaultType(QualType T) {
  while (const auto *Typedef = T->getAs<TypedefType>()) {
    if (Typedef->getDecl()->getName() == "vm_fault_t")
      return true;
    T = Typedef->desugar();
  }
  return false;
}

} // namespace

bool returnsVerdict(const FunctionDecl *F) {
  const QualType T = F->getReturnType();
  if (T->isBooleanType() || T->isPointerType() || isFaultType(T))
    return true;
  return T->isSpecificBuiltinType(BuiltinType::Int) && F->getBody() && Returns(F).areVerdicts();
}

bool decides(const FunctionDecl *F) {
  return returnsVerdict(F) || (F->getReturnType()->isIntegerType() && F->getBody() && Returns(F).haveErrors());
}

std::vector<std::string> verdictFunctions(const Unit &U) {
  std::vector<std::string> Out;
  std::set<std::string> Seen;
  for (const std::string &Name : U.functions())
    if (const FunctionDecl *F = U.definition(Name); F && Seen.insert(Name).second && returnsVerdict(F))
      Out.push_back(Name);
  return Out;
}

} // namespace kverdict
