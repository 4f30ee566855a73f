#include "parse/Constancy.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/Expr.h>
#include <clang/AST/RecursiveASTVisitor.h>

using namespace clang;

namespace kverdict {
namespace {

constexpr unsigned MaxDepth = 16; // of variables that are initialised with each other

/// Looks for a use of a variable that can change it: an assignment, ++, --, or its address.
class Writes : public RecursiveASTVisitor<Writes> {
public:
  explicit Writes(const VarDecl *V) : V(V) {}
  bool Found = false;

  bool VisitUnaryOperator(UnaryOperator *E) {
    return look(E->isIncrementDecrementOp() || E->getOpcode() == UO_AddrOf, E->getSubExpr());
  }
  bool VisitBinaryOperator(BinaryOperator *E) { return look(E->isAssignmentOp(), E->getLHS()); }
  bool VisitGCCAsmStmt(GCCAsmStmt *S) {
    for (unsigned I = 0; I < S->getNumOutputs(); ++I)
      look(true, S->getOutputExpr(I));
    return !Found;
  }

private:
  bool look(bool Writing, const Expr *Target) {
    const auto *Ref = dyn_cast<DeclRefExpr>(Target->IgnoreParenCasts());
    Found |= Writing && Ref && Ref->getDecl() == V;
    return !Found;
  }
  const VarDecl *V;
};

bool neverWritten(const VarDecl *V) {
  const auto *F = dyn_cast<FunctionDecl>(V->getDeclContext());
  if (!F || !F->getBody())
    return false;
  Writes W(V);
  W.TraverseStmt(F->getBody());
  return !W.Found;
}

bool settled(const ASTContext &Context, const Expr *E, unsigned Depth);

bool settledVariable(const ASTContext &Context, const DeclRefExpr *E, unsigned Depth) {
  const auto *V = dyn_cast<VarDecl>(E->getDecl());
  return V && V->hasLocalStorage() && !isa<ParmVarDecl>(V) && V->getInit() && !V->getType().isVolatileQualified() &&
         Depth < MaxDepth && settled(Context, V->getInit(), Depth + 1) && neverWritten(V);
}

/// Arithmetic on what is settled is settled; anything that is called, read from memory or written is not.
bool settled(const ASTContext &Context, const Expr *E, unsigned Depth) {
  E = E->IgnoreParens();
  if (E->getType()->isIntegralOrEnumerationType() && E->isEvaluatable(Context))
    return true;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    return settledVariable(Context, Ref, Depth);
  if (const auto *Cast = dyn_cast<CastExpr>(E))
    return settled(Context, Cast->getSubExpr(), Depth);
  if (const auto *Unary = dyn_cast<UnaryOperator>(E))
    return Unary->isArithmeticOp() && settled(Context, Unary->getSubExpr(), Depth);
  if (const auto *Binary = dyn_cast<BinaryOperator>(E))
    return !Binary->isAssignmentOp() && settled(Context, Binary->getLHS(), Depth) &&
           settled(Context, Binary->getRHS(), Depth);
  if (const auto *Either = dyn_cast<ConditionalOperator>(E))
    return settled(Context, Either->getCond(), Depth) && settled(Context, Either->getTrueExpr(), Depth) &&
           settled(Context, Either->getFalseExpr(), Depth);
  return false;
}

} // namespace

bool foldsToConstant(const ASTContext &Context, const Expr *E) { return settled(Context, E, 0); }

} // namespace kverdict
