#include "compare/proof/SameFlow.h"

#include "compare/proof/CodeWriter.h"
#include "compare/proof/Effectless.h"
#include "explore/engine/Graphs.h"

#include <clang/AST/ASTContext.h>

#include <deque>
#include <optional>

using namespace clang;

namespace kverdict {
namespace {

/// Paths through nothing but what does nothing, of so many blocks, are loops.
constexpr unsigned MostPassedOver = 2000;

/// A place in a graph: before an element of a block, or behind its last. No block: what does not come back.
struct Place {
  const CFGBlock *Block = nullptr;
  unsigned Element = 0;
  auto operator<=>(const Place &) const = default;
};

const CFGBlock *target(const CFGBlock *From, unsigned Successor) {
  const CFGBlock::AdjacentBlock &To = *(From->succ_begin() + Successor);
  return To.getReachableBlock() ? To.getReachableBlock() : To.getPossiblyUnreachableBlock();
}

/// Of a condition that is denied, what is denied.
const Expr *undenied(const Expr *Condition, bool &Denied) {
  Condition = Condition->IgnoreParens();
  while (const auto *Not = dyn_cast<UnaryOperator>(Condition)) {
    if (Not->getOpcode() != UO_LNot)
      break;
    Denied = !Denied;
    Condition = Not->getSubExpr()->IgnoreParens();
  }
  return Condition;
}

bool hasTwoWays(const CFGBlock *B) {
  const Stmt *End = B->getTerminatorStmt();
  return End && B->succ_size() == 2 && B->getLastCondition() && !isa<SwitchStmt, GCCAsmStmt, IndirectGotoStmt>(End);
}

/// One version of a function.
class Flow {
public:
  Flow(const Unit &U, const FunctionDecl *F, const std::vector<Model> &Models, Graphs &Cfgs)
      : Context(U.context()), Graph(Cfgs.graph(F)), Writer(U, Models), Skipped(effectless(F)),
        Unevaluated(Cfgs.unevaluated(F)) {
    for (const CFGBlock *B :
         Graph ? std::vector<const CFGBlock *>(Graph->begin(), Graph->end()) : std::vector<const CFGBlock *>())
      if (hasTwoWays(B)) {
        const Expr *Condition = B->getLastCondition();
        if (const int Truth = constantTruth(U, Models, Condition); Truth >= 0) {
          Settled.emplace(B, Truth);
          addParts(Condition, Skipped);
        }
        bool Denied = false;
        for (const Expr *E = Condition->IgnoreParens(), *Inner = undenied(E, Denied); E != Inner;
             E = cast<UnaryOperator>(E)->getSubExpr()->IgnoreParens())
          Skipped.insert(E);
      }
  }

  bool known() const { return Graph; }
  Place entry() const { return {&Graph->getEntry(), 0}; }
  bool atExit(const Place &P) const { return P.Block == &Graph->getExit(); }
  bool atEnd(const Place &P) const { return P.Element >= P.Block->size(); }
  CFGElement element(const Place &P) const { return (*P.Block)[P.Element]; }

  /// Goes on to what does something. None if it never comes to that.
  std::optional<Place> goOn(Place P) const {
    for (unsigned Blocks = 0; P.Block && !atExit(P); ++Blocks) {
      while (!atEnd(P) && passedOver(element(P)))
        ++P.Element;
      if (!atEnd(P))
        return P;
      const int Next = onlyWay(P.Block);
      if (Next < 0)
        return P;
      if (Blocks > MostPassedOver)
        return std::nullopt;
      P = {static_cast<unsigned>(Next) < P.Block->succ_size() ? target(P.Block, Next) : nullptr, 0};
    }
    return P;
  }

  const ASTContext &Context;
  CFG *Graph;
  CodeWriter Writer;

private:
  bool passedOver(const CFGElement &E) const {
    const auto Code = E.getAs<CFGStmt>();
    if (!Code)
      return false;
    const Stmt *S = Code->getStmt();
    if (const auto *Inside = dyn_cast<Expr>(S))
      S = Inside->IgnoreParens();
    return isa<NullStmt>(S) || Skipped.count(S) || Skipped.count(Code->getStmt()) || Unevaluated.count(Code->getStmt());
  }

