#include "parse/FunctionNames.h"

#include "parse/Unit.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/Expr.h>
#include <clang/AST/RecursiveASTVisitor.h>

using namespace clang;

namespace kverdict {
namespace {

class FunctionNames : public RecursiveASTVisitor<FunctionNames> {
public:
  FunctionNames(const ASTContext &Context, std::string Name) : Context(Context), Name(std::move(Name)) {}

  bool shouldTraversePostOrder() const { return true; } // what is in brackets first
  bool VisitParenExpr(ParenExpr *E) {
    if (isa<PredefinedExpr>(E->IgnoreParens()))
      E->setType(E->getSubExpr()->getType());
    return true;
  }
  bool VisitPredefinedExpr(PredefinedExpr *E) {
    const bool Plain =
        E->getIdentKind() == PredefinedIdentKind::Func || E->getIdentKind() == PredefinedIdentKind::Function;
    if (!Plain || !E->getFunctionName())
      return true;
    StringLiteral *Text = Context.getPredefinedStringLiteralFromCache(Name);
    *E->child_begin() = Text;
    E->setType(Text->getType());
    return true;
  }

private:
  const ASTContext &Context;
  const std::string Name;
};

} // namespace

void nameAsWritten(FunctionDecl &F) {
  const std::string Name = plainName(&F);
  if (F.getIdentifier() && F.doesThisDeclarationHaveABody() && Name != F.getName())
    FunctionNames(F.getASTContext(), Name).TraverseStmt(F.getBody());
}

} // namespace kverdict
