#include "parse/DeadParts.h"

#include "parse/Unit.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecursiveASTVisitor.h>

using namespace clang;

namespace kverdict {
namespace {

class DeadParts : public RecursiveASTVisitor<DeadParts> {
public:
  DeadParts(const Unit &U, unsigned Line) : U(U), Line(Line) {}

  std::string Found;

  bool VisitIfStmt(IfStmt *S) { return either(S->getCond(), S->getThen(), S->getElse()); }
  bool VisitConditionalOperator(ConditionalOperator *E) {
    return either(E->getCond(), E->getTrueExpr(), E->getFalseExpr());
  }
  bool VisitBinaryOperator(BinaryOperator *E) {
    if (E->getOpcode() == BO_LAnd)
      return either(E->getLHS(), E->getRHS(), nullptr);
    return E->getOpcode() != BO_LOr || either(E->getLHS(), nullptr, E->getRHS());
  }

private:
  bool either(const Expr *Condition, const Stmt *IfTrue, const Stmt *IfFalse) {
    const std::string By = Condition ? option(Condition) : "";
    bool Is = false;
    if (By.empty() || Condition->isValueDependent() || !Condition->EvaluateAsBooleanCondition(Is, U.context()))
      return true;
    const Stmt *Dead = Is ? IfFalse : IfTrue;
    if (Dead && !isa<IntegerLiteral>(Dead) && U.place(Dead->getBeginLoc()).Line <= Line &&
        Line <= U.place(Dead->getEndLoc()).Line)
      Found = By;
    return Found.empty();
  }

  /// The option that a condition asks for: "CONFIG_X" of `IS_ENABLED(CONFIG_X)`.
  std::string option(const Expr *Condition) const {
    const std::string Text = U.text(Condition->getSourceRange());
    for (llvm::StringRef Asks : {"IS_ENABLED(", "IS_BUILTIN(", "IS_MODULE(", "IS_REACHABLE("})
      if (const size_t At = Text.find(Asks); At != std::string::npos) {
        const size_t Begin = At + Asks.size();
        return Text.substr(Begin, Text.find(')', Begin) - Begin);
      }
    return "";
  }

  const Unit &U;
  const unsigned Line;
};

} // namespace

std::string leftOutBy(const Unit &U, const FunctionDecl *F, unsigned Line) {
  if (!F || !F->getBody())
    return "";
  DeadParts Parts(U, Line);
  Parts.TraverseStmt(F->getBody());
  return Parts.Found;
}

} // namespace kverdict
