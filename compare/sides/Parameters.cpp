#include "compare/sides/Parameters.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>

#include <optional>
#include <set>

using namespace clang;

namespace kverdict {
namespace {

std::string typeText(QualType Type) { return Type.getCanonicalType().getUnqualifiedType().getAsString(); }

std::string shown(const ParmVarDecl *P, unsigned Position) {
  return P->getDeclName() ? P->getNameAsString() : "number " + std::to_string(Position + 1);
}

} // namespace

ParameterMatch matchParameters(const FunctionDecl *Old, const FunctionDecl *New) {
  ParameterMatch M;
  const std::string OldResult = typeText(Old->getReturnType()), NewResult = typeText(New->getReturnType());
  if (OldResult != NewResult) {
    M.Problem = "its type changed: it returned " + OldResult + ", now " + NewResult;
    return M;
  }
  for (unsigned I = 0; I < Old->getNumParams(); ++I)
    M.Names.push_back(Old->getParamDecl(I)->getDeclName() ? Old->getParamDecl(I)->getNameAsString()
                                                          : "parameter " + std::to_string(I + 1));
  std::vector<std::optional<unsigned>> Found(New->getNumParams());
  std::set<unsigned> Taken;
  for (unsigned J = 0; J < New->getNumParams(); ++J)
    for (unsigned I = 0; I < Old->getNumParams() && New->getParamDecl(J)->getDeclName(); ++I)
      if (New->getParamDecl(J)->getName() == Old->getParamDecl(I)->getName())
        Found[J] = I, Taken.insert(I);
  for (unsigned J = 0; J < New->getNumParams(); ++J)
    if (!Found[J] && J < Old->getNumParams() && !Taken.count(J))
      Found[J] = J, Taken.insert(J);
  for (unsigned J = 0; J < New->getNumParams() && M.Problem.empty(); ++J) {
    const ParmVarDecl *P = New->getParamDecl(J);
    if (!Found[J]) {
      M.Problem = "its type changed: the parameter " + shown(P, J) + " is new";
      break;
    }
    const std::string Was = typeText(Old->getParamDecl(*Found[J])->getType()), Is = typeText(P->getType());
    if (Was != Is)
      M.Problem = "its type changed: the parameter " + shown(P, J) + " was " + Was + ", now " + Is;
    M.OldOf.push_back(*Found[J]);
  }
  for (unsigned I = 0; I < Old->getNumParams() && M.Problem.empty(); ++I)
    if (!Taken.count(I))
      M.Problem = "its type changed: the parameter " + shown(Old->getParamDecl(I), I) + " is gone";
  return M;
}

} // namespace kverdict
