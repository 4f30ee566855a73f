#include "explore/state/Symbols.h"

#include "smt/Tidy.h"

#include <algorithm>

namespace kverdict {

z3::expr Symbols::tidy(const z3::expr &E) {
  if (isSimple(E))
    return E;
  if (auto It = Tidied.find(idOf(E)); It != Tidied.end())
    return It->second.second;
  const z3::expr Simple = lifted(E.simplify());
  Tidied.emplace(idOf(E), std::pair(E, Simple));
  if (idOf(Simple) != idOf(E))
    Tidied.emplace(idOf(Simple), std::pair(Simple, Simple));
  return Simple;
}

z3::expr Symbols::part(const z3::expr &Value, std::uint64_t From, unsigned Width) const {
  const unsigned All = Value.get_sort().bv_size();
  if (Width == All)
    return Value;
  const unsigned Lowest = Memory.BigEndian ? All - From - Width : From;
  return Value.extract(Lowest + Width - 1, Lowest);
}

z3::expr Symbols::joined(const std::vector<z3::expr> &Parts) const {
  z3::expr Whole = Parts[0];
  for (size_t I = 1; I < Parts.size(); ++I)
    Whole = Memory.BigEndian ? z3::concat(Whole, Parts[I]) : z3::concat(Parts[I], Whole);
  return Whole;
}

z3::expr Symbols::offsetBy(const z3::expr &Address, std::uint64_t Bytes) {
  if (Bytes == 0)
    return Address;
  if (Address.is_numeral())
    return number((Address.get_numeral_uint64() + Bytes) & mask(), Memory.PointerBits);
  return tidy(Address + number(Bytes & mask(), Memory.PointerBits));
}

const Symbol *Symbols::find(unsigned Id) const {
  auto It = ByTerm.find(Id);
  return It == ByTerm.end() ? nullptr : &All[It->second];
}

void Symbols::name(const z3::expr &Term, const std::string &Name) {
  if (!Name.empty() && !Term.is_numeral())
    NamedTerms.try_emplace(idOf(Term), Term, Name);
}

std::string Symbols::nameOf(const z3::expr &Term) const {
  if (const Symbol *Known = find(Term))
    return Known->Place;
  auto It = NamedTerms.find(idOf(Term));
  return It == NamedTerms.end() ? "" : It->second.second;
}

z3::expr Symbols::fresh(const std::string &Name, unsigned Width) {
  // The number keeps two places of one name apart; the order of creation is deterministic, and so is the name.
  return Z.bv_const((Name + "#" + std::to_string(All.size())).c_str(), Width);
}

z3::expr Symbols::add(Symbol S) {
  ByTerm[idOf(S.Term)] = All.size();
  All.push_back(S);
  holdTruth(S.Term, S.Type);
  if (!Groups.empty())
    join(S);
  return S.Term;
}

void Symbols::join(const Symbol &Sym) {
  if (Sym.What == Symbol::Kind::CallResult || Sym.When || Sym.Term.get_sort().bv_size() != pointerBits())
    return;
  for (Group &G : Groups)
    for (const auto &[Place, Byte] : G.What.Places) {
      if (Place != Sym.Place)
        continue;
      const z3::expr Start = Sym.Term - number(Byte, pointerBits());
      auto hold = [&](const z3::expr &Same) { Axioms.push_back(G.What.Apart ? !Same : Same); };
      if (G.What.Global)
        hold(Start == Regions[*G.What.Global].Base);
      for (const auto &[Other, OtherByte] : G.Members)
        hold(Start == Other - number(OtherByte, pointerBits()));
      G.Members.emplace_back(Sym.Term, Byte);
      break;
    }
}

bool Symbols::supposed() const {
  return std::all_of(Groups.begin(), Groups.end(),
                     [](const Group &G) { return G.Members.size() >= G.What.Places.size(); });
}

std::optional<std::pair<RegionId, std::int64_t>> Symbols::sameObject(const z3::expr &Base, const std::string &Name,
                                                                     clang::QualType Type, std::uint64_t Size) {
  for (Group &G : Groups)
    for (const auto &[Term, Byte] : G.Members) {
      if (G.What.Apart || idOf(Term) != idOf(Base))
        continue;
      if (G.What.Global)
        return std::pair(*G.What.Global, Byte);
      if (!G.Region)
        G.Region = std::pair(inputRegion(Base, Name, Type, Size), Byte);
      const std::int64_t Behind = Byte - G.Region->second;
      if (Region &R = Regions[G.Region->first]; Size && Behind >= 0 && R.Size < Behind + Size)
        R.Size = Behind + Size;
      return std::pair(G.Region->first, Behind);
    }
  return std::nullopt;
}

void Symbols::holdTruth(const z3::expr &Term, clang::QualType Type) {
  if (!Type.isNull() && Type->isBooleanType() && Term.get_sort().bv_size() == 8 && Truths.insert(idOf(Term)).second)
    Axioms.push_back(z3::ule(Term, Z.bv_val(1, 8)));
}

/// Both versions of a function share an argument of one name and type; that a pointer leads to const changes no value.
static std::pair<std::string, std::string> keyOf(const std::string &Name, clang::QualType Type) {
  const std::string Words = Type.getCanonicalType().getAsString();
  llvm::SmallVector<llvm::StringRef> Parts;
  llvm::StringRef(Words).split(Parts, "const");
  std::string Plain;
  for (const llvm::StringRef Part : Parts)
    Plain += Part.trim();
  return {Name, Plain};
}

const z3::expr *Symbols::knownArgument(const std::string &Name, clang::QualType Type) const {
  auto It = Arguments.find(keyOf(Name, Type));
  return It == Arguments.end() ? nullptr : &It->second;
}

z3::expr Symbols::argument(const std::string &Name, unsigned Width, clang::QualType Type) {
  const auto Key = keyOf(Name, Type);
  auto It = Arguments.find(Key);
  if (It == Arguments.end())
    It = Arguments.emplace(Key, add({Symbol::Kind::Argument, fresh(Name, Width), Name, Type})).first;
  return It->second;
}

z3::expr Symbols::callResult(const std::string &Unique, unsigned Width, const std::string &Place, clang::QualType Type,
                             bool Pure) {
  auto [It, New] = Results.try_emplace(Unique + ":" + std::to_string(Width), All.size());
  if (!New)
    return All[It->second].Term;
  return add({Symbol::Kind::CallResult, fresh(Place, Width), Place, Type, 0, 0, 0, Pure});
}

std::optional<RegionId> Symbols::knownRegion(const z3::expr &Base) const {
  auto It = ByBase.find(idOf(Base));
  return It == ByBase.end() ? std::nullopt : std::optional(It->second);
}

RegionId Symbols::inputRegion(const z3::expr &Base, const std::string &Name, clang::QualType Type, std::uint64_t Size) {
  auto [It, New] = ByBase.try_emplace(idOf(Base), Regions.size());
  if (New)
    Regions.push_back({Region::Kind::Input, Base, Name, Type, Size, It->second, false});
  Region &R = Regions[It->second];
  if (R.Size < Size)
    R.Size = Size, R.Type = Type;
  return It->second;
}

RegionId Symbols::ownRegion(Region::Kind What, const std::string &Unique, const std::string &Name, clang::QualType Type,
                            std::uint64_t Size) {
  auto [It, New] = ByUnique.try_emplace(Unique, Regions.size());
  if (!New)
    return It->second;
  const std::uint64_t Address = NextAddress;
  NextAddress += ((Size + 4096) & ~std::uint64_t(4095)) + 4096;
  Regions.push_back({What, Z.bv_val(Address, Memory.PointerBits), Name, Type, Size, It->second, false});
  ByAddress[Address] = It->second;
  return It->second;
}

std::optional<std::pair<RegionId, std::int64_t>> Symbols::owner(std::uint64_t Address) const {
  auto It = ByAddress.upper_bound(Address);
  if (It == ByAddress.begin() || Address >= NextAddress)
    return std::nullopt;
  --It;
  return std::pair(It->second, static_cast<std::int64_t>(Address - It->first));
}

z3::expr Symbols::memory(RegionId R, Epoch When, std::int64_t Bit, unsigned Width, const std::string &Place,
                         clang::QualType Type) {
  Symbol S{Symbol::Kind::Memory, fresh(Place, Width), Place, Type, R, When, Bit};
  Contents[{R, When}].insert({Bit, Piece{Width, S.Term}});
  return add(S);
}

z3::expr Symbols::content(RegionId R, Epoch When, std::int64_t Bit, unsigned Width, const std::string &Place,
                          clang::QualType Type) {
  auto &Pieces = Contents[{R, When}];
  if (auto It = Pieces.find(Bit); It != Pieces.end() && It->second.Width == Width) {
    holdTruth(It->second.Term, Type); // it may have been copied before as bytes of a larger object
    return It->second.Term;
  }
  // Put together from the lowest bit on: parts that are known, and new symbols for the gaps between them.
  std::vector<z3::expr> Parts;
  const std::int64_t End = Bit + Width;
  for (std::int64_t At = Bit; At < End;) {
    auto Next = Pieces.upper_bound(At);
    if (Next != Pieces.begin()) {
      auto Here = std::prev(Next);
      std::int64_t HereEnd = Here->first + Here->second.Width;
      if (At < HereEnd) {
        std::int64_t Stop = std::min(End, HereEnd);
        Parts.push_back(part(Here->second.Term, At - Here->first, Stop - At));
        At = Stop;
        continue;
      }
    }
    std::int64_t Stop = Next == Pieces.end() ? End : std::min(End, Next->first);
    Stop = std::min(Stop, At + 64); // a cell of a state holds at most 64 bits
    bool Whole = At == Bit && Stop == End;
    std::string Name =
        Whole ? Place : Place + "[bits " + std::to_string(At - Bit) + ".." + std::to_string(Stop - Bit - 1) + "]";
    Parts.push_back(memory(R, When, At, Stop - At, Name, Whole ? Type : clang::QualType()));
    At = Stop;
  }
  const z3::expr Result = tidy(joined(Parts));
  holdTruth(Result, Type);
  return Result;
}

std::vector<std::pair<std::int64_t, unsigned>> Symbols::pieces(RegionId R, Epoch When) const {
  std::vector<std::pair<std::int64_t, unsigned>> Out;
  if (auto It = Contents.find({R, When}); It != Contents.end())
    for (const auto &[Bit, Each] : It->second)
      Out.push_back({Bit, Each.Width});
  return Out;
}

void Symbols::setHome(RegionId Local, Epoch When, unsigned Position) {
  const std::string Unique = "home:" + std::to_string(When) + ":" + std::to_string(Position);
  const Region R = Regions[Local];
  Homes[{Local, When}] = ownRegion(Region::Kind::Local, Unique, R.Name, R.Type, R.Size);
}

void Symbols::define(RegionId R, std::int64_t Bit, const z3::expr &Term) {
  Contents[{R, 0}].insert({Bit, Piece{Term.get_sort().bv_size(), Term}});
}

} // namespace kverdict
