// Explorations that begin or end at the head of a loop: what explore/loops/Rounds.h says is done here.
#include "explore/engine/Stop.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>

using namespace clang;

namespace kverdict {
namespace {

/// Whether an address of one of these objects stands somewhere in a term.
template <typename Predicate> bool holdsAddress(const z3::expr &Term, const Symbols &S, Predicate Concerned) {
  const std::vector<std::uint64_t> All = addressesIn(Term, S);
  return std::any_of(All.begin(), All.end(), [&](std::uint64_t Each) { return Concerned(S.owner(Each)->first); });
}

} // namespace

std::vector<std::uint64_t> addressesIn(const z3::expr &Term, const Symbols &S) {
  std::vector<std::uint64_t> Out;
  std::set<unsigned> Seen;
  std::vector<z3::expr> Waiting{Term};
  while (!Waiting.empty()) {
    const z3::expr E = Waiting.back();
    Waiting.pop_back();
    if (!E.is_app() || !Seen.insert(E.id()).second)
      continue;
    for (unsigned I = 0; I < E.num_args(); ++I)
      Waiting.push_back(E.arg(I));
    if (!E.is_numeral() || !E.is_bv())
      continue;
    if (E.get_sort().bv_size() == S.pointerBits()) {
      if (S.owner(E.get_numeral_uint64()))
        Out.push_back(E.get_numeral_uint64());
      continue;
    }
    for (unsigned Bit = 0; Bit + S.pointerBits() <= E.get_sort().bv_size(); Bit += 8)
      if (const auto Address = E.extract(Bit + S.pointerBits() - 1, Bit).simplify().get_numeral_uint64();
          S.owner(Address))
        Out.push_back(Address);
  }
  return Out;
}

bool Graphs::hasLoops(const FunctionDecl *F) {
  auto [It, New] = Loops.try_emplace(F, false);
  if (New)
    It->second = !graph(F) || !loopHeads(F, *graph(F)).empty();
  return It->second;
}

const std::set<const VarDecl *> &Graphs::exposed(const FunctionDecl *F) {
  auto [It, New] = Exposed.try_emplace(F);
  if (New)
    It->second = exposedLocals(F);
  return It->second;
}

const std::set<const VarDecl *> &Graphs::lent(const FunctionDecl *F) {
  auto [It, New] = Lent.try_emplace(F);
  if (New)
    It->second = lentLocals(F);
  return It->second;
}

/// Any state at the head of a loop.
PathState Machine::begin(const FunctionDecl *F, const HeadState &From) {
  PathState P;
  enter(P, F, {}, nullptr);
  P.Frames.back().Block = From.Head;
  const std::string Name = "head:" + std::to_string(From.Number);
  const Epoch Now = S.epoch(Name), Others = S.epoch(Name + ":" + From.Version);
  std::map<unsigned, RegionId> Shared;
  for (const VarDecl *V : W.Cuts->All) {
    const Val Place = variable(P, V);
    const RegionId Id = M.locate(Place.Bits, Place.Name, V->getType()).Region;
    auto Number = W.Cuts->Locals.find(V);
    if (Number != W.Cuts->Locals.end())
      Shared.emplace(Number->second, Id);
    if (W.Cfgs.lent(F).count(V))
      P.Lent.insert(Id);
    const bool Same = Number != W.Cuts->Locals.end() && From.Same.count(Number->second);
    auto Held = From.Held.find(V);
    if (Held != From.Held.end() && !Held->second.empty()) {
      const auto Parts = partsOf(Context, V->getType());
      for (size_t I = 0; I < Parts.size(); ++I)
        M.store(P, {Id, 0}, Parts[I].first, Held->second[I]);
      continue;
    }
    if (!Same && Held == From.Held.end())
      continue;
    P.Epochs[Id] = Same ? Now : Others;
    if (Held != From.Held.end())
      P.Initialised.insert(Id);
  }
  for (const auto &[Number, Id] : Shared)
    P.Escaped.push_back(Id);
  P.World = P.History = Now;
  return P;
}

/// Ends a path that came to a head.
bool Machine::atHead(PathState &P) {
  const Frame &F = P.Frames.back();
  auto It = W.Cuts->Heads.find(F.Block);
  if (P.Frames.size() != 1 || It == W.Cuts->Heads.end())
    return false;
  P.Done.Arrived = std::make_shared<const Arrival>(Arrival{It->second, P, F.Locals, P.Escaped});
  const Stmt *Loop = F.Block->getTerminatorStmt();
  end(P, PathEnd::AtHead, "it comes to the head of a loop", Loop ? Loop->getBeginLoc() : SourceLocation());
  return true;
}

bool Machine::isExposed(const PathState &P, RegionId Id) {
  for (size_t I = 0; I < P.Frames.size(); ++I)
    for (const auto &[V, Own] : P.Frames[I].Locals)
      if (Own == Id)
        return W.Cfgs.exposed(P.Frames[I].Function).count(V);
  return false;
}

/// Elements of a local array are objects of their own here; a variable index could mean any of them.
void Machine::noElement(RegionId Id, const Stmt *At) {
  const Region &R = S.region(Id);
  if (R.What == Region::Kind::Input && S.region(R.Root).What == Region::Kind::Local)
    unsupported(At, "a local array at a variable index, in a function with a loop");
}

/// Before a store. What other pointers lead to may be the same place: it is forgotten.
void Machine::storing(PathState &P, const Val &Place, RegionId Id, const z3::expr &Bits, const Expr *At) {
  if (W.Cuts)
    noElement(Id, At);
  const bool Open = M.outlives(Id) || isExposed(P, Id);
  const auto &Own = P.Frames[0].Locals;
  const bool Stays = Open || std::any_of(Own.begin(), Own.end(), [&](const auto &Each) { return Each.second == Id; });
  auto hidden = [&](RegionId Held) { return S.region(Held).What == Region::Kind::Local && !isExposed(P, Held); };
  if (W.Cuts && Stays && holdsAddress(Bits, S, hidden))
    unsupported(At, "the address of a local is kept, in a function with a loop");
  if (!anywhere() || !Open)
    return;
  OpaqueCall Done;
  Done.Callee = "a store";
  Done.Arguments = {S.tidy(Place.Bits), Bits};
  const std::string Key = "store:" + argumentKey(P, Done.Arguments[0]) + "." + std::to_string(Place.FieldBit) + "." +
                          std::to_string(Bits.get_sort().bv_size()) + "=" + std::to_string(S.keep(Bits));
  const std::string Unique = Key + situationKey(P);
  observe(P, {Event::Kind::Call, Done.Callee, Done.Arguments, true, 0, 0, 0, {}}, Unique);
  happened(P, Done, Unique, true);
  forgetBehind(P, Done, true);
  P.StoreCounts.clear();
  P.Done.Calls.push_back(std::move(Done));
}

constexpr unsigned MostArguments = 1000;

/// What pointers may lead to is forgotten with the rest of memory.
void Machine::forgetExposed(PathState &P, const OpaqueCall &Call) {
  for (size_t I = 0; I < P.Frames.size(); ++I)
    for (const auto &[V, Id] : P.Frames[I].Locals) {
      const Frame &F = P.Frames[I];
      const bool Kept = W.Cfgs.exposed(F.Function).count(V) || (W.LentWritten && P.Lent.count(Id));
      const bool Done = std::any_of(Call.Written.begin(), Call.Written.end(),
                                    [&, Own = Id](const auto &Each) { return Each.first == Own; });
      if (Done || !Kept || (!P.Initialised.count(Id) && P.Stores[Id].empty()))
        continue;
      for (const auto &[Bit, Width] : partsOf(Context, V->getType()))
        if (!M.peek(P, Id, Bit, Width, "", QualType()))
          unsupported(F.Function->getBody(), "a local that is set in part, and whose address is kept");
      P.Stores.erase(Id);
      if (P.Lent.count(Id)) { // the same in both versions, by its turn, beside the locals that this call got
        const auto Turn = std::find(P.Escaped.begin(), P.Escaped.end(), Id) - P.Escaped.begin();
        S.setHome(Id, Call.Key, MostArguments + Turn);
      }
      P.Epochs[Id] = Call.Key;
      P.Initialised.insert(Id);
    }
}

} // namespace kverdict