  /// The only successor that is taken; -1 if there are more.
  int onlyWay(const CFGBlock *B) const {
    const Stmt *End = B->getTerminatorStmt();
    if (End && isa<IndirectGotoStmt>(End))
      return -1;
    if (!End || B->succ_size() < 2)
      return 0;
    if (isa<SwitchStmt, GCCAsmStmt>(End))
      return -1;
    if (Unevaluated.count(End))
      return 1;
    if (const auto It = Settled.find(B); It != Settled.end())
      return It->second ? 0 : 1;
    return B->getLastCondition() ? -1 : 0;
  }

  std::unordered_set<const Stmt *> Skipped;
  const std::unordered_set<const Stmt *> &Unevaluated;
  std::map<const CFGBlock *, bool> Settled; ///< those that end with a branch on a constant
};

/// Two versions of a function, without what they call.
class Walk {
public:
  Walk(Flow &Old, Flow &New, const FunctionDecl *OldF, const FunctionDecl *NewF)
      : Old(Old), New(New), OldF(OldF), NewF(NewF) {}

  bool same() {
    if (!begins())
      return false;
    add(Old.entry(), New.entry());
    while (Fine && !Waiting.empty()) {
      At = Waiting.back();
      Waiting.pop_back();
      Fine &= step(At.first, At.second);
    }
    for (const auto &Each : Parts) // what stands in another block may have come up later
      Fine = Fine && samePart(Each.Old, Each.New);
    return Fine && Old.Writer.shapes() == New.Writer.shapes();
  }

  /// All of the walk, also behind the first difference: where both are still the same on another way.
  std::optional<Parting> parting() {
    if (!begins())
      return std::nullopt;
    add(Old.entry(), New.entry());
    while (!Waiting.empty()) {
      At = Waiting.back();
      Waiting.pop_back();
      const bool Stepped = step(At.first, At.second);
      if (!std::exchange(Fine, true) || !Stepped)
        Differ.insert(At);
    }
    for (const auto &Each : Parts)
      if (!samePart(Each.Old, Each.New))
        Differ.insert(Each.At);
    return told();
  }

private:
  using Both = std::pair<Place, Place>;

  struct Part {
    const Stmt *Old, *New;
    Both At;
  };

  bool begins() { return Old.known() && New.known() && Old.Writer.begin(OldF) == New.Writer.begin(NewF); }

  void add(const Place &A, const Place &B) {
    const auto X = Old.goOn(A), Y = New.goOn(B);
    if (!X || !Y) {
      Fine = false;
      return;
    }
    Before[{*X, *Y}].insert(At);
    if (Seen.insert({*X, *Y}).second)
      Waiting.push_back({*X, *Y});
  }

  /// The places from which a difference can be reached.
  std::set<Both> warm() const {
    std::set<Both> Out = Differ;
    std::vector<Both> Next(Differ.begin(), Differ.end());
    while (!Next.empty()) {
      const auto It = Before.find(Next.back());
      Next.pop_back();
      if (It == Before.end())
        continue;
      for (const Both &Each : It->second)
        if (Out.insert(Each).second)
          Next.push_back(Each);
    }
    return Out;
  }

  Parting told() const {
    Parting Out;
    const std::set<Both> Warm = warm();
    auto add = [](std::set<unsigned> &To, const Place &P) {
      if (P.Block)
        To.insert(P.Block->getBlockID());
    };
    std::set<unsigned> OldWarm, NewWarm;
    for (const Both &Each : Differ)
      add(Out.Old.First, Each.first), add(Out.New.First, Each.second);
    for (const Both &Each : Warm)
      add(OldWarm, Each.first), add(NewWarm, Each.second);
    for (const Both &Each : Seen) {
      if (Each.first.Block && !OldWarm.count(Each.first.Block->getBlockID()))
        add(Out.Old.Same, Each.first);
      if (Each.second.Block && !NewWarm.count(Each.second.Block->getBlockID()))
        add(Out.New.Same, Each.second);
    }
    return Out;
  }

  bool step(const Place &A, const Place &B) {
    if (!A.Block || !B.Block)
      return A.Block == B.Block;
    if (Old.atExit(A) || New.atExit(B))
      return Old.atExit(A) && New.atExit(B);
    if (Old.atEnd(A) != New.atEnd(B))
      return false;
    if (Old.atEnd(A))
      return branch(A.Block, B.Block);
    if (!element(Old.element(A), New.element(B)))
      return false;
    add({A.Block, A.Element + 1}, {B.Block, B.Element + 1});
    return true;
  }

