#include "parse/Bindings.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecursiveASTVisitor.h>

using namespace clang;

namespace kverdict {
namespace {

class Bound : public RecursiveASTVisitor<Bound> {
public:
  Bound(const Unit &U, const std::vector<std::string> &Functions, unsigned Line)
      : U(U), SM(U.context().getSourceManager()), Functions(Functions), Line(Line) {}

  bool VisitDeclRefExpr(DeclRefExpr *E) { return isElsewhere(E->getDecl()); }
  bool VisitMemberExpr(MemberExpr *E) { return isElsewhere(E->getMemberDecl()); }
  bool VisitExpr(Expr *E) {
    QualType T = E->getType();
    while (!T.isNull() && !T->getPointeeType().isNull())
      T = T->getPointeeType();
    const TagDecl *Tag = T.isNull() ? nullptr : T->getAsTagDecl();
    return !Tag || isElsewhere(Tag);
  }

  std::string Found;

private:
  bool isElsewhere(const NamedDecl *D) {
    const SourceLocation At = SM.getExpansionLoc(D->getLocation());
    const bool Local = isa<ParmVarDecl>(D) || D->getParentFunctionOrMethod();
    const bool Own = isa<FunctionDecl>(D) &&
                     std::find(Functions.begin(), Functions.end(), plainName(cast<FunctionDecl>(D))) != Functions.end();
    const bool Shared = isa<ValueDecl>(D) && D->hasExternalFormalLinkage(); // whatever file names it
    if (!Local && !Own && !Shared && SM.getFileID(At) == SM.getMainFileID() && U.place(At).Line < Line)
      Found = D->getNameAsString();
    return Found.empty();
  }

  const Unit &U;
  const SourceManager &SM;
  const std::vector<std::string> &Functions;
  const unsigned Line;
};

} // namespace

std::string boundAbove(const Unit &U, const std::vector<std::string> &Functions, unsigned Line) {
  Bound Looking(U, Functions, Line);
  for (const std::string &Each : Functions)
    if (const FunctionDecl *F = U.definition(Each); F && Looking.Found.empty())
      Looking.TraverseStmt(F->getBody());
  return Looking.Found;
}

} // namespace kverdict
