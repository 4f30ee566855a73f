#include "explore/state/Memory.h"
#include "smt/Tidy.h"

#include <clang/AST/ASTContext.h>

using namespace clang;

namespace kverdict {
namespace {

/// Splits `base + constant`.
std::pair<z3::expr, std::uint64_t> splitConstant(const z3::expr &Address) {
  if (Address.is_app() && Address.decl().decl_kind() == Z3_OP_BADD && Address.arg(0).is_numeral()) {
    z3::expr Rest = Address.arg(1);
    for (unsigned I = 2; I < Address.num_args(); ++I)
      Rest = Rest + Address.arg(I);
    return {Rest, Address.arg(0).get_numeral_uint64()};
  }
  return {Address, 0};
}

/// Of an address whose highest bits are known: where the index does not carry into them, a sum is put together so.
std::uint64_t highestBits(const z3::expr &Address) {
  if (!Address.is_app() || Address.decl().decl_kind() != Z3_OP_CONCAT || !Address.arg(0).is_numeral())
    return 0;
  const unsigned Below = Address.get_sort().bv_size() - Address.arg(0).get_sort().bv_size();
  return Address.arg(0).get_numeral_uint64() << Below;
}

bool isSymbol(const z3::expr &E) { return E.is_const() && !E.is_numeral(); }

/// The term that is most likely the pointer in a sum of a pointer and an index.
std::optional<z3::expr> rootOf(const z3::expr &Base) {
  if (!Base.is_app() || Base.decl().decl_kind() != Z3_OP_BADD)
    return std::nullopt;
  for (unsigned I = 0; I < Base.num_args(); ++I)
    if (isSymbol(Base.arg(I)))
      return Base.arg(I);
  for (unsigned I = 0; I < Base.num_args(); ++I) // with two indices, a sum of sums
    if (auto Inner = rootOf(Base.arg(I)))
      return Inner;
  return std::nullopt;
}

} // namespace

Location Memory::locate(const z3::expr &Raw, const std::string &Name, QualType Type) {
  z3::expr Address = S.tidy(Raw);
  if (Address.is_numeral())
    if (auto Own = S.owner(Address.get_numeral_uint64()))
      return {Own->first, Own->second};
  auto [Base, Offset] = splitConstant(Address);
  if (auto Own = S.owner(Offset ? Offset : highestBits(Address))) { // an index into an object of our own
    RegionId Id = S.inputRegion(Address, Name, Type, 0);
    S.region(Id).Root = S.region(Own->first).Root;
    S.setIndexed(Id);
    return {Id, 0};
  }
  std::uint64_t Size = 0;
  if (!Type.isNull() && !Type->isIncompleteType() && !Type->isFunctionType() && Type->isConstantSizeType())
    Size = Context.getTypeSizeInChars(Type).getQuantity();
  if (const auto Same = S.sameObject(Base, Name, Type, Offset == 0 ? Size : 0))
    return {Same->first, Same->second + static_cast<std::int64_t>(Offset)};
  RegionId Id = S.inputRegion(Base, Name, Type, Offset == 0 ? Size : 0);
  if (auto Root = rootOf(Base)) {
    RegionId RootId = S.inputRegion(*Root, "", QualType(), 0);
    S.region(Id).Root = S.region(RootId).Root;
    S.setIndexed(Id);
  }
  return {Id, static_cast<std::int64_t>(Offset)};
}

void Memory::touch(PathState &P, Location L, std::int64_t First, std::int64_t End) {
  std::int64_t From = First >> 3, To = (End + 7) >> 3;
  auto [It, New] = P.Done.Touched.try_emplace(L.Region, From, To);
  if (!New)
    It->second = {std::min(It->second.first, From), std::max(It->second.second, To)};
}

/// What was stored under other names since others last could see it may have been stored here.
void Memory::meet(const PathState &P, const BitRange &Here) {
  if (!Met || Met->size() > MostMeetings)
    return;
  for (const auto &[Id, Cells] : P.Stores)
    if (Id != Here.Region && outlives(Id) && S.region(Id).Root != S.region(Here.Region).Root)
      for (const auto &[Bit, Cell] : Cells)
        Met->insert({{Id, Bit, Bit + Cell.Width}, Here});
}

void Memory::access(PathState &P, const BitRange &Here) {
  if ((!Met && !Compared) || !outlives(Here.Region))
    return;
  meet(P, Here);
  if (Compared && std::find(P.Accessed.begin(), P.Accessed.end(), Here) == P.Accessed.end())
    P.Accessed.push_back(Here);
}

std::optional<z3::expr> Memory::loadVolatile(PathState &P, Location L, std::int64_t FieldBit, unsigned Width,
                                             const std::string &Place, QualType Type) {
  const std::int64_t Bit = L.Byte * 8 + FieldBit;
  const BitRange Here{L.Region, Bit, Bit + Width};
  const bool Before = FirstAnew || std::any_of(P.Accessed.begin(), P.Accessed.end(),
                                               [&](const BitRange &B) { return B.overlaps(Here); });
  const auto Held = load(P, L, FieldBit, Width, Place, Type);
  if (!Held || !Compared || !outlives(L.Region))
    return Held;
  std::vector<VolatileRead> &Reads = P.Done.VolatileReads;
  const Epoch World = epoch(P, L.Region);
  const unsigned Number = 1 + std::count_if(Reads.begin(), Reads.end(),
                                            [&](const VolatileRead &R) { return R.What == Here && R.World == World; });
  const z3::expr Found = Before ? S.content(L.Region, S.readAnew(World, Number), Bit, Width, Place, Type) : *Held;
  Reads.push_back({Here, World, Number, *Held, Found});
  return Found;
}

std::optional<z3::expr> Memory::load(PathState &P, Location L, std::int64_t FieldBit, unsigned Width,
                                     const std::string &Place, QualType Type) {
  const std::int64_t Bit = L.Byte * 8 + FieldBit;
  touch(P, L, Bit, Bit + Width);
  access(P, {L.Region, Bit, Bit + Width});
  P.Done.ReadsLent |= Compared && isLent(P, L.Region);
  std::vector<Reading> *Readings = P.Visits.empty() ? nullptr : &P.Readings;
  const size_t Before = P.Readings.size();
  auto Found = peek(P, L.Region, Bit, Width, Place, Type, Readings);
  for (size_t I = Before; I < P.Readings.size(); ++I)
    P.Readings[I].Read = P.Sequence;
  return Found;
}

std::optional<z3::expr> Memory::peek(const MemoryState &P, RegionId Id, std::int64_t Bit, unsigned Width,
                                     const std::string &Place, QualType Type, std::vector<Reading> *Readings) const {
  static const std::map<std::int64_t, StoredBits> None;
  const std::int64_t End = Bit + Width;
  auto Stored = P.Stores.find(Id);
  const auto &Cells = Stored == P.Stores.end() ? None : Stored->second;
  if (auto It = Cells.find(Bit); It != Cells.end() && It->second.Width == Width) {
    if (Readings)
      Readings->push_back({{Id, Bit, End}, It->second.When, 0});
    return It->second.Term;
  }
  const Epoch When = epoch(P, Id);
  const auto Began = P.Began.find(Id);
  const bool Unset = S.region(Id).What == Region::Kind::Local && !P.Initialised.count(Id);
  std::vector<z3::expr> Parts;
  for (std::int64_t At = Bit; At < End;) {
    auto Next = Cells.upper_bound(At);
    if (Next != Cells.begin()) {
      auto Here = std::prev(Next);
      std::int64_t HereEnd = Here->first + Here->second.Width;
      if (At < HereEnd) {
        std::int64_t Stop = std::min(End, HereEnd);
        Parts.push_back(S.part(Here->second.Term, At - Here->first, Stop - At));
        if (Readings)
          Readings->push_back({{Id, At, Stop}, Here->second.When, 0});
        At = Stop;
        continue;
      }
    }
    std::int64_t Stop = Next == Cells.end() ? End : std::min(End, Next->first);
    if (Readings)
      Readings->push_back({{Id, At, Stop}, Began == P.Began.end() ? 0 : Began->second, 0});
    if (Unset)
      return std::nullopt;
    Parts.push_back(
        S.content(S.home(Id, When), When, At, Stop - At, Place, At == Bit && Stop == End ? Type : QualType()));
    At = Stop;
  }
  return S.tidy(S.joined(Parts));
}

bool Memory::store(PathState &P, Location L, std::int64_t FieldBit, const z3::expr &Value) {
  const std::int64_t Bit = L.Byte * 8 + FieldBit, End = Bit + Value.get_sort().bv_size();
  touch(P, L, Bit, End);
  access(P, {L.Region, Bit, End});
  ++P.StoreCounts[L.Region];
  auto &Cells = P.Stores[L.Region];
  auto It = Cells.upper_bound(Bit);
  if (It != Cells.begin())
    --It;
  // Keep what sticks out of the stored range on either side.
  std::vector<std::pair<std::int64_t, PathState::Cell>> Kept;
  while (It != Cells.end() && It->first < End) {
    const std::int64_t From = It->first, To = From + It->second.Width;
    if (To <= Bit) {
      ++It;
      continue;
    }
    const z3::expr Old = It->second.Term;
    if (From < Bit)
      Kept.push_back({From, {static_cast<unsigned>(Bit - From), S.part(Old, 0, Bit - From), It->second.When}});
    if (To > End)
      Kept.push_back({End, {static_cast<unsigned>(To - End), S.part(Old, End - From, To - End), It->second.When}});
    It = Cells.erase(It);
  }
  for (auto &[At, Cell] : Kept)
    Cells.insert_or_assign(At, Cell);
  Cells.insert_or_assign(Bit, PathState::Cell{Value.get_sort().bv_size(), Value, P.Sequence});
  bool Exact = true;
  forgetOverlaps(P, L.Region, Exact);
  if (Stored)
    Stored(P, L.Region);
  return Exact;
}

bool Memory::copy(PathState &P, Location From, Location To, std::uint64_t Bits) {
  const std::int64_t First = From.Byte * 8, End = First + Bits, Moved = To.Byte * 8 - First;
  std::vector<std::pair<std::int64_t, z3::expr>> Parts;
  std::uint64_t Known = 0;
  for (const auto &[At, Cell] : P.Stores[From.Region]) {
    const std::int64_t Begin = std::max(At, First), Stop = std::min<std::int64_t>(At + Cell.Width, End);
    if (Begin >= Stop)
      continue;
    Parts.push_back({Begin, S.tidy(S.part(Cell.Term, Begin - At, Stop - Begin))});
    Known += Stop - Begin;
  }
  const bool MayBeUnset = S.region(To.Region).What == Region::Kind::Local && !P.Initialised.count(To.Region);
  if (Known != Bits && !MayBeUnset)
    return false;
  touch(P, From, First, End);
  store(P, To, 0, S.number(0, Bits)); // makes room
  P.Stores[To.Region].erase(To.Byte * 8);
  for (const auto &[At, Term] : Parts)
    store(P, {To.Region, 0}, At + Moved, Term);
  return true;
}

bool Memory::mayBeStale(const PathState &P, RegionId Id) const {
  const Region &Read = S.region(Id);
  if (!S.indexed(Read.Root))
    return false;
  for (const auto &[Stored, Count] : P.StoreCounts) {
    const Region &Other = S.region(Stored);
    if (Count && Stored != Id && Other.Root == Read.Root && (Other.Indexed || Read.Indexed))
      return true;
  }
  return false;
}

void Memory::forgetOverlaps(PathState &P, RegionId Id, bool &Exact) {
  if (!S.indexed(S.region(Id).Root))
    return;
  for (RegionId Other = 0; Other < S.regionCount(); ++Other) {
    if (Other == Id || S.region(Other).Root != S.region(Id).Root)
      continue;
    if (!S.region(Other).Indexed && !S.region(Id).Indexed)
      continue;
    if (!P.Done.Touched.count(Other))
      continue;
    Exact = false;
    P.Stores.erase(Other);
  }
}

/// Elements of an array at indices that are not known are regions of their own, and whoever gets one of them, or the
/// object that they are in, gets all.
void Memory::forget(PathState &P, RegionId Id, Epoch When, OpaqueCall &Call) {
  const RegionId Root = S.region(Id).Root;
  if (!S.indexed(Root))
    return forgetOne(P, Id, When, Call);
  for (RegionId Other = 0; Other < S.regionCount(); ++Other) // before the root, whose epoch is theirs
    if (Other != Root && S.region(Other).Root == Root && (Other == Id || P.Done.Touched.count(Other)))
      forgetOne(P, Other, When, Call);
  forgetOne(P, Root, When, Call);
}

void Memory::forgetOne(PathState &P, RegionId Id, Epoch When, OpaqueCall &Call) {
  for (const auto &[Region, Began] : Call.Written)
    if (Region == Id)
      return;
  Call.Written.push_back({Id, When});
  if (S.region(Id).Root != Id && !P.Epochs.count(Id))
    P.Epochs[Id] = epoch(P, Id);
  Call.Forgotten[Id] = {P.Epochs[Id], P.Stores[Id]};
  // Pointers that stand in the region lead on to what the callee may write too.
  const unsigned Wide = S.pointerBits();
  std::vector<z3::expr> Pointers;
  auto follow = [&](const z3::expr &Pointer, std::int64_t Bit, unsigned Set) {
    Pointers.push_back(Pointer);
    if (!P.Visits.empty())
      P.Readings.push_back({{Id, Bit, Bit + Wide}, Set, P.Sequence});
  };
  for (const auto &[Bit, Cell] : P.Stores[Id])
    for (unsigned At = 0; At + Wide <= Cell.Width; At += Wide) // a struct may have been stored as one
      follow(S.tidy(S.part(Cell.Term, At, Wide)), Bit + At, Cell.When);
  for (unsigned I = 0; I < S.count(); ++I) {
    const Symbol &Sym = S.symbol(I);
    if (Sym.What == Symbol::Kind::Memory && Sym.Region == Id && Sym.When == P.Epochs[Id] && !Sym.Type.isNull() &&
        Sym.Type->isPointerType() && !Sym.Type->getPointeeType().isConstQualified())
      follow(Sym.Term, Sym.Bit, P.Began.count(Id) ? P.Began[Id] : 0);
  }
  if (Compared && S.region(Id).What == Region::Kind::Local) {
    unsigned Position = 0;
    for (const auto &[Earlier, Began] : Call.Written)
      Position += S.region(Earlier).What == Region::Kind::Local;
    S.setHome(Id, When, Position);
  }
  P.Stores.erase(Id);
  P.Epochs[Id] = When;
  P.Began[Id] = P.Sequence;
  P.Initialised.insert(Id);
  std::erase_if(P.Accessed, [&](const BitRange &B) { return B.Region == Id; });
  for (const z3::expr &Pointer : Pointers) {
    if (!Pointer.is_numeral() || S.owner(Pointer.get_numeral_uint64()))
      forget(P, locate(Pointer, "", QualType()).Region, When, Call);
  }
}

/// A local whose address an earlier call got, and may have kept for the last one.
bool Memory::isLent(const PathState &P, RegionId Id) const {
  return P.World && P.Lent.count(Id) && epoch(P, Id) != P.World;
}

bool Memory::outlives(RegionId Id) const {
  const Region &R = S.region(Id);
  return R.What == Region::Kind::Input ||
         (R.What == Region::Kind::Global && (R.Type.isNull() || !R.Type.isConstant(Context)));
}

Epoch Memory::epoch(const MemoryState &P, RegionId Id) const {
  auto It = P.Epochs.find(Id);
  if (const RegionId Root = S.region(Id).Root; It == P.Epochs.end() && Root != Id) // of which it was not a part yet
    It = P.Epochs.find(Root);
  return It != P.Epochs.end() ? It->second : P.World && outlives(Id) ? P.World : 0;
}

void Memory::forgetWorld(PathState &P, Epoch When) {
  std::erase_if(P.Stores, [&](const auto &Entry) { return outlives(Entry.first); });
  std::erase_if(P.Epochs, [&](const auto &Entry) { return outlives(Entry.first); });
  P.World = When;
  P.Accessed.clear();
}

void Memory::clear(PathState &P, RegionId Id) {
  P.Stores.erase(Id);
  P.Initialised.erase(Id);
  P.Began[Id] = P.Sequence;
  P.Epochs.erase(Id);
}

} // namespace kverdict
