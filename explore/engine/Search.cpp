#include "explore/engine/Search.h"

#include "explore/engine/Stop.h"
#include "smt/Tidy.h"

#include <algorithm>

using namespace clang;

namespace kverdict {

/// What it takes to go through a block: a call may lead far.
static unsigned length(const CFGBlock &Block) {
  constexpr unsigned OfCall = 5;
  return 1 + OfCall * std::count_if(Block.begin(), Block.end(), [](const CFGElement &Each) {
               const auto Code = Each.getAs<CFGStmt>();
               return Code && isa<CallExpr>(Code->getStmt());
             });
}

std::vector<unsigned> distances(const CFG &Graph, const std::set<unsigned> &Targets) {
  std::vector<std::vector<const CFGBlock *>> Before(Graph.getNumBlockIDs());
  for (const CFGBlock *Block : Graph)
    for (const CFGBlock::AdjacentBlock &Each : Block->succs())
      if (const CFGBlock *To = Each.getReachableBlock())
        Before[To->getBlockID()].push_back(Block);
  std::vector<unsigned> Out(Graph.getNumBlockIDs(), OutOfReach);
  std::set<std::pair<unsigned, unsigned>> Waiting; // the nearest first
  for (const unsigned Target : Targets)
    Waiting.insert({Out.at(Target) = 0, Target});
  while (!Waiting.empty()) {
    const auto [Far, At] = *Waiting.begin();
    Waiting.erase(Waiting.begin());
    for (const CFGBlock *Each : Before[At])
      if (const unsigned New = Far + length(*Each), Id = Each->getBlockID(); New < Out[Id]) {
        Waiting.erase({Out[Id], Id});
        Waiting.insert({Out[Id] = New, Id});
      }
  }
  return Out;
}

const std::vector<unsigned> &Graphs::toExit(const CFG *Graph) {
  auto [It, New] = ToExit.try_emplace(Graph);
  if (New)
    It->second = distances(*Graph, {Graph->getExit().getBlockID()});
  return It->second;
}

/// How far a path has to go, in the function that it is in: to where the versions part, or behind that, to its end.
unsigned Machine::remaining(const PathState &P) {
  const Frame &F = P.Frames[P.Frames.size() - 1];
  const bool Ahead = P.Frames.size() == 1 && !W.Seek->ToFirst.empty() && !hasParted(F);
  return (Ahead ? W.Seek->ToFirst : W.Cfgs.toExit(F.Graph))[F.Block->getBlockID()];
}

/// Whether a path that is in the function itself has come to where the versions part.
bool Machine::hasParted(const Frame &F) const {
  return W.First && std::any_of(F.Visits.begin(), F.Visits.end(), [&](const auto &Each) {
           return Each.second && W.First->count(Each.first->getBlockID());
         });
}

/// To be walked when this path has ended.
void Machine::later(PathState P) {
  ++P.Detours;
  Pending.push_back(std::move(P));
}

/// In a search, the path with the fewest detours; the oldest of them.
PathState Machine::next() {
  if (W.Meet)
    return furthestBehind();
  auto Next = std::prev(Pending.end());
  if (W.Seek)
    Next = std::min_element(Pending.begin(), Pending.end(),
                            [](const PathState &A, const PathState &B) { return A.Detours < B.Detours; });
  PathState P = std::move(*Next);
  Pending.erase(Next);
  return P;
}

/// Two paths of a branch: P goes on, the other one waits. Where it is one more round of a loop that was followed often,
/// both wait, until all that is nearer has been walked.
void Machine::nearestFirst(PathState &P, PathState Other, OpenRounds Rounds) {
  if (W.Seek && remaining(Other) < remaining(P))
    std::swap(P, Other);
  later(std::move(Other));
  if (Rounds == OpenRounds::Few)
    return;
  constexpr unsigned Far = 8;
  Pending.back().Detours += Far;
  if (Rounds == OpenRounds::Counted)
    return;
  P.Detours += Far;
  Pending.push_back(std::move(P));
  P = next();
}

namespace {

/// An address as a base and so many bytes.
std::pair<z3::expr, std::uint64_t> split(const z3::expr &Address) {
  const bool Sum = Address.is_app() && Address.decl().decl_kind() == Z3_OP_BADD && Address.num_args() == 2;
  const auto Bytes = Sum ? numberIn(Address.arg(0)) : std::nullopt;
  return Bytes ? std::pair(Address.arg(1), *Bytes) : std::pair(Address, std::uint64_t(0));
}

/// If a condition says that a base is where an older symbol leads, or so many bytes from there: that address.
std::optional<z3::expr> olderName(Symbols &S, const z3::expr &Base, const z3::expr &Condition) {
  if (!Condition.is_eq() || !Condition.arg(0).is_bv() || Condition.arg(0).get_sort().bv_size() != S.pointerBits())
    return std::nullopt;
  for (const unsigned Side : {0u, 1u}) {
    const auto [Here, Offset] = split(Condition.arg(Side));
    const auto [Other, OtherOffset] = split(Condition.arg(1 - Side));
    const Symbol *Own = S.find(Here), *Older = S.find(Other);
    if (Here.id() == Base.id() && Own && Older && Older < Own)
      return S.offsetBy(Other, OtherOffset - Offset);
  }
  return std::nullopt;
}

} // namespace

/// In a search, a pointer that a branch of the path has found to be another one: what one name stores the other reads.
Val Machine::underOneName(const PathState &P, Val Pointer) {
  const auto [Base, Offset] = split(S.tidy(Pointer.Bits));
  if (!W.Seek || !S.find(Base))
    return Pointer;
  for (const z3::expr &Each : P.Done.Conditions)
    if (const auto Older = olderName(S, Base, Each)) {
      Pointer.Bits = S.offsetBy(*Older, Offset);
      if (const std::string Name = S.nameOf(Pointer.Bits); !Name.empty())
        Pointer.Name = Name;
      return underOneName(P, std::move(Pointer));
    }
  return Pointer;
}

/// The first of these numbers that a value can be; else any; none if it can be no number at all.
std::optional<z3::expr> Machine::oneOf(PathState &P, const z3::expr &Value, std::initializer_list<unsigned> Numbers) {
  const unsigned Width = Value.get_sort().bv_size();
  for (const unsigned Each : Numbers)
    if (W.Z.satisfiable(S.axioms(), P.Done.Conditions, Value == S.number(Each, Width)) == Answer::Yes)
      return S.number(Each, Width);
  Assignment Found;
  if (W.Z.example(S.axioms(), P.Done.Conditions, Found) != Answer::Yes)
    return std::nullopt;
  const auto Any = W.Z.evaluator().value(Value, Found);
  return Any ? std::optional(S.number(Any->getZExtValue(), Width)) : std::nullopt;
}

/// In a search that pins: what a value is taken to be. The states in which it is something else are not walked.
z3::expr Machine::pinned(PathState &P, const z3::expr &Raw, const Expr *At, std::initializer_list<unsigned> Numbers) {
  const z3::expr Value = S.tidy(Raw);
  if (!W.Seek || !W.Seek->Pinned || Value.is_numeral() || Value.get_sort().bv_size() > 64)
    return Raw;
  const auto Number = oneOf(P, Value, Numbers);
  if (!Number)
    return Raw;
  const z3::expr Is = S.tidy(Value == *Number);
  if (Is.is_true())
    return *Number;
  if (feasible(P, !Is)) {
    PathState Other = P;
    assume(Other, !Is, true);
    end(Other, PathEnd::Undecided, "a few paths were looked for", At->getBeginLoc());
  }
  assume(P, Is, true);
  note(P, Step::Kind::Switch, At, "== " + std::to_string(Number->get_numeral_uint64()), true);
  P.Done.Steps.back().Condition = P.Done.Conditions.size() - 1;
  return *Number;
}

} // namespace kverdict
