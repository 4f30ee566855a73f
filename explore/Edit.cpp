#include "explore/Edit.h"

#include "parse/Unit.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecursiveASTVisitor.h>

#include <algorithm>

using namespace clang;

namespace kverdict {
namespace {

/// A literal 0 or 1, or an enumerator of that value: true and false as the kernel defines them.
bool truthConstant(const Expr *E, const ASTContext &Context, bool &Value) {
  Expr::EvalResult Result;
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  if (!isa<IntegerLiteral>(E) && !(Ref && isa<EnumConstantDecl>(Ref->getDecl())))
    return false;
  if (!E->EvaluateAsInt(Result, Context) || Result.Val.getInt().ugt(1))
    return false;
  Value = Result.Val.getInt().getBoolValue();
  return true;
}

/// True if control never runs past this statement.
bool leaves(const Stmt *S) {
  if (isa<ReturnStmt, GotoStmt>(S))
    return true;
  const auto *Block = dyn_cast<CompoundStmt>(S);
  return Block && !Block->body_empty() && leaves(Block->body_back());
}

class Finder : public RecursiveASTVisitor<Finder> {
public:
  Finder(const Unit &U, const FunctionDecl *F) : U(U), Truth(F->getReturnType()->isBooleanType()) {}

  std::vector<Edit> Found;

  bool VisitReturnStmt(ReturnStmt *S) {
    if (S->getRetValue())
      offerFlip(S->getRetValue(), S->getReturnLoc(), true);
    return true;
  }

  bool VisitBinaryOperator(BinaryOperator *S) {
    if (S->getOpcode() == BO_Assign && S->getLHS()->getType()->isBooleanType())
      offerFlip(S->getRHS(), S->getBeginLoc());
    return true;
  }

  bool VisitVarDecl(VarDecl *V) {
    if (V->getType()->isBooleanType() && V->getInit())
      offerFlip(V->getInit(), V->getBeginLoc());
    return true;
  }

  bool VisitConditionalOperator(ConditionalOperator *S) {
    offerFlip(S->getTrueExpr(), S->getTrueExpr()->getBeginLoc());
    offerFlip(S->getFalseExpr(), S->getFalseExpr()->getBeginLoc());
    return true;
  }

  bool VisitIfStmt(IfStmt *S) {
    if (S->getElse() || S->getBeginLoc().isMacroID() || !leaves(S->getThen()))
      return true;
    Edit E;
    E.What = Edit::Kind::DropGuard;
    E.Guard = S;
    E.At = U.place(S->getBeginLoc());
    E.Original = "if (" + U.text(S->getCond()->getSourceRange()) + ")";
    E.Change.Span = U.span(S->getSourceRange());
    if (!isa<CompoundStmt>(S->getThen())) // the range of a simple statement ends before its semicolon
      ++E.Change.Span.End.Column;
    E.Change.Description = "remove `" + E.Original + "`";
    Found.push_back(std::move(E));
    return true;
  }

private:
  void offerFlip(const Expr *Value, SourceLocation At, bool Returned = false) {
    const Expr *Literal = Value->IgnoreParenCasts();
    bool Is = false;
    if (!Truth || !truthConstant(Literal, U.context(), Is))
      return;
    Edit E;
    E.What = Edit::Kind::FlipConstant;
    E.Literal = Literal;
    E.Returned = Returned;
    E.At = U.place(At);
    E.Original = U.text(Literal->getSourceRange());
    E.Change.Span = U.span(Literal->getSourceRange());
    const bool Word = E.Original == "true" || E.Original == "false";
    E.Change.Text = Word ? (Is ? "false" : "true") : (Is ? "0" : "1");
    E.Change.Description = (Returned ? "return " : "") + E.Change.Text + " instead of " + E.Original;
    Found.push_back(std::move(E));
  }

  const Unit &U;
  bool Truth;
};

} // namespace

std::vector<Edit> editsOf(const Unit &U, const FunctionDecl *F) {
  Finder Found(U, F);
  Found.TraverseStmt(F->getBody());
  std::stable_sort(Found.Found.begin(), Found.Found.end(),
                   [](const Edit &A, const Edit &B) { return A.Change.Span.Begin < B.Change.Span.Begin; });
  return std::move(Found.Found);
}

} // namespace kverdict
