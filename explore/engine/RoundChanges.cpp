// What a round changes, as far as a second walk finds it (explore/loops/Widening.h).
#include "explore/engine/Widening.h"
#include "smt/Tidy.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>

#include <llvm/ADT/STLExtras.h>

using namespace clang;

namespace kverdict {
namespace {

/// So many numbers that a local holds are told apart.
constexpr size_t MostNumbers = 4;

/// It counts: the numbers would not end.
bool counts(const std::set<std::uint64_t> &Numbers) {
  std::vector<std::uint64_t> Sorted(Numbers.begin(), Numbers.end());
  return Sorted.size() > MostNumbers ||
         (Sorted.size() == 3 && Sorted[1] - Sorted[0] == Sorted[2] - Sorted[1] && Sorted[1] - Sorted[0] < 4096);
}

/// Returns whether more is known now.
bool addNumber(RoundChanges::Content &To, const z3::expr &Value) {
  if (!To.Numbers)
    return false;
  const auto Number = numberIn(Value);
  const bool New = !Number || To.Numbers->insert(*Number).second;
  if (!Number || counts(*To.Numbers))
    To.Numbers.reset();
  return New;
}

} // namespace

bool Widening::mayBeNull(PathState &P, const z3::expr &Pointer) {
  const z3::expr Null = K.S.tidy(Pointer == K.S.number(0, Pointer.get_sort().bv_size()));
  return !Null.is_false() && !P.NotNull.count(Pointer.id()) && K.feasible(P, Null);
}

bool Widening::addStep(PathState &P, RoundChanges::Content &To, const z3::expr &Before, const z3::expr &Now) {
  const z3::expr Value = asNumber(P, To, K.S.tidy(Now));
  if (To.Pointer || To.Numbers || numberIn(Value) || K.S.find(Value))
    return false;
  const bool Sum = !numberIn(K.S.tidy(Value - Before));
  const bool More = !To.Counts || (Sum && !To.Sum);
  To.Counts = true;
  To.Sum |= Sum;
  return More;
}

z3::expr Widening::asNumber(PathState &P, const RoundChanges::Content &Among, const z3::expr &Term) {
  if (Among.Numbers && !numberIn(Term))
    for (const std::uint64_t Each : *Among.Numbers)
      if (const z3::expr Number = K.S.number(Each, Among.Width); !K.feasible(P, K.S.tidy(Term != Number)))
        return Number;
  return Term;
}

bool Widening::addValue(PathState &P, RoundChanges::Content &To, const z3::expr &Raw) {
  const z3::expr Value = asNumber(P, To, K.S.tidy(Raw));
  bool More = addNumber(To, Value);
  if (To.NotNull && mayBeNull(P, Value)) {
    To.NotNull = false;
    More = true;
  }
  std::set<unsigned> Ids;
  if (To.Pointer && !To.Tested)
    collectSymbols(Value, Ids);
  if (llvm::any_of(Ids, [&](unsigned Id) { return P.Tested.count(Id) != 0; })) {
    To.Tested = true;
    More = true;
  }
  return More;
}

bool Widening::adds(PathState &P, const Visit &V, RoundChanges &To) {
  bool More = false;
  for (size_t At = 0; At < P.Frames.size(); ++At)
    for (const auto &[Local, Id] : P.Frames[At].Locals)
      More |= addsToLocal(P, V, To, {At, Local, 0}, Id);
  if (!To.Memory && addsToMemory(P, V.Memory))
    To.Memory = More = true;
  return More;
}

bool Widening::addsToLocal(PathState &P, const Visit &V, RoundChanges &To, RoundChanges::Part Part, RegionId Id) {
  const auto [At, Local, First] = Part;
  if (At + 1 == P.Frames.size() && isMadeIn(P.Frames[At].Function, V.Head, Local))
    return false; // another one in each round
  const bool Open = isOpen(P, Id);
  if (!Open &&
      (K.M.epoch(V.Memory, Id) != K.M.epoch(P, Id) || V.Memory.Initialised.count(Id) != P.Initialised.count(Id)))
    Known.Failed = true;
  const auto Parts = partsOf(K.Context, Local->getType());
  const bool Stored = V.Memory.Stores.count(Id) || P.Stores.count(Id);
  if (Parts.empty() && Stored)
    Known.Failed = true;
  const bool Later = llvm::any_of(P.Visits, [&](const auto &Each) {
    return Each->Head == V.Head && Each->Instance == V.Instance && !Each->Whole;
  }); // the first round has been walked as it is
  bool More = false;
  for (const auto &[Bit, Width] : Parts) {
    const auto A = K.M.peek(V.Memory, Id, Bit, Width, "", QualType()), B = K.M.peek(P, Id, Bit, Width, "", QualType());
    if (!A && B && isScalar(Local->getType())) {
      To.Unset = true; // it is not set where the head stands for rounds: whoever reads it is told of that
      continue;
    }
    if (A.has_value() != B.has_value()) {
      Known.Failed |= A || Later;
      More |= !A && !To.First;
      To.First |= !A;
    }
    if (Open || !A || !B || A->id() == B->id())
      continue;
    Known.Failed |= holdsLocal(*B);
    const auto [It, New] = To.Parts.try_emplace({At, Local, Bit});
    RoundChanges::Content &Content = It->second;
    if (New) {
      Content.Width = Width;
      Content.Pointer = Content.NotNull = Local->getType()->isPointerType();
      addValue(P, Content, *A);
    }
    More |= addValue(P, Content, *B) || New;
    More |= addStep(P, Content, *A, *B);
  }
  return More;
}

bool Widening::addsToMemory(const PathState &P, const MemoryState &Before) const {
  if (P.World != Before.World)
    return true;
  std::set<RegionId> Met;
  for (const MemoryState *Each : {&Before, static_cast<const MemoryState *>(&P)}) {
    for (const auto &[Id, Cells] : Each->Stores)
      Met.insert(Id);
    for (const auto &[Id, When] : Each->Epochs)
      Met.insert(Id);
  }
  static const std::map<std::int64_t, StoredBits> None;
  auto cells = [](const MemoryState &Of, RegionId Id) -> const std::map<std::int64_t, StoredBits> & {
    const auto It = Of.Stores.find(Id);
    return It == Of.Stores.end() ? None : It->second;
  };
  auto same = [](const auto &A, const auto &B) {
    return A.first == B.first && A.second.Width == B.second.Width && A.second.Term.id() == B.second.Term.id();
  };
  return llvm::any_of(Met, [&](RegionId Id) {
    const auto &A = cells(Before, Id), &B = cells(P, Id);
    return isOpen(P, Id) &&
           (K.M.epoch(Before, Id) != K.M.epoch(P, Id) || !std::equal(A.begin(), A.end(), B.begin(), B.end(), same));
  });
}

bool Widening::isOpen(const PathState &P, RegionId Id) const {
  if (K.M.outlives(Id))
    return true;
  for (size_t I = 0; I < P.Frames.size(); ++I) {
    const Frame &F = P.Frames[I];
    if (F.Literals.count(Id))
      return true;
    for (const auto &[V, Own] : F.Locals)
      if (Own == Id)
        return K.W.Cfgs.exposed(F.Function).count(V) || K.W.Cfgs.lent(F.Function).count(V);
  }
  return false;
}

bool Widening::holdsLocal(const z3::expr &Term) const {
  return llvm::any_of(addressesIn(Term, K.S), [&](std::uint64_t Each) {
    return K.S.region(K.S.owner(Each)->first).What == Region::Kind::Local;
  });
}

bool Widening::isScalar(QualType Type) { return Type->isScalarType(); }

bool Widening::isMadeIn(const FunctionDecl *F, const CFGBlock *Head, const VarDecl *Local) {
  return llvm::any_of(K.W.Cfgs.loop(F, Head), [&](const CFGBlock *Block) {
    return llvm::any_of(*Block, [&](const CFGElement &Element) {
      const auto Code = Element.getAs<CFGStmt>();
      const auto *Declaration = Code ? dyn_cast<DeclStmt>(Code->getStmt()) : nullptr;
      return Declaration && llvm::is_contained(Declaration->decls(), Local);
    });
  });
}

} // namespace kverdict