  bool element(const CFGElement &A, const CFGElement &B) {
    if (const auto X = A.getAs<CFGStmt>(), Y = B.getAs<CFGStmt>(); X && Y)
      return statement(X->getStmt(), Y->getStmt());
    const auto X = A.getAs<CFGCleanupFunction>(), Y = B.getAs<CFGCleanupFunction>();
    return X && Y &&
           Old.Writer.one(X->getVarDecl(), X->getFunctionDecl()) ==
               New.Writer.one(Y->getVarDecl(), Y->getFunctionDecl());
  }

  static Stmt *inner(const Stmt *S) {
    const auto *E = dyn_cast<Expr>(S);
    return const_cast<Stmt *>(E ? E->IgnoreParens() : S);
  }

  bool statement(const Stmt *Left, const Stmt *Right) {
    Stmt *A = inner(Left), *B = inner(Right);
    const bool Fresh = OldOf.try_emplace(B, A).second, Again = NewOf.try_emplace(A, B).second;
    if (!Fresh || !Again)
      return OldOf[B] == A && NewOf[A] == B;
    if (Old.Writer.one(A) != New.Writer.one(B))
      return false;
    if (const auto *X = dyn_cast<StmtExpr>(A))
      return value(X, cast<StmtExpr>(B));
    for (auto I = A->child_begin(), J = B->child_begin(); I != A->child_end() && J != B->child_end(); ++I, ++J)
      part(*I, *J);
    return true;
  }

  /// What gives a `({ ... })` its value stands last.
  bool value(const StmtExpr *A, const StmtExpr *B) {
    if (A->getType()->isVoidType())
      return true;
    const CompoundStmt *X = A->getSubStmt(), *Y = B->getSubStmt();
    if (X->body_empty() || Y->body_empty())
      return false;
    part(X->body_back(), Y->body_back());
    return true;
  }

  void part(const Stmt *A, const Stmt *B) { Parts.push_back({A, B, At}); }

  bool samePart(const Stmt *Left, const Stmt *Right) {
    if (!Left || !Right)
      return Left == Right;
    Stmt *A = inner(Left), *B = inner(Right);
    const auto X = NewOf.find(A);
    const auto Y = OldOf.find(B);
    if (X != NewOf.end() || Y != OldOf.end())
      return X != NewOf.end() && X->second == B;
    return Old.Writer.whole(A) == New.Writer.whole(B);
  }

  bool branch(const CFGBlock *A, const CFGBlock *B) {
    const Stmt *X = A->getTerminatorStmt(), *Y = B->getTerminatorStmt();
    if (isa<IndirectGotoStmt>(X) || isa<IndirectGotoStmt>(Y))
      return false;
    if (isa<SwitchStmt>(X) && isa<SwitchStmt>(Y))
      return choice(A, B);
    if (isa<GCCAsmStmt>(X) && isa<GCCAsmStmt>(Y)) {
      if (A->succ_size() != B->succ_size() || !statement(X, Y))
        return false;
      for (unsigned I = 0; I < A->succ_size(); ++I)
        add({target(A, I), 0}, {target(B, I), 0});
      return true;
    }
    if (!hasTwoWays(A) || !hasTwoWays(B))
      return false;
    bool Denied = false;
    const Expr *Was = undenied(A->getLastCondition(), Denied), *Is = undenied(B->getLastCondition(), Denied);
    part(Was, Is);
    for (unsigned I = 0; I < 2; ++I)
      add({target(A, I), 0}, {target(B, Denied ? 1 - I : I), 0});
    return true;
  }

  using Cases = std::map<std::string, const CFGBlock *>;

  static std::string number(const ASTContext &Context, const Expr *E) {
    return llvm::toString(E->EvaluateKnownConstInt(Context), 10);
  }

  static Cases cases(const ASTContext &Context, const CFGBlock *B) {
    Cases Out;
    for (unsigned I = 0; I < B->succ_size(); ++I) {
      const CFGBlock *To = target(B, I);
      const auto *Case = To ? dyn_cast_or_null<CaseStmt>(To->getLabel()) : nullptr;
      std::string Name = "default";
      if (Case)
        Name = number(Context, Case->getLHS()) + (Case->getRHS() ? ".." + number(Context, Case->getRHS()) : "");
      Out[Name] = To;
    }
    return Out;
  }

