#include "compare/sides/Parameters.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecursiveASTVisitor.h>
#include <llvm/ADT/StringExtras.h>

#include <algorithm>
#include <optional>
#include <set>

using namespace clang;

namespace kverdict {
namespace {

/// Without what a caller need not know: qualifiers, also of what a pointer leads to, are no other value. Volatile is:
/// it says how memory is accessed, and each access is compared where it stands.
QualType plain(const ASTContext &Context, QualType Type) {
  Type = Type.getCanonicalType().getUnqualifiedType();
  return Type->isPointerType() ? Context.getPointerType(plain(Context, Type->getPointeeType())) : Type;
}

std::string typeText(const ASTContext &Context, QualType Type) { return plain(Context, Type).getAsString(); }

std::string shown(const ParmVarDecl *P, unsigned Position) {
  return P->getDeclName() ? P->getNameAsString() : "number " + std::to_string(Position + 1);
}

/// The lists of arguments in all calls of a function, in the order of the text; its own head is not among them.
std::vector<std::vector<std::string>> callsOf(const std::string &Text, const std::string &Name) {
  std::vector<std::vector<std::string>> Out;
  auto isName = [](char C) { return llvm::isAlnum(C) || C == '_'; };
  for (size_t At = Text.find(Name); At != std::string::npos; At = Text.find(Name, At + 1)) {
    size_t Open = At + Name.size();
    if ((At && isName(Text[At - 1])) || Open >= Text.size() || Text[Open] != '(')
      continue;
    std::vector<std::string> Arguments(1);
    int Depth = 1;
    for (++Open; Open < Text.size() && Depth; ++Open) {
      const char C = Text[Open];
      Depth += (C == '(' || C == '[' || C == '{') - (C == ')' || C == ']' || C == '}');
      if (C == ',' && Depth == 1)
        Arguments.emplace_back();
      else if (Depth && !llvm::isSpace(C))
        Arguments.back() += C;
    }
    Out.push_back(std::move(Arguments));
  }
  return Out;
}

/// Whether the new text passes everywhere the same as the old one, in the order of the new head. The heads themselves,
/// and declarations, stand in both lists: each names its parameters in its own order.
bool callersAdapted(const FunctionDecl *Old, const ParameterMatch &M, const FileTexts &Texts) {
  if (Old->isExternallyVisible() || !Texts.Old || !Texts.New)
    return false;
  const auto Before = callsOf(*Texts.Old, Old->getNameAsString()), After = callsOf(*Texts.New, Old->getNameAsString());
  if (Before.size() != After.size() || Before.size() < 2)
    return false;
  for (size_t I = 0; I < Before.size(); ++I)
    for (size_t J = 0; J < M.OldOf.size(); ++J)
      if (Before[I].size() != M.OldOf.size() || After[I].size() != M.OldOf.size() ||
          After[I][J] != Before[I][M.OldOf[J]])
        return false;
  return true;
}

/// Whether nothing in the function's body speaks of the parameter.
bool isUnused(const FunctionDecl *F, const ParmVarDecl *P) {
  struct Finder : RecursiveASTVisitor<Finder> {
    const ParmVarDecl *Wanted;
    bool Found = false;
    bool VisitDeclRefExpr(DeclRefExpr *E) { return !(Found = E->getDecl() == Wanted); }
  } Visitor;
  Visitor.Wanted = P;
  Visitor.TraverseStmt(F->getBody());
  return !Visitor.Found;
}

bool isNumber(QualType Type) { return Type->isIntegerType(); }

/// Says how the results compare, or that they do not.
void matchResults(const FunctionDecl *F, const FunctionDecl *G, ParameterMatch &M) {
  const QualType Old = F->getReturnType(), New = G->getReturnType();
  const std::string Was = typeText(F->getASTContext(), Old), Is = typeText(G->getASTContext(), New);
  if (Was == Is)
    return;
  if (!isNumber(Old) || !isNumber(New)) {
    M.Problem = "its type changed: it returned " + Was + ", now " + Is;
    return;
  }
  M.Results = Old->isBooleanType() || New->isBooleanType() ? ResultForm::Truth : ResultForm::Number;
  M.OldSigned = Old->isSignedIntegerOrEnumerationType(), M.NewSigned = New->isSignedIntegerOrEnumerationType();
}

} // namespace

bool ParameterMatch::isIdentity() const {
  for (unsigned I = 0; I < OldOf.size(); ++I)
    if (OldOf[I] != I)
      return false;
  return OldOf.size() == Names.size();
}

std::pair<z3::expr, z3::expr> ParameterMatch::alike(const z3::expr &Old, const z3::expr &New) const {
  const unsigned Left = Old.get_sort().bv_size(), Right = New.get_sort().bv_size();
  z3::context &Z = Old.ctx();
  auto truth = [&](const z3::expr &E, unsigned Width) {
    return z3::ite(E != Z.bv_val(0, Width), Z.bv_val(1, 8), Z.bv_val(0, 8)).simplify();
  };
  auto number = [&](const z3::expr &E, unsigned Width, bool Signed) {
    const unsigned More = std::max(Left, Right) + 1 - Width;
    return (Signed ? z3::sext(E, More) : z3::zext(E, More)).simplify();
  };
  switch (Results) {
  case ResultForm::Truth:
    return {truth(Old, Left), truth(New, Right)};
  case ResultForm::Number:
    return {number(Old, Left, OldSigned), number(New, Right, NewSigned)};
  case ResultForm::Same:
    break;
  }
  return {Old, New};
}

ParameterMatch matchParameters(const FunctionDecl *Old, const FunctionDecl *New, const FileTexts &Texts) {
  ParameterMatch M;
  matchResults(Old, New, M);
  if (!M.Problem.empty())
    return M;
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
    if (!Found[J] && isUnused(New, P)) { // whoever calls it passes one more value, which decides nothing
      M.OldOf.push_back(M.Names.size());
      M.Names.push_back("new " + shown(P, J));
      continue;
    }
    if (!Found[J]) {
      M.Problem = "its type changed: the parameter " + shown(P, J) + " is new";
      break;
    }
    const std::string Was = typeText(Old->getASTContext(), Old->getParamDecl(*Found[J])->getType()),
                      Is = typeText(New->getASTContext(), P->getType());
    if (Was != Is)
      M.Problem = "its type changed: the parameter " + shown(P, J) + " was " + Was + ", now " + Is;
    M.OldOf.push_back(*Found[J]);
  }
  for (unsigned I = 0; I < Old->getNumParams() && M.Problem.empty(); ++I)
    if (!Taken.count(I) && !isUnused(Old, Old->getParamDecl(I)))
      M.Problem = "its type changed: the parameter " + shown(Old->getParamDecl(I), I) + " is gone";
  if (M.Problem.empty() && !std::is_sorted(M.OldOf.begin(), M.OldOf.end()) && !callersAdapted(Old, M, Texts))
    M.Problem = "its parameters stand in another order, and callers pass by place";
  return M;
}

} // namespace kverdict
