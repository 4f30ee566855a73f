// What two paths that are joined hold: their frames, and memory.
#include "explore/engine/Join.h"
#include "explore/loops/Rounds.h"
#include "explore/state/Members.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecordLayout.h>

#include <algorithm>

using namespace clang;

namespace kverdict {
namespace {

template <typename Map> void takeGreatest(Map &A, const Map &B) {
  for (const auto &[Key, Value] : B)
    if (auto [It, New] = A.try_emplace(Key, Value); !New)
      It->second = std::max(It->second, Value);
}

bool sameTerm(const std::optional<z3::expr> &A, const std::optional<z3::expr> &B) {
  return A.has_value() == B.has_value() && (!A || A->id() == B->id());
}

/// The type of what lies just there in an object; null if that is not known.
QualType scalarAt(const ASTContext &Context, QualType Type, std::int64_t Bit, unsigned Width) {
  while (!Type.isNull() && Bit >= 0 && !Type->isIncompleteType()) {
    if (const auto *Array = Context.getAsArrayType(Type)) {
      Type = Array->getElementType();
      const std::int64_t Each = Type->isIncompleteType() ? 0 : Context.getTypeSize(Type);
      if (!Each)
        return {};
      Bit %= Each;
      continue;
    }
    const auto *Record = Type->getAsRecordDecl();
    if (!Record)
      return Bit == 0 && Context.getTypeSize(Type) == Width ? Type : QualType();
    if (Record->isUnion() || !Record->getDefinition())
      return {};
    const ASTContext &Own = Record->getASTContext(); // in a comparison, of two units
    const ASTRecordLayout &Layout = Own.getASTRecordLayout(Record->getDefinition());
    QualType Inner;
    for (const FieldDecl *Field : Record->getDefinition()->fields())
      if (const std::int64_t At = Layout.getFieldOffset(Field->getFieldIndex());
          !Field->isBitField() && !Field->getType()->isIncompleteType() && At <= Bit &&
          Bit < At + static_cast<std::int64_t>(Own.getTypeSize(Field->getType()))) {
        Inner = Field->getType();
        Bit -= At;
        break;
      }
    Type = Inner;
  }
  return {};
}

std::vector<z3::expr> parts(const z3::expr &Term, Z3_decl_kind Kind) {
  std::vector<z3::expr> Out;
  const bool Sum = Term.is_app() && Term.decl().decl_kind() == Kind;
  for (unsigned I = 0; Sum && I < Term.num_args(); ++I)
    Out.push_back(Term.arg(I));
  return Sum ? Out : std::vector{Term};
}

z3::expr put(Z3_decl_kind Kind, const z3::expr &A, const z3::expr &B) {
  return Kind == Z3_OP_BOR ? A | B : Kind == Z3_OP_BXOR ? A ^ B : A + B;
}

void addEnds(const z3::expr &Term, std::set<unsigned> &Out) {
  unsigned End = 0;
  const bool Pieces = Term.is_app() && Term.decl().decl_kind() == Z3_OP_CONCAT;
  for (unsigned I = Pieces ? Term.num_args() : 0; I-- > 0;)
    Out.insert(End += Term.arg(I).get_sort().bv_size());
  if (!Pieces)
    Out.insert(Term.get_sort().bv_size());
}

/// Entries that say nothing are those that were only asked for.
template <typename Map> bool alike(const Map &A, const Map &B, const std::set<RegionId> &Dead) {
  auto within = [&](const Map &X, const Map &Y) {
    return std::all_of(X.begin(), X.end(), [&](const auto &Each) {
      const auto It = Y.find(Each.first);
      return Dead.count(Each.first) || Each.second == (It == Y.end() ? 0 : It->second);
    });
  };
  return within(A, B) && within(B, A);
}

} // namespace

/// Which locals may still be read: those of the functions that the paths are in, as far as the innermost one does.
void Join::findOwners(const PathState &A, const PathState &B) {
  Owned.clear(), Dead.clear();
  for (const PathState *P : {&A, &B})
    for (size_t I = 0; I < P->Frames.size(); ++I) {
      const Frame &F = P->Frames[I];
      const bool Inner = I + 1 == P->Frames.size(), Leaves = Inner && F.Block == &F.Graph->getExit();
      for (const auto &[V, Id] : F.Locals) {
        Owned.insert(Id);
        if (!P->Lent.count(Id) && (Leaves || (Inner && !Orders.of(F.Graph).isLive(F.Block, V))))
          Dead.insert(Id);
      }
      Owned.insert(F.Literals.begin(), F.Literals.end());
    }
}

/// Locals of functions that were left are not read any more either, unless a call has got their addresses.
bool Join::isDead(RegionId Id) const {
  return S.region(Id).What == Region::Kind::Local && (Dead.count(Id) || !Owned.count(Id));
}

bool Join::joinFrames(PathState &Out, const PathState &B) {
  if (Out.Frames.size() != B.Frames.size())
    return false;
  for (size_t I = 0; I < B.Frames.size(); ++I) {
    if (Out.Frames.shares(B.Frames, I))
      continue;
    Frame Both = Out.Frames[I];
    if (!joinFrame(Both, B.Frames[I], I + 1 == B.Frames.size(), B.Frames.size() == 1))
      return false;
    Out.Frames.replace(I, std::move(Both));
  }
  return true;
}

bool Join::joinFrame(Frame &Out, const Frame &B, bool Inner, bool Outermost) {
  if (Out.Function != B.Function || Out.Graph != B.Graph || Out.Block != B.Block || Out.Element != B.Element ||
      Out.Arrived != B.Arrived || Out.Instance != B.Instance || Out.Call != B.Call ||
      Out.Returned.has_value() != B.Returned.has_value())
    return false;
  for (const auto &[V, Id] : B.Locals)
    if (Out.Locals.try_emplace(V, Id).first->second != Id)
      return false;
  Out.Literals.insert(B.Literals.begin(), B.Literals.end());
  takeGreatest(Out.Visits, B.Visits);
  takeGreatest(Out.Decisions, B.Decisions);
  if (Out.Returned) {
    const bool Pointer =
        Out.Function->getReturnType()->isPointerType() || !Out.Function->getReturnType()->isScalarType();
    Out.Returned = join(*Out.Returned, *B.Returned, Pointer && !Outermost);
    if (!Out.Returned)
      return false;
  }
  if (Inner && Out.Block == &Out.Graph->getExit()) {
    Out.Values.keep({});
    return true;
  }
  return joinValues(Out, B);
}

/// What one of the two alone has evaluated stands in an arm that is behind both.
bool Join::joinValues(Frame &Out, const Frame &B) {
  std::vector<std::pair<const Stmt *, Val>> Both;
  for (const auto &[Code, Value] : Out.Values)
    if (const Val *Other = B.Values.find(Code)) {
      const auto *E = dyn_cast<Expr>(Code);
      const bool Number = E && E->getType()->isIntegralOrEnumerationType();
      auto One = join(Value, *Other, !Number);
      if (!One)
        return false;
      Both.emplace_back(Code, *std::move(One));
    }
  Out.Values.keep({});
  for (auto &[Code, Value] : Both)
    Out.Values.set(Code, std::move(Value));
  return true;
}

/// Pointers: it may be one, so that both must be the same.
std::optional<Val> Join::join(const Val &A, const Val &B, bool Pointers) {
  Val Out = A;
  Out.Sequence = std::max(A.Sequence, B.Sequence);
  const bool Same = A.Bits.id() == B.Bits.id();
  if (A.IsPlace != B.IsPlace || A.FieldBit != B.FieldBit || A.FieldWidth != B.FieldWidth || A.Variable != B.Variable ||
      !sameTerm(A.Through, B.Through) || !sameTerm(A.Inside, B.Inside))
    return std::nullopt;
  if (A.Name != B.Name)
    Out.Name.clear();
  if (Same)
    return Out;
  if (A.IsPlace)
    return std::nullopt;
  const auto Bits = chosen(A.Bits, B.Bits, Pointers);
  if (!Bits)
    return std::nullopt;
  Out.Bits = *Bits;
  return Out;
}

/// What one adds to the other, if it is that with something more: `r | 4` to `r`. The sum of many such is in no order,
/// so that it is the same whatever was asked first.
std::optional<std::pair<Z3_decl_kind, z3::expr>> Join::beyond(const z3::expr &More, const z3::expr &Less) const {
  const Z3_decl_kind Kind = More.is_app() ? More.decl().decl_kind() : Z3_OP_UNINTERPRETED;
  if (Kind != Z3_OP_BOR && Kind != Z3_OP_BADD && Kind != Z3_OP_BXOR)
    return std::nullopt;
  std::vector<z3::expr> Rest = parts(More, Kind);
  for (const z3::expr &Each : parts(Less, Kind)) {
    const auto It = std::find_if(Rest.begin(), Rest.end(), [&](const z3::expr &E) { return E.id() == Each.id(); });
    if (It == Rest.end())
      return std::nullopt;
    Rest.erase(It);
  }
  if (Rest.empty())
    return std::nullopt;
  z3::expr Sum = Rest[0];
  for (size_t I = 1; I < Rest.size(); ++I)
    Sum = put(Kind, Sum, Rest[I]);
  return std::pair(Kind, S.tidy(Sum));
}

/// Where a term is put together of pieces, only those are a choice that are not the same in both: what sets one bit
/// leaves the others as they are.
z3::expr Join::choice(const z3::expr &Is, const z3::expr &Then, const z3::expr &Else) {
  const z3::expr &Zero = S.number(0, Then.get_sort().bv_size());
  if (const auto Rest = beyond(Then, Else))
    return S.tidy(put(Rest->first, Else, named(z3::ite(Is, Rest->second, Zero))));
  if (const auto Rest = beyond(Else, Then))
    return S.tidy(put(Rest->first, Then, named(z3::ite(Is, Zero, Rest->second))));
  std::set<unsigned> Ends; // of pieces, in bits from the lowest
  addEnds(Then, Ends), addEnds(Else, Ends);
  if (Ends.size() < 2)
    return named(z3::ite(Is, Then, Else));
  std::optional<z3::expr> Whole;
  unsigned From = 0;
  for (const unsigned End : Ends) {
    const z3::expr A = S.tidy(Then.extract(End - 1, From)), B = S.tidy(Else.extract(End - 1, From));
    const z3::expr Piece = A.id() == B.id() ? A : named(z3::ite(Is, A, B));
    Whole = Whole ? z3::concat(Piece, *Whole) : Piece;
    From = End;
  }
  return S.tidy(*Whole);
}

std::optional<z3::expr> Join::chosen(const z3::expr &A, const z3::expr &B, bool Pointer) {
  if (A.id() == B.id())
    return A;
  if (Pointer || A.get_sort().bv_size() != B.get_sort().bv_size() || !addressesIn(A, S).empty() ||
      !addressesIn(B, S).empty())
    return std::nullopt;
  const z3::expr &Is = *OfFirst;
  return Is.is_not() ? choice(Is.arg(0), B, A) : choice(Is, A, B);
}

bool Join::joinMemory(PathState &Out, const PathState &B) {
  if (!alike(Out.Epochs, B.Epochs, Dead) || (!Compared && Out.StoreCounts != B.StoreCounts && !Out.Done.Calls.empty()))
    return false;
  for (const MemoryState *Each : {static_cast<const MemoryState *>(&Out), static_cast<const MemoryState *>(&B)})
    for (const RegionId Id : Each->Initialised)
      if (!isDead(Id) && (!Out.Initialised.count(Id) || !B.Initialised.count(Id)))
        return false;
  std::set<RegionId> Stored;
  for (const MemoryState *Each : {static_cast<const MemoryState *>(&Out), static_cast<const MemoryState *>(&B)})
    for (const auto &[Id, Cells] : Each->Stores)
      if (!Cells.empty())
        Stored.insert(Id);
  for (const RegionId Id : Stored)
    if (!joinCells(Out, B, Id))
      return false;
  takeGreatest(Out.StoreCounts, B.StoreCounts);
  for (const auto &[Id, When] : B.Began)
    if (auto [It, New] = Out.Began.try_emplace(Id, When); !New)
      It->second = std::min(It->second, When);
  return true;
}

/// What one region holds, from one end of a stored piece to the next.
bool Join::joinCells(MemoryState &Out, const MemoryState &B, RegionId Id) {
  static const std::map<std::int64_t, StoredBits> None;
  const auto InA = std::as_const(Out).Stores.find(Id), InB = B.Stores.find(Id);
  const auto &X = InA == std::as_const(Out).Stores.end() ? None : InA->second,
             &Y = InB == B.Stores.end() ? None : InB->second;
  const bool Same = std::equal(X.begin(), X.end(), Y.begin(), Y.end(), [](const auto &P, const auto &Q) {
    return P.first == Q.first && P.second.Width == Q.second.Width && P.second.Term.id() == Q.second.Term.id();
  });
  if (Same)
    return true;
  if (isDead(Id)) {
    Out.Stores.erase(Id);
    return true;
  }
  std::map<std::int64_t, unsigned> Ends; // with when the piece before was stored
  for (const auto *Cells : {&X, &Y})
    for (const auto &[Bit, Cell] : *Cells)
      Ends.try_emplace(Bit, Cell.When), Ends.try_emplace(Bit + Cell.Width, Cell.When);
  auto cellAt = [](const auto &Cells, std::int64_t Bit) -> const StoredBits * {
    auto It = Cells.upper_bound(Bit);
    if (It == Cells.begin() || (--It)->first + static_cast<std::int64_t>(It->second.Width) <= Bit)
      return nullptr;
    return &It->second;
  };
  std::map<std::int64_t, StoredBits> Both;
  for (auto It = Ends.begin(), Next = std::next(It); Next != Ends.end(); It = Next++) {
    const std::int64_t Bit = It->first;
    const unsigned Width = Next->first - Bit;
    const StoredBits *P = cellAt(X, Bit), *Q = cellAt(Y, Bit);
    if (!P && !Q)
      continue;
    const std::string Name = nameOf(Id, Bit, Width);
    const auto Left = M.peek(Out, Id, Bit, Width, Name, QualType()),
               Right = M.peek(B, Id, Bit, Width, Name, QualType());
    if (!Left || !Right)
      return false;
    const auto Value = chosen(*Left, *Right, holdsPointer(Id, Bit, Width));
    if (!Value)
      return false;
    Both.insert({Bit, {Width, *Value, std::min(P ? P->When : 0, Q ? Q->When : 0)}});
  }
  Out.Stores[Id] = std::move(Both);
  return true;
}

/// Whether a pointer may stand there.
bool Join::holdsPointer(RegionId Id, std::int64_t Bit, unsigned Width) const {
  if (Width < S.pointerBits())
    return false;
  const QualType Type = scalarAt(Context, S.region(Id).Type, Bit, Width);
  return Type.isNull() || !Type->isIntegralOrEnumerationType();
}

std::string Join::nameOf(RegionId Id, std::int64_t Bit, unsigned Width) const {
  const Region &R = S.region(Id);
  const std::string Member = Bit < 0 ? "" : memberAt(R.Type, Bit, Width, false);
  if (R.What != Region::Kind::Input)
    return R.Name + Member;
  return Member.empty() ? "*" + R.Name : R.Name + "->" + Member.substr(1);
}

} // namespace kverdict