  bool choice(const CFGBlock *A, const CFGBlock *B) {
    part(cast<SwitchStmt>(A->getTerminatorStmt())->getCond(), cast<SwitchStmt>(B->getTerminatorStmt())->getCond());
    const Cases Was = cases(Old.Context, A), Is = cases(New.Context, B);
    if (Was.size() != Is.size() || Was.size() != A->succ_size() || Is.size() != B->succ_size())
      return false;
    for (auto I = Was.begin(), J = Is.begin(); I != Was.end(); ++I, ++J) {
      if (I->first != J->first)
        return false;
      add({I->second, 0}, {J->second, 0});
    }
    return true;
  }

  Flow &Old, &New;
  const FunctionDecl *OldF, *NewF;
  bool Fine = true;
  Both At; ///< where both are
  std::vector<Both> Waiting;
  std::set<Both> Seen, Differ;
  std::map<Both, std::set<Both>> Before;
  std::map<const Stmt *, const Stmt *> OldOf, NewOf;
  std::vector<Part> Parts;
};

/// All functions that are reached, pair by pair.
class Reached {
public:
  Reached(const Unit &Old, const Unit &New, const std::vector<Model> &Models) : Old(Old), New(New), Models(Models) {}

  FlowAnswer run(const FunctionDecl *OldF, const FunctionDecl *NewF) {
    FlowAnswer Out;
    if (!pair(OldF, NewF))
      return Out;
    Seen.insert({OldF, NewF});
    walk(Out.Changed);
    Out.Same = true;
    return Out;
  }

  std::optional<Parting> parting(const FunctionDecl *OldF, const FunctionDecl *NewF) {
    Flow X(Old, OldF, Models, Cfgs), Y(New, NewF, Models, Cfgs);
    std::optional<Parting> Out = Walk(X, Y, OldF, NewF).parting();
    std::set<std::string> Changed;
    for (const FunctionDecl *A : X.Writer.reached()) // what one version alone calls stands behind a difference
      for (const FunctionDecl *B : Y.Writer.reached())
        if (plainName(A) == plainName(B))
          Waiting.push_back({A, B});
    if (Out)
      walk(Changed);
    return Changed.empty() ? Out : std::nullopt;
  }

private:
  void walk(std::set<std::string> &Changed) {
    while (!Waiting.empty()) {
      const auto Next = Waiting.front();
      Waiting.pop_front();
      if (Seen.insert(Next).second && !pair(Next.first, Next.second))
        Changed.insert(plainName(Next.first));
    }
  }

  bool pair(const FunctionDecl *A, const FunctionDecl *B) { return sameText(A, B) || sameWalk(A, B); }

  bool sameText(const FunctionDecl *A, const FunctionDecl *B) {
    CodeWriter X(Old, Models), Y(New, Models);
    return X.begin(A) == Y.begin(B) && X.whole(A->getBody()) == Y.whole(B->getBody()) && X.shapes() == Y.shapes() &&
           follow(X, Y);
  }

  bool sameWalk(const FunctionDecl *A, const FunctionDecl *B) {
    Flow X(Old, A, Models, Cfgs), Y(New, B, Models, Cfgs);
    return Walk(X, Y, A, B).same() && follow(X.Writer, Y.Writer);
  }

  /// What they reach comes up in one order.
  bool follow(const CodeWriter &X, const CodeWriter &Y) {
    const auto &Left = X.reached(), &Right = Y.reached();
    if (Left.size() != Right.size())
      return false;
    for (size_t I = 0; I < Left.size(); ++I)
      if (plainName(Left[I]) != plainName(Right[I]))
        return false;
    for (size_t I = 0; I < Left.size(); ++I)
      Waiting.push_back({Left[I], Right[I]});
    return true;
  }

  const Unit &Old, &New;
  const std::vector<Model> &Models;
  Graphs Cfgs;
  std::set<std::pair<const FunctionDecl *, const FunctionDecl *>> Seen;
  std::deque<std::pair<const FunctionDecl *, const FunctionDecl *>> Waiting;
};

} // namespace

FlowAnswer sameFlow(const Unit &Old, const Unit &New, const FunctionDecl *OldF, const FunctionDecl *NewF,
                    const std::vector<Model> &Models) {
  return Reached(Old, New, Models).run(OldF, NewF);
}

std::optional<Parting> whereTheyPart(const Unit &Old, const Unit &New, const FunctionDecl *OldF,
                                     const FunctionDecl *NewF, const std::vector<Model> &Models) {
  if (&Old.companion() != &New.companion()) // what they mean by a type might differ
    return std::nullopt;
  return Reached(Old, New, Models).parting(OldF, NewF);
}

} // namespace kverdict
