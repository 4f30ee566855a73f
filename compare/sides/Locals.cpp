#include "compare/sides/Locals.h"

#include <clang/AST/RecursiveASTVisitor.h>

#include <map>

using namespace clang;

namespace kverdict {
namespace {

/// A longer assignment is told by its line.
constexpr size_t Longest = 40;

/// The locals that an expression names.
struct LocalsIn : RecursiveASTVisitor<LocalsIn> {
  bool VisitDeclRefExpr(DeclRefExpr *E) {
    if (const auto *V = dyn_cast<VarDecl>(E->getDecl()); V && V->hasLocalStorage())
      Found.insert(V);
    return true;
  }
  std::set<const VarDecl *> Found;
};

bool names(const Stmt *E, const VarDecl *V) {
  const auto *Ref = dyn_cast<DeclRefExpr>(cast<Expr>(E)->IgnoreParens());
  return Ref && Ref->getDecl() == V;
}

/// How a local came to hold what it holds.
struct Set {
  bool Counted = false; ///< `i++`, `n += 2`: by what it was
  std::string Text;     ///< "r = ext(s->m)"; empty for what it was at entry
  bool Fixed = false;   ///< to a constant, of which nothing is asked
};

Set setTo(const Unit &U, const VarDecl *V, const Expr *To, SourceLocation At) {
  To = To->IgnoreParenImpCasts();
  Expr::EvalResult Value;
  const bool Fixed = !To->isValueDependent() && To->EvaluateAsInt(Value, U.context());
  const std::string Text = V->getNameAsString() + " = " + U.text(To->getSourceRange());
  return {false,
          Text.size() <= Longest ? Text : V->getNameAsString() + " is set in line " + std::to_string(U.place(At).Line),
          Fixed};
}

/// `start = untagged_addr(start)`, where that is `start`: it holds what it held.
bool keeps(const BinaryOperator *Assignment, const VarDecl *V) {
  return Assignment->getOpcode() == BO_Assign && names(Assignment->getRHS()->IgnoreParenImpCasts(), V);
}

/// What a step gives a local, if it does.
std::optional<Set> setBy(const Unit &U, const Stmt *Code, const VarDecl *V) {
  if (const auto *Assignment = dyn_cast<BinaryOperator>(Code);
      Assignment && names(Assignment->getLHS(), V) && !keeps(Assignment, V))
    return Assignment->getOpcode() == BO_Assign ? setTo(U, V, Assignment->getRHS(), Assignment->getBeginLoc())
                                                : Set{true};
  if (const auto *Counts = dyn_cast<UnaryOperator>(Code); Counts && names(Counts->getSubExpr(), V))
    return Set{true};
  if (const auto *Declares = dyn_cast<DeclStmt>(Code))
    for (const Decl *D : Declares->decls())
      if (D == V && V->hasInit())
        return setTo(U, V, V->getInit(), V->getLocation());
  return std::nullopt;
}

/// All of them on the way to a condition, the last one last; the first is what it was at entry.
std::vector<Set> history(const Path &P, const Literal &L, const VarDecl *V) {
  std::vector<Set> All(1);
  for (size_t I = 0; I < std::min(L.Step, P.Steps.size()); ++I)
    if (P.Steps[I].What == Step::Kind::Assignment && P.Steps[I].Depth == 0)
      if (const auto Found = setBy(*L.Source, P.Steps[I].Code, V))
        All.push_back(*Found);
  return All;
}

} // namespace

void tellLocalsApart(const std::vector<Literal *> &All, const std::function<const Path &(const Literal &)> &WayOf) {
  std::vector<std::map<std::string, Set>> Held(All.size());
  std::map<std::string, std::set<std::string>> Ways; ///< by a local's name: how it was set
  std::set<std::string> Counted;
  for (size_t I = 0; I < All.size(); ++I) {
    if (!All[I]->Code || All[I]->Depth)
      continue;
    LocalsIn Named;
    Named.TraverseStmt(const_cast<Expr *>(All[I]->Code));
    for (const VarDecl *V : Named.Found)
      for (const Set &Each : history(WayOf(*All[I]), *All[I], V)) {
        Held[I][V->getNameAsString()] = Each;
        if (!Each.Fixed && (!Each.Text.empty() || isa<ParmVarDecl>(V)))
          Ways[V->getNameAsString()].insert(Each.Text);
        if (Each.Counted || All[I]->Time)
          Counted.insert(V->getNameAsString());
      }
  }
  for (size_t I = 0; I < All.size(); ++I)
    for (const auto &[Name, Last] : Held[I])
      if (Ways[Name].size() > 1 && !Counted.count(Name) && !Last.Text.empty() &&
          All[I]->After.find(Last.Text) == std::string::npos)
        All[I]->After += " after " + Last.Text;
}

} // namespace kverdict
