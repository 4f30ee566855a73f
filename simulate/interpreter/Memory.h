// The simulator's memory: a flat space of bytes, and the blocks that lie in it. Every access
// must lie within one block. For each bit it is known whether anything has set it.
#pragma once

#include "core/State.h"
#include "core/Target.h"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace kverdict::simulation {

/// The bits of a scalar, zero-extended; wide enough for C's widest integer.
using Word = unsigned __int128;

/// A copy of some bytes. Bit n of Set[i] says whether bit n of Data[i] was ever set. Bits are numbered as the target
/// has them in memory (core/Target.h).
struct Bytes {
  std::vector<std::uint8_t> Data;
  std::vector<std::uint8_t> Set;

  Bytes() = default;
  explicit Bytes(std::size_t Size, std::uint8_t SetMask = 0) : Data(Size, 0), Set(Size, SetMask) {}
  std::size_t size() const { return Data.size(); }

  /// Width bits (at most 128) from a number on.
  Word bits(unsigned BitOffset, unsigned Width, const Target &) const;
  /// Sets those bits. Bits beyond the end are dropped.
  void setBits(std::uint64_t BitOffset, unsigned Width, Word Value, const Target &);
  /// Whether all of those bits were set.
  bool isSet(unsigned BitOffset, unsigned Width, const Target &) const;
  bool isSet() const;
  /// What was never set becomes a zero that was.
  void zeroUnset();
  /// Takes the bits that were set in the other copy, which has the same size.
  void overlay(const Bytes &Other);
};

/// A piece of memory that may be accessed.
struct Block {
  std::uint64_t Address = 0;
  std::uint64_t Size = 0;
  std::string Place;     ///< what it is, in C: "*vma", "flags"
  bool Input = false;    ///< part of the state: what nothing has set reads as 0
  bool ReadOnly = false; ///< a string literal
  bool Shared = false;   ///< others can see what is stored there
};

class Memory {
public:
  explicit Memory(Target T) : Layout(T) {}
  /// Adds a block at a place of its own choosing.
  void add(Block);
  /// Adds a block at an address chosen here, never used before and apart from all others; returns the address.
  std::uint64_t allocate(Block, std::uint64_t Alignment = 16);
  void remove(std::uint64_t Address);

  /// The block that holds all of these bytes, or null.
  Block *find(std::uint64_t Address, std::uint64_t Size);
  /// The block that begins at or before this address and ends after it, or null.
  Block *at(std::uint64_t Address) { return find(Address, 1); }
  std::size_t blocks() const { return Blocks.size(); }
  /// Whether some block holds any of these bytes.
  bool overlaps(std::uint64_t Address, std::uint64_t Size) const;

  Bytes read(std::uint64_t Address, std::uint64_t Size) const;
  void write(std::uint64_t Address, const Bytes &);
  /// Writes a cell whose address counts from Base.
  void write(const Cell &, std::uint64_t Base = 0);
  /// Forgets what these bytes hold.
  void forget(std::uint64_t Address, std::uint64_t Size) { write(Address, Bytes(Size)); }

private:
  const Block *overlapping(std::uint64_t Address, std::uint64_t Size) const;

  static constexpr std::uint64_t PageSize = 256;
  struct Page {
    std::array<std::uint8_t, PageSize> Data{};
    std::array<std::uint8_t, PageSize> Set{};
  };
  std::unordered_map<std::uint64_t, std::unique_ptr<Page>> Pages;
  std::map<std::uint64_t, Block> Blocks;
  const Target Layout;
  std::uint64_t Next = Layout.PointerBits == 32 ? 0x71000000 : 0x00007f1000000000;
};

} // namespace kverdict::simulation
