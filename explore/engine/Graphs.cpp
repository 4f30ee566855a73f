#include "explore/engine/Graphs.h"

#include "parse/Initialiser.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/RecursiveASTVisitor.h>

#include <llvm/ADT/STLExtras.h>

using namespace clang;

namespace kverdict {

CFG *Graphs::graph(const FunctionDecl *F) {
  auto [It, New] = Built.try_emplace(F, nullptr);
  if (New) {
    CFG::BuildOptions Options;
    Options.setAllAlwaysAdd();
    Options.PruneTriviallyFalseEdges = false;
    Options.AddImplicitDtors = true; // in C: cleanup functions
    It->second = CFG::buildCFG(F, F->getBody(), &F->getASTContext(), Options);
  }
  return It->second.get();
}

bool Graphs::isHead(const FunctionDecl *F, const CFGBlock *Block) {
  auto [It, New] = Heads.try_emplace(F);
  if (!New)
    return It->second.count(Block);
  std::set<const CFGBlock *> Seen, Open;
  std::vector<std::pair<const CFGBlock *, CFGBlock::const_succ_iterator>> Way;
  auto enter = [&](const CFGBlock *B) {
    Seen.insert(B);
    Open.insert(B);
    Way.push_back({B, B->succ_begin()});
  };
  enter(&graph(F)->getEntry());
  while (!Way.empty()) {
    auto &[B, Next] = Way.back();
    if (Next == B->succ_end()) {
      Open.erase(B);
      Way.pop_back();
      continue;
    }
    const CFGBlock::AdjacentBlock &To = *Next++;
    const CFGBlock *Target = To.getReachableBlock() ? To.getReachableBlock() : To.getPossiblyUnreachableBlock();
    if (Target && Open.count(Target))
      It->second.insert(Target);
    else if (Target && !Seen.count(Target))
      enter(Target);
  }
  return It->second.count(Block);
}

static const CFGBlock *target(const CFGBlock::AdjacentBlock &To) {
  return To.getReachableBlock() ? To.getReachableBlock() : To.getPossiblyUnreachableBlock();
}

/// The blocks that a way from the entry comes to without one of them.
static std::set<const CFGBlock *> reachedWithout(const CFG &Graph, const CFGBlock *Without) {
  std::set<const CFGBlock *> Found{&Graph.getEntry()};
  std::vector<const CFGBlock *> Waiting{&Graph.getEntry()};
  while (!Waiting.empty()) {
    const CFGBlock *Block = Waiting.back();
    Waiting.pop_back();
    for (const CFGBlock::AdjacentBlock &Each : Block->succs())
      if (const CFGBlock *To = target(Each); To && To != Without && Found.insert(To).second)
        Waiting.push_back(To);
  }
  return Found;
}

const std::set<const CFGBlock *> &Graphs::loop(const FunctionDecl *F, const CFGBlock *Head) {
  auto [It, New] = InLoop.try_emplace(Head);
  if (!New)
    return It->second;
  const CFG &Graph = *graph(F);
  std::map<const CFGBlock *, std::vector<const CFGBlock *>> Before;
  for (const CFGBlock *Block : Graph)
    for (const CFGBlock::AdjacentBlock &Each : Block->succs())
      if (const CFGBlock *To = target(Each))
        Before[To].push_back(Block);
  const std::set<const CFGBlock *> Outside = reachedWithout(Graph, Head);
  std::set<const CFGBlock *> Found{Head};
  std::vector<const CFGBlock *> Waiting{Head};
  while (!Waiting.empty()) {
    const CFGBlock *Block = Waiting.back();
    Waiting.pop_back();
    for (const CFGBlock *Each : Before[Block])
      if (!Outside.count(Each) && Found.insert(Each).second)
        Waiting.push_back(Each);
  }
  if (Found.size() > 1 || llvm::is_contained(Before[Head], Head))
    It->second = std::move(Found);
  return It->second;
}

const CFGBlock *Graphs::headOf(const FunctionDecl *F, const CFGBlock *Block, const std::set<const CFGBlock *> &But) {
  const CFGBlock *Innermost = nullptr;
  for (const CFGBlock *Head : *graph(F)) {
    if (!isHead(F, Head) || But.count(Head))
      continue;
    const std::set<const CFGBlock *> &Loop = loop(F, Head);
    if (Loop.empty())
      return nullptr;
    if (Loop.count(Block) && (!Innermost || Loop.size() < loop(F, Innermost).size()))
      Innermost = Head;
  }
  return Innermost;
}

bool Graphs::loopsInExpressions(const FunctionDecl *F) {
  struct Visitor : RecursiveASTVisitor<Visitor> {
    unsigned Inside = 0;
    bool Found = false;
    bool TraverseStmtExpr(StmtExpr *E) {
      ++Inside;
      RecursiveASTVisitor::TraverseStmtExpr(E);
      --Inside;
      return true;
    }
    bool VisitStmt(Stmt *Each) {
      Found |= Inside && isa<ForStmt, WhileStmt, DoStmt, LabelStmt>(Each);
      return true;
    }
  };
  auto [It, New] = InExpressions.try_emplace(F, false);
  if (New) {
    Visitor V;
    V.TraverseStmt(F->getBody());
    It->second = V.Found;
  }
  return It->second;
}

static void addUsed(const Stmt *Code, std::unordered_set<const Stmt *> &Out) {
  for (const Stmt *Part : Code->children())
    if (Part && Out.insert(Part).second)
      addUsed(Part, Out);
}

const std::unordered_set<const Stmt *> &Graphs::unevaluated(const FunctionDecl *F) {
  struct Visitor : RecursiveASTVisitor<Visitor> {
    std::unordered_set<const Stmt *> Found;
    bool VisitVarDecl(VarDecl *V) {
      if (V->getInit() && !initialiser(V) && Found.insert(V->getInit()).second)
        addUsed(V->getInit(), Found);
      return true;
    }
    /// `(void)x` of a local, which may not be set: it is there for the compiler's warnings.
    bool VisitCStyleCastExpr(CStyleCastExpr *E) {
      const auto *Read = dyn_cast<ImplicitCastExpr>(E->getSubExpr()->IgnoreParens());
      const auto *Named = Read ? dyn_cast<DeclRefExpr>(Read->getSubExpr()->IgnoreParens()) : nullptr;
      if (E->getCastKind() == CK_ToVoid && Named && isa<VarDecl>(Named->getDecl()) &&
          !Named->getType().isVolatileQualified())
        Found.insert({E, Read});
      return true;
    }
    bool VisitCallExpr(CallExpr *E) {
      const FunctionDecl *Callee = E->getDirectCallee();
      const unsigned Id = Callee ? Callee->getBuiltinID() : 0;
      if (Id && Callee->getASTContext().BuiltinInfo.isUnevaluated(Id))
        for (const Expr *Argument : E->arguments())
          if (Found.insert(Argument).second)
            addUsed(Argument, Found);
      return true;
    }
  };
  auto [It, New] = Unevaluated.try_emplace(F);
  if (New) {
    Visitor V;
    V.TraverseStmt(F->getBody());
    It->second = std::move(V.Found);
  }
  return It->second;
}

/// What the branch at the end of a block looks at.
static void addUsedByTerminator(const CFGBlock *Block, std::unordered_set<const Stmt *> &Out) {
  const Stmt *Terminator = Block->getTerminatorStmt();
  if (!Terminator)
    return;
  if (isa<Expr, GCCAsmStmt>(Terminator))
    addUsed(Terminator, Out);
  for (const Stmt *Condition :
       {Block->getTerminatorCondition(false), static_cast<const Stmt *>(Block->getLastCondition())})
    if (Condition) {
      Out.insert(Condition);
      addUsed(Condition, Out);
    }
}

const std::unordered_set<const Stmt *> &Graphs::carried(const CFG *Graph) {
  auto [It, New] = Carried.try_emplace(Graph);
  if (!New)
    return It->second;
  for (const CFGBlock *Block : *Graph) {
    std::unordered_set<const Stmt *> Used, Own;
    for (const CFGElement &Element : *Block)
      if (auto Code = Element.getAs<CFGStmt>()) {
        addUsed(Code->getStmt(), Used);
        Own.insert(Code->getStmt());
        if (const auto *E = dyn_cast<Expr>(Code->getStmt()))
          Own.insert(E->IgnoreParens());
      }
    addUsedByTerminator(Block, Used);
    for (const Stmt *Each : Used)
      if (!Own.count(Each))
        It->second.insert(Each);
  }
  return It->second;
}

} // namespace kverdict
