// The second walk of a function with loops that were not followed to the end: what explore/loops/Widening.h says is
// done here.
#include "explore/engine/Widening.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/ScopeExit.h>

using namespace clang;

namespace kverdict {

/// So many states at one head.
static constexpr size_t MostStates = 8;

bool Widening::allLeadThere(const std::vector<Path> &Ways, const std::vector<Path> &Walked,
                            std::set<unsigned> &Otherwise) {
  Known.Facts.Carried = carried(Walked);
  for (const auto &[Head, Changes] : Known.Loops)
    addConditions(Head);
  for (const Path &Way : Ways) {
    if (llvm::none_of(Way.Steps, standsForRounds))
      continue;
    if (Way.End == PathEnd::Undecided || !Way.exact() || llvm::StringRef(Way.Reason).ends_with(NothingHasSet))
      return false;
    std::optional<std::set<unsigned>> Best;
    for (const Path &Each : Walked)
      if (auto Found = leadsThere(K.S, K.W.Z, Way, Each, Known.Facts); Found && (!Best || Found->size() < Best->size()))
        Best = std::move(Found);
    if (!Best)
      return false;
    Otherwise.merge(*Best);
  }
  return true;
}

void Widening::addConditions(const CFGBlock *Head) {
  RoundFacts &Facts = Known.Facts;
  for (const CFGBlock *Block : *Head->getParent())
    if (const Stmt *End = Block->getTerminatorStmt(); End && isa<ForStmt, WhileStmt, DoStmt>(End))
      Facts.Conditions.insert(Block->getLastCondition());
  const auto Of = Known.Loops.at(Head).Of;
  const std::set<const CFGBlock *> *Loop = Of ? &K.W.Cfgs.loop(Of, Head) : nullptr;
  for (const CFGBlock *Block : Loop ? *Loop : std::set<const CFGBlock *>())
    if (Block->succ_size() == 2 && llvm::any_of(Block->succs(), [&](const auto &To) {
          return !Loop->count(To.getReachableBlock() ? To.getReachableBlock() : To.getPossiblyUnreachableBlock());
        }))
      Facts.Exits.insert(Block->getLastCondition());
}

std::vector<BitRange> Widening::carried(const std::vector<Path> &Walked) {
  constexpr std::int64_t Far = std::int64_t(1) << 60;
  std::vector<BitRange> Out;
  for (const Path &Each : Walked) {
    if (Each.End != PathEnd::Undecided)
      continue;
    for (const auto &[Id, Cells] : Each.Left)
      for (const auto &[Bit, Cell] : Cells)
        Out.push_back({Id, Bit, Bit + Cell.Width});
    for (const OpaqueCall &Call : Each.Calls)
      for (const auto &[Id, When] : Call.Written)
        Out.push_back({Id, -Far, Far});
  }
  return Out;
}

bool Widening::startRounds(PathState &P, RoundChanges &Changes, bool Whole) {
  std::vector<PathState> States;
  if (Whole)
    States = widen(P, Changes);
  else
    States.push_back(std::move(P));
  for (PathState &Each : States) {
    const Frame &F = Each.Frames.back();
    if (Whole)
      Each.Done.Steps.push_back(
          {Step::Kind::Assignment, nullptr, F.Function, static_cast<unsigned>(Each.Frames.size() - 1)});
    Each.Visits.push_back(std::make_shared<const Visit>(Visit{K.LoopVisits++, F.Block, F.Instance, ++Each.Sequence,
                                                              Each.Done.Conditions.size(), Each.Done.Calls.size(),
                                                              Each.Frames.size(), Each, false, Whole}));
  }
  if (States.empty())
    return false;
  P = std::move(States.back());
  States.pop_back();
  for (PathState &Each : States)
    K.later(std::move(Each));
  return true;
}

std::vector<PathState> Widening::widen(PathState &P, RoundChanges &Changes) {
  if (Changes.Memory)
    K.unknownMemory(P, std::nullopt);
  std::vector<PathState> States{std::move(P)};
  for (auto &[Part, Content] : Changes.Parts) {
    const auto [At, V, Bit] = Part;
    PathState &First = States.front();
    if (At >= First.Frames.size() || !First.Frames[At].Locals.count(V))
      continue;
    const RegionId Id = First.Frames[At].Locals.at(V);
    const auto Now = K.M.peek(First, Id, Bit, Content.Width, V->getNameAsString(), QualType());
    if (!Now)
      continue;
    Known.Failed |= holdsLocal(*Now);
    Known.Grown |= addValue(First, Content, *Now);
    if (Content.Numbers && States.size() * Content.Numbers->size() > MostStates) {
      Content.Numbers.reset();
      Known.Grown = true;
    }
    if (Content.Numbers) {
      std::vector<PathState> All;
      for (const std::uint64_t Each : *Content.Numbers)
        for (const PathState &State : States) {
          All.push_back(State);
          K.M.store(All.back(), {Id, 0}, Bit, K.S.number(Each, Content.Width));
        }
      States = std::move(All);
      continue;
    }
    const Frame &F = First.Frames.back();
    const std::string Unique = "rounds:" + K.Run + ":" + std::to_string(F.Instance) + ":" +
                               std::to_string(F.Block->getBlockID()) + ":" +
                               std::to_string(First.Frames.back().Visits[F.Block]) + ":" + std::to_string(At) + ":" +
                               std::to_string(Id) + ":" + std::to_string(Bit);
    const bool All = K.Context.getTypeSize(V->getType()) == Content.Width;
    const z3::expr Any = K.S.callResult(Unique, Content.Width, V->getNameAsString(), All ? V->getType() : QualType());
    if (Content.Counts)
      (Content.Sum ? Known.Facts.Sums : Known.Facts.Counts).insert(K.S.keep(Any));
    for (PathState &Each : States) {
      K.M.store(Each, {Id, 0}, Bit, Any);
      if (Content.Tested)
        Each.Tested.insert(Any.id());
      if (!Content.NotNull)
        continue;
      Each.NotNull.insert(Any.id());
      K.assume(Each, K.S.tidy(Any != K.S.number(0, Content.Width)), false);
    }
  }
  return States;
}

void Widening::othersMayBe(PathState &P, RegionId Written) {
  if (K.behindHead(P) && isOpen(P, Written))
    K.unknownMemory(P, Written);
}

bool Widening::beginsLater(const std::vector<Path> &Ways) {
  if (llvm::none_of(Ways, [](const Path &Each) { return llvm::StringRef(Each.Reason).ends_with(NothingHasSet); }))
    return false;
  bool New = false;
  for (auto &[Head, Changes] : Known.Loops)
    if (Changes.Unset && !Changes.First)
      Changes.First = New = true;
  return New;
}

/// What was cut short has told what it stored (cutLoop()).
static void forgetLeft(std::vector<Path> &Paths) {
  for (Path &Each : Paths)
    Each.Left.clear();
}

bool Machine::mayWiden() const {
  return !W.Compared && !Contract && !W.Seek && !W.Meet && !W.Cuts && W.Upto.empty() && !Wide && !OtherCuts;
}

/// At a branch that was open too often.
void Machine::cutLoop(PathState &P, const CFGBlock *Block) {
  const Frame &F = P.Frames.back();
  std::set<const CFGBlock *> Known;
  if (Wide)
    for (const auto &[Head, Changes] : Wide->Loops)
      Known.insert(Head);
  const CFGBlock *Head = W.Cfgs.headOf(F.Function, Block, Known);
  OtherCuts |= !Head;
  if (Head)
    CutLoops.insert(Head);
  if (!Wide && mayWiden())
    for (const auto &[Id, Cells] : P.Stores)
      if (M.outlives(Id) && !Cells.empty())
        P.Done.Left.emplace(Id, Cells);
  if (!Wide)
    return;
  Wide->Failed |= !Head;
  if (Head)
    Wide->Grown |= Wide->Loops.try_emplace(Head).second;
  throw Gone{};
}

void Machine::settleLoops(const FunctionDecl *F, const z3::expr *Result, std::vector<Path> &Paths) {
  constexpr unsigned MostWalks = 16;
  if (W.Compared) // what its paths have left is compared
    return;
  const auto Done = llvm::make_scope_exit([&] { forgetLeft(Paths); });
  if (!mayWiden() || CutLoops.empty() || llvm::any_of(Paths, [&](const Path &Each) {
        return !Each.exact() || (Each.End == PathEnd::Undecided && !isLoopBound(Each.Reason));
      }))
    return;
  Widened Known;
  for (const CFGBlock *Head : CutLoops)
    Known.Loops.try_emplace(Head);
  for (unsigned Walk = 0; Walk < MostWalks && !Known.Failed; ++Walk) {
    Known.Grown = false;
    Machine Second(W, Run, Changed);
    Second.Wide = &Known;
    Second.M.Met = nullptr;
    Second.M.Stored = [&](PathState &P, RegionId Id) { Widening(Second, Known).othersMayBe(P, Id); };
    const std::vector<Path> Ways = Second.paths(F, Result);
    Called.insert(Second.Called.begin(), Second.Called.end());
    if (Known.Grown || Known.Failed || Widening(*this, Known).beginsLater(Ways))
      continue;
    std::set<unsigned> Otherwise;
    if (!Widening(*this, Known).allLeadThere(Ways, Paths, Otherwise))
      return;
    for (Path &Each : Paths)
      if (Each.End == PathEnd::Undecided) {
        Each.End = PathEnd::Covered;
        Each.Reason = "it goes round again, as before";
        Each.Otherwise = Otherwise;
      }
    return;
  }
}

/// At a block that was just entered, in the second walk. Returns false if the path ends here: what follows is walked
/// already.
bool Machine::anyRounds(PathState &P) {
  const Frame &F = P.Frames.back();
  const auto Known = Wide->Loops.find(F.Block);
  if (Known == Wide->Loops.end())
    return true;
  RoundChanges &Changes = Known->second;
  Changes.Of = F.Function;
  const std::set<const CFGBlock *> &Loop = W.Cfgs.loop(F.Function, F.Block);
  if (Loop.empty()) {
    Wide->Failed = true;
    return false;
  }
  Widening Now(*this, *Wide);
  if (!F.CameFrom || !Loop.count(F.CameFrom))
    return Now.startRounds(P, Changes, !Changes.First);
  for (size_t I = P.Visits.size(); I-- > 0;) {
    const Visit &V = *P.Visits[I];
    if (V.Head != F.Block || V.Instance != F.Instance)
      continue;
    if (!V.Whole)
      return Now.startRounds(P, Changes, true);
    Wide->Grown |= Now.adds(P, V, Changes);
    return false;
  }
  Wide->Failed = true;
  return false;
}

bool Machine::behindHead(const PathState &P) const {
  return Wide && llvm::any_of(P.Visits, [](const auto &Each) { return Each->Whole; });
}

/// What is not set of a local stays so.
void Machine::unknownMemory(PathState &P, std::optional<RegionId> But) {
  const Epoch When = S.epoch("others:" + Run + ":" + std::to_string(Forgotten++));
  std::optional<std::map<std::int64_t, StoredBits>> Kept;
  Epoch KeptEpoch = 0;
  if (But && M.outlives(*But)) {
    Kept = P.Stores[*But];
    KeptEpoch = M.epoch(P, *But);
  }
  M.forgetWorld(P, When);
  P.StoreCounts.clear();
  if (Kept) {
    P.Stores[*But] = std::move(*Kept);
    P.Epochs[*But] = KeptEpoch;
  }
  std::set<RegionId> Own;
  for (size_t I = 0; I < P.Frames.size(); ++I) {
    const Frame &F = P.Frames[I];
    Own.insert(F.Literals.begin(), F.Literals.end());
    for (const auto &[V, Id] : F.Locals)
      if (W.Cfgs.exposed(F.Function).count(V) || W.Cfgs.lent(F.Function).count(V))
        Own.insert(Id);
  }
  for (const RegionId Id : Own) {
    if (But == Id)
      continue;
    if (auto It = P.Stores.find(Id); It != P.Stores.end())
      for (auto &[Bit, Cell] : It->second)
        Cell = {Cell.Width, S.content(Id, When, Bit, Cell.Width, "", QualType()), P.Sequence};
    if (P.Initialised.count(Id))
      P.Epochs[Id] = When;
  }
}

} // namespace kverdict
