#include "explore/ExplorerParts.h"

#include "core/Error.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecursiveASTVisitor.h>

using namespace clang;

namespace kverdict {

z3::expr all(z3::context &Ctx, const std::vector<z3::expr> &Conditions) {
  z3::expr_vector Parts(Ctx);
  for (const z3::expr &E : Conditions)
    Parts.push_back(E);
  return z3::mk_and(Parts);
}

const Stmt *lastReturned(const Path &P) {
  for (auto It = P.Steps.rbegin(); It != P.Steps.rend(); ++It)
    if (It->What == Step::Kind::Return && It->Depth == 0)
      return It->Code;
  return nullptr;
}

SourcePlace lastReturn(const Unit &U, const Path &P) {
  const Stmt *Last = lastReturned(P);
  return Last ? U.place(Last->getBeginLoc()) : U.place(P.StoppedAt);
}

/// The text of a condition without the `#line` before and behind it (parse/Extras writes them).
static std::string withoutLines(const std::string &Text) {
  const size_t Open = Text.find('"'), Close = Text.find('"', Open + 1), End = Text.rfind("#line");
  return Open == std::string::npos || Close == std::string::npos || End < Close
             ? Text
             : Text.substr(Close + 1, End - Close - 1);
}

const FunctionDecl *Explorer::Parts::function(const std::string &Name) {
  const FunctionDecl *F = U.definition(Name);
  if (!F)
    throw Error(ExitCode::Usage, "there is no definition of " + Name + "() in this file");
  return F;
}

const std::vector<Path> &Explorer::Parts::paths(const std::string &Name, const Edit *Changed) {
  if (!Changed)
    return walk(Name, function(Name), false);
  auto [It, New] =
      Known.try_emplace(Name + "@" + std::to_string(Changed->At.Line) + ":" +
                        std::to_string(Changed->Change.Span.Begin.Column) + ":" + Changed->Change.Description);
  if (New)
    It->second =
        std::make_shared<Walked>(Walked{function(Name), {}, Machine(Shop, Name, Changed).paths(function(Name)), {}});
  return It->second->Paths;
}

const std::vector<Path> &Explorer::Parts::walk(const std::string &Run, const FunctionDecl *F, bool Contract,
                                               const z3::expr *Result) {
  auto [Own, New] = Known.try_emplace(Run);
  if (!New)
    return Own->second->Paths;
  auto [Begin, End] = Shared->Walks.equal_range(Run);
  auto Same = std::find_if(Begin, End, [&](const auto &Each) {
    const Walked &W = *Each.second;
    return W.Function == F && std::all_of(W.Called.begin(), W.Called.end(), [&](const auto &Known) {
             return Calls.classify(Known.first, 0) == Known.second;
           });
  });
  if (Same == End) {
    auto Made = std::make_shared<Walked>();
    Machine M(Shop, Run, nullptr, Contract);
    Made->Function = F;
    Made->Paths = M.paths(F, Result);
    Made->Met = M.met();
    for (const FunctionDecl *Each : M.called())
      Made->Called.emplace_back(Each, Calls.classify(Each, 0));
    Same = Shared->Walks.emplace(Run, std::move(Made));
  }
  return (Own->second = Same->second)->Paths;
}

std::vector<Alias> Explorer::Parts::aliased(const std::string &Function, const Path *Alone) {
  paths(Function);
  Meetings Met = Known.at(Function)->Met;
  if (Alone)
    std::erase_if(Met, [&](const auto &Each) {
      return !Alone->Touched.count(Each.first.Region) || !Alone->Touched.count(Each.second.Region);
    });
  return aliases(S, U.context(), Met);
}

Explorer::Parts &Explorer::Parts::world(const Alias &A) {
  std::unique_ptr<Parts> &There = Worlds[A.distinct().Text + "@" + std::to_string(A.Bytes)];
  if (!There) {
    There = std::make_unique<Parts>(U, R, std::make_shared<Terms>(U.target()));
    AliasWorld{false, false, {A}, {}}.suppose(There->S);
  }
  return *There;
}

const std::vector<Path> &Explorer::Parts::condition(const std::string &Name) {
  const FunctionDecl *F = function(Name);
  struct Mentioned : RecursiveASTVisitor<Mentioned> {
    std::set<std::string> Parameters;
    bool VisitDeclRefExpr(DeclRefExpr *E) {
      if (const auto *P = dyn_cast<ParmVarDecl>(E->getDecl()))
        Parameters.insert(P->getNameAsString() + ":" + P->getType().getCanonicalType().getAsString());
      return true;
    }
  } Visitor;
  Visitor.TraverseStmt(F->getBody());
  std::string Key = "condition:" + withoutLines(U.text(F->getBody()->getSourceRange()));
  for (const std::string &P : Visitor.Parameters)
    Key += "\n" + P;
  return walk(Key, F, true);
}

const std::vector<Path> &Explorer::Parts::ensures(const std::string &Name, const z3::expr &Result) {
  return walk(Name, function(Name), true, &Result);
}

z3::expr Explorer::Parts::result(const std::string &Function) {
  QualType Type = function(Function)->getReturnType();
  if (Type->isVoidType())
    throw Error(ExitCode::Usage, Function + "() returns nothing");
  return Ctx.bv_const(("result of " + Function).c_str(), U.context().getTypeSize(Type));
}

} // namespace kverdict
