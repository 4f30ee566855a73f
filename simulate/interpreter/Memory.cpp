#include "simulate/interpreter/Memory.h"

#include <algorithm>

namespace kverdict::simulation {

/// The bit of a byte that has this number.
static std::uint8_t mask(std::uint64_t Bit, const Target &T) {
  return T.BigEndian ? 0x80u >> (Bit % 8) : 1u << (Bit % 8);
}

/// Which of the bits of a value is the one that comes at this turn in memory.
static unsigned significance(unsigned Turn, unsigned Width, const Target &T) {
  return T.BigEndian ? Width - 1 - Turn : Turn;
}

Word Bytes::bits(unsigned BitOffset, unsigned Width, const Target &T) const {
  Word Value = 0;
  for (unsigned Turn = 0; Turn != Width; ++Turn) {
    std::size_t At = (BitOffset + Turn) / 8;
    if (At < Data.size() && (Data[At] & mask(BitOffset + Turn, T)))
      Value |= Word(1) << significance(Turn, Width, T);
  }
  return Value;
}

void Bytes::setBits(std::uint64_t BitOffset, unsigned Width, Word Value, const Target &T) {
  for (unsigned Turn = 0; Turn != Width; ++Turn) {
    std::size_t At = (BitOffset + Turn) / 8;
    if (At >= Data.size())
      return;
    std::uint8_t Mask = mask(BitOffset + Turn, T);
    Data[At] = (Value >> significance(Turn, Width, T) & 1) ? Data[At] | Mask : Data[At] & ~Mask;
    Set[At] |= Mask;
  }
}

bool Bytes::isSet(unsigned BitOffset, unsigned Width, const Target &T) const {
  for (unsigned Bit = 0; Bit != Width; ++Bit) {
    std::size_t At = (BitOffset + Bit) / 8;
    if (At >= Set.size() || !(Set[At] & mask(BitOffset + Bit, T)))
      return false;
  }
  return true;
}

bool Bytes::isSet() const {
  return std::all_of(Set.begin(), Set.end(), [](std::uint8_t Mask) { return Mask == 0xff; });
}

void Bytes::zeroUnset() {
  for (std::size_t I = 0; I != size(); ++I)
    Data[I] &= Set[I];
  std::fill(Set.begin(), Set.end(), 0xff);
}

void Bytes::overlay(const Bytes &Other) {
  for (std::size_t I = 0; I != size() && I != Other.size(); ++I) {
    Data[I] = (Data[I] & ~Other.Set[I]) | (Other.Data[I] & Other.Set[I]);
    Set[I] |= Other.Set[I];
  }
}

void Memory::add(Block B) {
  if (B.Size == 0 || B.Address + (B.Size - 1) < B.Address)
    return;
  Blocks[B.Address] = std::move(B);
}

const Block *Memory::overlapping(std::uint64_t Address, std::uint64_t Size) const {
  auto After = Blocks.lower_bound(Address);
  if (After != Blocks.end() && After->first - Address < Size)
    return &After->second;
  if (After == Blocks.begin())
    return nullptr;
  const Block &Before = std::prev(After)->second;
  return Address - Before.Address < Before.Size ? &Before : nullptr;
}

bool Memory::overlaps(std::uint64_t Address, std::uint64_t Size) const { return overlapping(Address, Size); }

std::uint64_t Memory::allocate(Block B, std::uint64_t Alignment) {
  // The gap behind each block keeps an off-by-one access from hitting the neighbour.
  constexpr std::uint64_t Gap = 16;
  Alignment = std::max<std::uint64_t>(Alignment, 16);
  B.Size = std::max<std::uint64_t>(B.Size, 1);
  auto aligned = [&](std::uint64_t At) { return (At + Alignment - 1) / Alignment * Alignment; };
  std::uint64_t Address = aligned(Next);
  while (const Block *Taken = overlapping(Address, B.Size + Gap)) // one of them can be as large as the space
    Address = aligned(Taken->Address + Taken->Size + Gap);
  Next = Address + B.Size + Gap;
  B.Address = Address;
  Blocks[Address] = std::move(B);
  return Address;
}

void Memory::remove(std::uint64_t Address) { Blocks.erase(Address); }

Block *Memory::find(std::uint64_t Address, std::uint64_t Size) {
  auto After = Blocks.upper_bound(Address);
  if (After == Blocks.begin())
    return nullptr;
  Block &B = std::prev(After)->second;
  std::uint64_t Offset = Address - B.Address;
  return Offset <= B.Size && Size <= B.Size - Offset ? &B : nullptr;
}

Bytes Memory::read(std::uint64_t Address, std::uint64_t Size) const {
  Bytes Result(Size);
  for (std::uint64_t I = 0; I != Size; ++I) {
    auto Found = Pages.find((Address + I) / PageSize);
    if (Found == Pages.end())
      continue;
    Result.Data[I] = Found->second->Data[(Address + I) % PageSize];
    Result.Set[I] = Found->second->Set[(Address + I) % PageSize];
  }
  return Result;
}

void Memory::write(std::uint64_t Address, const Bytes &Source) {
  for (std::uint64_t I = 0; I != Source.size(); ++I) {
    auto &P = Pages[(Address + I) / PageSize];
    if (!P)
      P = std::make_unique<Page>();
    P->Data[(Address + I) % PageSize] = Source.Data[I];
    P->Set[(Address + I) % PageSize] = Source.Set[I];
  }
}

void Memory::write(const Cell &C, std::uint64_t Base) {
  std::uint64_t Size = (C.BitOffset + C.Width + 7) / 8;
  Bytes Old = read(Base + C.Address, Size);
  Old.setBits(C.BitOffset, C.Width, C.Value, Layout);
  write(Base + C.Address, Old);
}

} // namespace kverdict::simulation
