#include "explore/table/Truths.h"

#include <clang/AST/RecursiveASTVisitor.h>

using namespace clang;

namespace kverdict {
namespace {

/// Whether an expression calls what may be looked into.
struct HasCall : RecursiveASTVisitor<HasCall> {
  bool VisitCallExpr(CallExpr *E) {
    const FunctionDecl *Callee = E->getDirectCallee();
    Found |= !Callee || !Callee->getBuiltinID();
    return !Found;
  }
  bool Found = false;
};

/// Whether all that a variable is set to is what calls return.
struct SetByCalls : RecursiveASTVisitor<SetByCalls> {
  explicit SetByCalls(const VarDecl *V) : V(V) {}
  bool VisitVarDecl(VarDecl *D) {
    if (D == V && D->getInit())
      set(D->getInit());
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *E) {
    if (E->isAssignmentOp() && is(E->getLHS()))
      E->getOpcode() == BO_Assign ? set(E->getRHS()) : void(Otherwise = true);
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator *E) {
    Otherwise |= (E->isIncrementDecrementOp() || E->getOpcode() == UO_AddrOf) && is(E->getSubExpr());
    return true;
  }
  void set(const Expr *To) {
    const Expr *Value = To->IgnoreParenImpCasts();
    while (const auto *Not = dyn_cast<UnaryOperator>(Value)) {
      if (Not->getOpcode() != UO_LNot)
        break;
      Value = Not->getSubExpr()->IgnoreParenImpCasts();
    }
    (isa<CallExpr>(Value) && callsOther(Value) ? Calls : Otherwise) = true;
  }
  bool is(const Expr *E) const {
    const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParens());
    return Ref && Ref->getDecl() == V;
  }

  const VarDecl *V;
  bool Calls = false, Otherwise = false;
};

/// How a branch of the function itself came out the last time.
std::optional<bool> branched(const Expr *E, const Path &Way) {
  for (auto It = Way.Steps.rbegin(); It != Way.Steps.rend(); ++It)
    if (const auto *Code = dyn_cast<Expr>(It->Code);
        Code && It->What == Step::Kind::Branch && It->Depth == 0 && Code->IgnoreParenImpCasts() == E)
      return It->Taken;
  return std::nullopt;
}

bool settles(const BinaryOperator *Of, bool Left) { return Left == (Of->getOpcode() == BO_LOr); }

/// The truth of an expression that branches have dealt with, all of it.
std::optional<bool> known(const Expr *Whole, const Path &Way) {
  const Expr *E = Whole->IgnoreParenImpCasts();
  if (const auto Is = branched(E, Way))
    return Is;
  if (const auto *Not = dyn_cast<UnaryOperator>(E); Not && Not->getOpcode() == UO_LNot) {
    const auto Is = known(Not->getSubExpr(), Way);
    return Is ? std::optional(!*Is) : std::nullopt;
  }
  const auto *B = dyn_cast<BinaryOperator>(E);
  if (!B || !B->isLogicalOp())
    return std::nullopt;
  const auto Left = known(B->getLHS(), Way);
  return Left && !settles(B, *Left) ? known(B->getRHS(), Way) : Left;
}

} // namespace

bool callsOther(const Expr *E) {
  HasCall Visitor;
  Visitor.TraverseStmt(const_cast<Expr *>(E));
  return Visitor.Found;
}

bool setByCalls(const VarDecl *V, const Stmt *Body) {
  SetByCalls Visitor(V);
  Visitor.TraverseStmt(const_cast<Stmt *>(Body));
  return Visitor.Calls && !Visitor.Otherwise;
}

const Expr *lastAsked(const Expr *Whole, const Path &Way) {
  const Expr *E = Whole->IgnoreParenImpCasts();
  if (const auto *B = dyn_cast<BinaryOperator>(E); B && B->isLogicalOp()) {
    const auto Left = known(B->getLHS(), Way);
    return Left && !settles(B, *Left) ? lastAsked(B->getRHS(), Way) : nullptr;
  }
  if (const auto *Choice = dyn_cast<ConditionalOperator>(E)) {
    const auto Is = known(Choice->getCond(), Way);
    return Is ? lastAsked(*Is ? Choice->getTrueExpr() : Choice->getFalseExpr(), Way) : nullptr;
  }
  return E;
}

std::optional<bool> truthOf(const Expr *Whole, const PartAnswers &Known) {
  const Expr *E = Whole->IgnoreParenImpCasts();
  for (const auto &[Part, Is] : Known)
    if (Part->IgnoreParenImpCasts() == E)
      return Is;
  if (const auto *Not = dyn_cast<UnaryOperator>(E); Not && Not->getOpcode() == UO_LNot) {
    const auto Is = truthOf(Not->getSubExpr(), Known);
    return Is ? std::optional(!*Is) : std::nullopt;
  }
  const auto *B = dyn_cast<BinaryOperator>(E);
  if (!B || !B->isLogicalOp())
    return std::nullopt;
  const auto Left = truthOf(B->getLHS(), Known);
  return Left && !settles(B, *Left) ? truthOf(B->getRHS(), Known) : Left;
}

const Expr *wholeOf(const Expr *Part, const ParentMap &Parents, const Unit &U) {
  const Expr *Whole = Part;
  if (!Part->getBeginLoc().isMacroID())
    return Part;
  const std::string Text = U.text(Part->getSourceRange());
  for (const Stmt *Up = Parents.getParent(Part); Up; Up = Parents.getParent(Up)) {
    const auto *B = dyn_cast<BinaryOperator>(Up);
    const auto *Unary = dyn_cast<UnaryOperator>(Up);
    const bool Logical = (B && B->isLogicalOp()) || (Unary && Unary->getOpcode() == UO_LNot);
    if ((!Logical && !isa<ParenExpr, ImplicitCastExpr>(Up)) || U.text(Up->getSourceRange()) != Text)
      break;
    if (Logical)
      Whole = cast<Expr>(Up);
  }
  return Whole;
}

} // namespace kverdict
