#include "explore/engine/Order.h"

#include <clang/AST/Expr.h>
#include <clang/AST/Stmt.h>

#include <algorithm>

using namespace clang;

namespace kverdict {
namespace {

const CFGBlock *target(const CFGBlock::AdjacentBlock &Each) {
  return Each.getReachableBlock() ? Each.getReachableBlock() : Each.getPossiblyUnreachableBlock();
}

/// All ways of a depth-first walk, the last block that was left first; and the edges that lead back.
struct Walk {
  std::vector<const CFGBlock *> Left; ///< in the order in which they were left
  std::vector<std::pair<const CFGBlock *, const CFGBlock *>> Back;

  template <typename Prefer> Walk(const CFG &Graph, Prefer First) : State(Graph.getNumBlockIDs()) {
    enter(&Graph.getEntry(), First);
    while (!Way.empty()) {
      if (Way.back().second.empty()) {
        State[Way.back().first->getBlockID()] = 2;
        Left.push_back(Way.back().first);
        Way.pop_back();
        continue;
      }
      const CFGBlock *From = Way.back().first, *To = Way.back().second.back();
      Way.back().second.pop_back();
      if (State[To->getBlockID()] == 1)
        Back.push_back({From, To});
      else if (!State[To->getBlockID()])
        enter(To, First);
    }
  }

private:
  template <typename Prefer> void enter(const CFGBlock *B, Prefer First) {
    State[B->getBlockID()] = 1;
    std::vector<const CFGBlock *> Next;
    for (const CFGBlock::AdjacentBlock &Each : B->succs())
      if (const CFGBlock *To = target(Each))
        Next.push_back(To);
    std::reverse(Next.begin(), Next.end()); // they are taken from the end
    std::stable_sort(Next.begin(), Next.end(),
                     [&](const CFGBlock *X, const CFGBlock *Y) { return !First(B, X) && First(B, Y); });
    Way.push_back({B, std::move(Next)});
  }

  std::vector<char> State; ///< 1: on the way, 2: left
  std::vector<std::pair<const CFGBlock *, std::vector<const CFGBlock *>>> Way;
};

bool isChoice(const Stmt *Code) {
  const auto *Two = dyn_cast<BinaryOperator>(Code);
  return isa<AbstractConditionalOperator>(Code) || (Two && Two->isLogicalOp());
}

const Stmt *codeOf(const CFGElement &Element) {
  const auto Code = Element.getAs<CFGStmt>();
  return Code ? Code->getStmt() : nullptr;
}

const VarDecl *localIn(const Stmt *Code) {
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(Code);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return V && V->hasLocalStorage() ? V : nullptr;
}

const Expr *addressed(const Stmt *Code) {
  if (const auto *Address = dyn_cast<UnaryOperator>(Code); Address && Address->getOpcode() == UO_AddrOf)
    return Address->getSubExpr();
  if (const auto *Cast = dyn_cast<CastExpr>(Code); Cast && Cast->getCastKind() == CK_ArrayToPointerDecay)
    return Cast->getSubExpr();
  return nullptr;
}

/// The local that is part of an address: x of `&x`, `&x.m[1]`, and of an array that is used as a pointer.
const VarDecl *addressedLocal(const Stmt *Code) {
  const Expr *E = addressed(Code);
  while (E) {
    E = E->IgnoreParenCasts();
    if (const auto *Member = dyn_cast<MemberExpr>(E); Member && !Member->isArrow())
      E = Member->getBase();
    else if (const auto *Element = dyn_cast<ArraySubscriptExpr>(E))
      E = Element->getBase();
    else
      return localIn(E);
  }
  return nullptr;
}

/// What a block does with locals, read from its end: those that are read before they are set, and those that are set.
struct Uses {
  std::set<const VarDecl *> Read, Set;

