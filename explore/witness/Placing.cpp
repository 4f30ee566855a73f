// Where the objects of a state lie: apart from each other, unless a path needs two names to be one object.
#include "explore/witness/WitnessMaker.h"

#include <algorithm>

using namespace clang;

namespace kverdict {
namespace {

constexpr std::uint64_t ObjectStride = 0x10000;

std::uint64_t firstObject(const Symbols &S) { return S.pointerBits() == 32 ? 0x10000000 : 0x100000000000; }

/// The name of an object; one that an address leads to which was computed may have none.
std::string calledIn(const Symbols &S, RegionId Id) {
  const std::string &Name = S.region(Id).Name;
  return Name.empty() ? "what a computed address leads to" : Name;
}

} // namespace

bool WitnessMaker::placeObjects(const std::vector<const Path *> &Paths) {
  std::map<RegionId, std::pair<std::int64_t, std::int64_t>> Extents;
  for (const Path *P : Paths)
    for (const auto &[Id, Range] : P->Touched) {
      auto [It, New] = Extents.try_emplace(Id, Range);
      if (!New)
        It->second = {std::min(It->second.first, Range.first), std::max(It->second.second, Range.second)};
    }
  // An element at a variable index lies in the array that its root points to, so that must exist.
  std::vector<RegionId> Elements;
  for (const auto &[Id, Range] : Extents)
    if (S.region(Id).Indexed)
      Elements.push_back(Id);
  for (RegionId Id : Elements)
    Extents.try_emplace(S.region(Id).Root, 0, 0);
  for (const auto &[Id, Range] : Extents)
    Touched.insert(Id);
  z3::context &Ctx = S.z3();
  auto number = [&](std::uint64_t N) { return Ctx.bv_val(N, S.pointerBits()); };
  unsigned Next = 0;
  Objects.clear();
  for (const auto &[Id, Range] : Extents) {
    const Region &R = S.region(Id);
    if (R.What != Region::Kind::Input || R.Indexed || R.Base.is_numeral())
      continue;
    std::int64_t First = std::min<std::int64_t>(0, Range.first);
    if (S.find(R.Base) == nullptr && Range.first > 0)
      First = Range.first; // an address that was computed: only what is accessed is known to exist
    std::uint64_t Size = std::max<std::int64_t>(Range.second, R.Size) - First;
    z3::expr Begin = R.Base + number(First);
    const std::uint64_t Address = firstObject(S) + ObjectStride * Next;
    Next += 1 + Size / ObjectStride;
    collect(R.Base);
    // A pointer with a mark in its lowest bit, as page->compound_head has one, is one more.
    if (!keep(Begin == number(Address)) && !keep(Begin == number(Address + 1))) {
      // It is bound to something else: then at least it must lie apart from the objects so far.
      z3::expr Apart = z3::uge(Begin, number(4096)) && z3::ule(Begin, number(~std::uint64_t(0) - Size));
      for (const Placed &Other : Objects) {
        z3::expr OtherBegin = S.region(Other.Region).Base + number(Other.First);
        Apart = Apart && (z3::uge(Begin, OtherBegin + number(Other.Size)) || z3::uge(OtherBegin, Begin + number(Size)));
      }
      // Nor may it lie in an object of our own that the path knows by its own name.
      for (const auto &[Known, Place] : Extents)
        if (const Region &Own = S.region(Known); Own.What != Region::Kind::Input)
          Apart = Apart && (z3::uge(Begin, Own.Base + number(Place.second)) ||
                            z3::uge(Own.Base + number(Place.first), Begin + number(Size)));
      if (!keep(Apart)) {
        Reason = "this needs " + calledIn(S, Id) + " to be the same object as another one";
        if (!oneObject(Id, First, Size))
          return false;
        continue;
      }
      minimise(Begin);
    }
    Objects.push_back({Id, First, Size});
  }
  for (RegionId Id : Elements)
    if (!placeElement(Id, Extents.at(Id), Extents.at(S.region(Id).Root)))
      return false;
  return true;
}

/// Whether an object is one that has a place already, under another name, and what both hold at entry can be the same.
bool WitnessMaker::oneObject(RegionId Id, std::int64_t First, std::uint64_t Size) {
  if (!MayMeet)
    return false;
  const auto Same = std::find_if(Objects.begin(), Objects.end(), [&](const Placed &Other) {
    return keep(S.region(Id).Base == S.region(Other.Region).Base);
  });
  if (Same == Objects.end())
    return false;
  for (unsigned I : std::vector<unsigned>(Order))
    for (unsigned J : std::vector<unsigned>(Order)) {
      const Symbol &Here = S.symbol(I), &There = S.symbol(J);
      const bool Both = Here.What == Symbol::Kind::Memory && There.What == Symbol::Kind::Memory && !Here.When &&
                        !There.When && Here.Region == Id && There.Region == Same->Region && Here.Bit == There.Bit;
      if (Both && (Here.Term.get_sort().bv_size() != There.Term.get_sort().bv_size() || !keep(Here.Term == There.Term)))
        return false;
    }
  const std::int64_t Begin = std::min(First, Same->First),
                     End = std::max<std::int64_t>(First + Size, Same->First + Same->Size);
  Same->First = Begin, Same->Size = End - Begin;
  Meeting.push_back({Id, Same->Region});
  return true;
}

/// Whether a path goes there. What only a comparison speaks of, to say that a call changed nothing, may be where
/// another object is already.
bool WitnessMaker::isThere(RegionId Id) const { return S.region(Id).What != Region::Kind::Input || Touched.count(Id); }

/// Keeps an element inside the array, and the array small.
bool WitnessMaker::placeElement(RegionId Id, std::pair<std::int64_t, std::int64_t> Range,
                                std::pair<std::int64_t, std::int64_t> Fixed) {
  z3::context &Ctx = S.z3();
  const Region &Array = S.region(S.region(Id).Root);
  auto number = [&](std::uint64_t N) { return Ctx.bv_val(N, S.pointerBits()); };
  const std::uint64_t Room = Array.What == Region::Kind::Input ? ObjectStride / 2 : Array.Size;
  const std::uint64_t Size = std::max<std::uint64_t>(Range.second, S.region(Id).Size);
  z3::expr Begin = S.region(Id).Base;
  collect(Begin);
  if (!keep(z3::uge(Begin, Array.Base) && z3::ule(Begin + number(Size), Array.Base + number(Room)))) {
    Reason = "this needs " + calledIn(S, Id) + " to lie outside its array";
    return false;
  }
  // What was read by another name is another element.
  auto apart = [&](const z3::expr &First, const z3::expr &End) {
    return keep(z3::uge(Begin, End) || z3::ule(Begin + number(Size), First));
  };
  bool Apart =
      Fixed.first >= Fixed.second || apart(Array.Base + number(Fixed.first), Array.Base + number(Fixed.second));
  for (const Placed &Other : InArrays)
    if (const z3::expr &First = S.region(Other.Region).Base; S.region(Other.Region).Root == S.region(Id).Root)
      Apart = Apart && apart(First, First + number(Other.Size));
  if (!Apart) {
    Reason = "this needs " + calledIn(S, Id) + " to be the same object as another one";
    return false;
  }
  if (Array.What == Region::Kind::Input)
    InArrays.push_back({Id, 0, Size});
  return true;
}

} // namespace kverdict