  explicit Uses(const CFGBlock &Block) {
    std::set<const Stmt *> Targets;
    for (const CFGElement &Element : Block)
      if (const auto *Is = dyn_cast_or_null<BinaryOperator>(codeOf(Element)); Is && Is->getOpcode() == BO_Assign)
        Targets.insert(Is->getLHS()->IgnoreParens());
    for (const CFGElement &Element : Block) {
      const Stmt *Code = codeOf(Element);
      if (auto Due = Element.getAs<CFGCleanupFunction>())
        read(Due->getVarDecl());
      if (!Code)
        continue;
      if (const VarDecl *V = localIn(Code); V && !Targets.count(Code))
        read(V);
      if (const auto *Is = dyn_cast<BinaryOperator>(Code); Is && Is->getOpcode() == BO_Assign)
        if (const VarDecl *V = localIn(Is->getLHS()->IgnoreParens()))
          Set.insert(V);
      if (const auto *Declared = dyn_cast<DeclStmt>(Code))
        for (const Decl *D : Declared->decls())
          if (const auto *V = dyn_cast<VarDecl>(D))
            Set.insert(V);
      if (isa<AsmStmt>(Code))
        for (const Stmt *Part : Code->children())
          readAll(Part);
    }
    readAll(Block.getTerminatorStmt() && isa<AsmStmt>(Block.getTerminatorStmt()) ? Block.getTerminatorStmt() : nullptr);
  }

private:
  void read(const VarDecl *V) {
    if (!Set.count(V))
      Read.insert(V);
  }
  void readAll(const Stmt *Code) {
    if (!Code)
      return;
    if (const VarDecl *V = localIn(Code))
      read(V);
    for (const Stmt *Part : Code->children())
      readAll(Part);
  }
};

} // namespace

BlockOrder::BlockOrder(const CFG &Graph)
    : Positions(Graph.getNumBlockIDs(), ~0u), Loops(Graph.getNumBlockIDs()),
      Meetings(Graph.getNumBlockIDs(), Meeting::None), Live(Graph.getNumBlockIDs()) {
  Whole = findLoops(Graph);
  if (!Whole)
    Loops.assign(Graph.getNumBlockIDs(), {});
  sort(Graph);
  Whole = Whole && findLive(Graph);
  if (Whole)
    findMeetings(Graph);
}

/// Those that can come back to the head without passing it. Returns false if a block is in too many.
bool BlockOrder::findLoops(const CFG &Graph) {
  const Walk All(Graph, [](const CFGBlock *, const CFGBlock *) { return false; });
  std::map<unsigned, std::set<const CFGBlock *>> Bodies; // by where the head stands, the outermost first
  std::map<unsigned, const CFGBlock *> Heads;
  std::vector<unsigned> Turn(Graph.getNumBlockIDs()), Around(Graph.getNumBlockIDs());
  for (size_t I = 0; I < All.Left.size(); ++I)
    Turn[All.Left[I]->getBlockID()] = All.Left.size() - I;
  for (const auto &[From, Head] : All.Back) {
    const unsigned At = Turn[Head->getBlockID()];
    Heads[At] = Head;
    auto &Body = Bodies[At];
    Body.insert(Head);
    std::vector<const CFGBlock *> Waiting{From};
    while (!Waiting.empty()) {
      const CFGBlock *B = Waiting.back();
      Waiting.pop_back();
      if (!Body.insert(B).second)
        continue;
      if (++Around[B->getBlockID()] > MostLoops)
        return false;
      for (const CFGBlock::AdjacentBlock &Each : B->preds())
        if (const CFGBlock *Before = target(Each))
          Waiting.push_back(Before);
    }
  }
  for (const auto &[At, Body] : Bodies)
    for (const CFGBlock *B : Body)
      Loops[B->getBlockID()].push_back(Heads[At]);
  return true;
}

bool BlockOrder::leavesLoop(const CFGBlock *From, const CFGBlock *To) const {
  const auto &Own = loops(From), &Other = loops(To);
  return std::any_of(Own.begin(), Own.end(),
                     [&](const CFGBlock *Head) { return std::find(Other.begin(), Other.end(), Head) == Other.end(); });
}

/// What leaves a loop is walked first, and so stands behind what stays in it.
void BlockOrder::sort(const CFG &Graph) {
  const Walk All(Graph, [&](const CFGBlock *From, const CFGBlock *To) { return leavesLoop(From, To); });
  for (size_t I = 0; I < All.Left.size(); ++I)
    Positions[All.Left[I]->getBlockID()] = All.Left.size() - I;
}

void BlockOrder::findMeetings(const CFG &Graph) {
  for (const CFGBlock *B : Graph) {
    if (B->pred_size() < 2)
      continue;
    unsigned Index = 0;
    bool First = false, Later = false;
    for (const CFGElement &Element : *B) {
      const Stmt *Code = codeOf(Element);
      if (Code && isChoice(Code))
        (Index ? Later : First) = true;
      ++Index;
    }
    Meetings[B->getBlockID()] = Later ? Meeting::None : First ? Meeting::BehindFirst : Meeting::AtBegin;
  }
}

/// What is read later comes first, so that there are few rounds.
bool BlockOrder::findLive(const CFG &Graph) {
  std::vector<std::pair<const CFGBlock *, Uses>> All;
  for (const CFGBlock *B : Graph) {
    All.emplace_back(B, Uses(*B));
    for (const CFGElement &Element : *B)
      if (const Stmt *Code = codeOf(Element))
        if (const VarDecl *V = addressedLocal(Code))
          Kept.insert(V);
  }
  std::stable_sort(All.begin(), All.end(),
                   [&](const auto &X, const auto &Y) { return position(X.first) > position(Y.first); });
  size_t Sum = 0;
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (const auto &[B, Of] : All) {
      Locals Now = Of.Read;
      for (const CFGBlock::AdjacentBlock &Each : B->succs())
        if (const CFGBlock *To = target(Each))
          for (const VarDecl *V : Live[To->getBlockID()])
            if (!Of.Set.count(V))
              Now.insert(V);
      Locals &Known = Live[B->getBlockID()];
      if (Now.size() == Known.size())
        continue;
      Sum += Now.size() - Known.size(); // they only grow
      if (Sum > MostLive)
        return false;
      Known = std::move(Now), Changed = true;
    }
  }
  return true;
}

} // namespace kverdict
