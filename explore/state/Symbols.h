// Words used here:
//   term     a Z3 bit-vector as wide as the C value that it stands for
//   symbol   a term without a known value: an argument, a piece of memory at entry, what an opaque call returned
//   region   a piece of memory with a base address (a term); accesses are at a constant number of bits from it
//   epoch    which content of a region is meant: 0 at entry, and a new one each time an opaque call may write it
//
// The symbols and regions of one exploration are shared by all its paths: the same place in the same epoch is the
// same symbol on each of them, so that the conditions of paths can be combined.
#pragma once

#include "core/Target.h"

#include <clang/AST/Type.h>

#include <z3++.h>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace kverdict {

using RegionId = unsigned;
using Epoch = unsigned;

struct Symbol {
  enum class Kind { Argument, Memory, CallResult };
  Kind What;
  z3::expr Term;
  std::string Place; ///< its access path in C
  clang::QualType Type;
  RegionId Region = 0;  ///< Memory: where
  Epoch When = 0;       ///< Memory
  std::int64_t Bit = 0; ///< Memory: the offset in bits
  bool Pure = false;    ///< CallResult: of a call that gives the same for equal arguments in an unchanged state
};

struct Region {
  enum class Kind { Input, Local, Global, Function, Literal };
  Kind What;
  z3::expr Base;
  std::string Name; ///< of the object, in C: "*vma", "zero_pfn"
  clang::QualType Type;
  std::uint64_t Size = 0; ///< in bytes, 0 if not known
  unsigned Root = 0;      ///< regions with the same root may overlap: an array indexed with different terms
  bool Indexed = false;   ///< the base holds a variable index
};

/// Places of the state at entry, each with how many bytes behind the first of them it points. Either all point into
/// one object, or no two of them do so.
struct OneObject {
  std::vector<std::pair<std::string, std::int64_t>> Places;
  std::optional<RegionId> Global; ///< the object, if it has a name of its own: the bytes count from its start
  bool Apart = false;
};

class Symbols {
public:
  explicit Symbols(z3::context &Z, Target Memory = {}) : Z(Z), Memory(Memory) {}

  /// To be said before the first symbol is made.
  void assume(OneObject O) { Groups.push_back({std::move(O), {}, {}}); }
  /// Whether symbols were made for all those places: else nothing was supposed.
  bool supposed() const;
  /// If the term is said to point into the same object as others: the region that stands for it, and how far behind its
  /// base the term points. The first of them that is asked for gives the region.
  std::optional<std::pair<RegionId, std::int64_t>> sameObject(const z3::expr &Base, const std::string &Name,
                                                              clang::QualType, std::uint64_t Size);

  z3::context &z3() { return Z; }
  const Target &target() const { return Memory; }
  unsigned pointerBits() const { return Memory.PointerBits; }

  /// Bits of a value, counted as they lie in memory.
  z3::expr part(const z3::expr &Value, std::uint64_t From, unsigned Width) const;
  /// The value of what lies behind each other in memory.
  z3::expr joined(const std::vector<z3::expr> &Parts) const;

  /// A number of Width bits. Made once: Z3 takes its time over it.
  const z3::expr &number(std::uint64_t Value, unsigned Width) {
    auto &OfWidth = Numbers[Width];
    auto It = OfWidth.find(Value);
    if (It == OfWidth.end())
      It = OfWidth.emplace(Value, Z.bv_val(Value, Width)).first;
    return It->second;
  }

  /// The same in simpler words. Each term is simplified once: on every path the same ones come up again.
  z3::expr tidy(const z3::expr &);
  /// Address + Bytes.
  z3::expr offsetBy(const z3::expr &Address, std::uint64_t Bytes);

  /// The symbol behind a term, or null.
  const Symbol *find(const z3::expr &E) const { return find(E.id()); }
  const Symbol *find(unsigned Id) const; ///< by Z3's id
  const Symbol &symbol(unsigned Index) const { return All[Index]; }
  unsigned count() const { return All.size(); }

  /// A parameter of this name and type. Functions share it: what is known of `vma` in one helps in the next.
  z3::expr argument(const std::string &Name, unsigned Width, clang::QualType);
  /// The same if it was asked for before, else null.
  const z3::expr *knownArgument(const std::string &Name, clang::QualType) const;
  z3::expr callResult(const std::string &Unique, unsigned Width, const std::string &Place, clang::QualType,
                      bool Pure = false);

  RegionId inputRegion(const z3::expr &Base, const std::string &Name, clang::QualType, std::uint64_t Size);
  /// The region with this base if there is one.
  std::optional<RegionId> knownRegion(const z3::expr &Base) const;
  /// An object that is there whatever the state: a local, a global, a literal. Its address is a number from a range
  /// of our own, so that two objects are never the same and none is null.
  RegionId ownRegion(Region::Kind, const std::string &Unique, const std::string &Name, clang::QualType,
                     std::uint64_t Size);
  /// The object of our own that holds this address, and the offset in it.
  std::optional<std::pair<RegionId, std::int64_t>> owner(std::uint64_t Address) const;
  Region &region(RegionId Id) { return Regions[Id]; }
  const Region &region(RegionId Id) const { return Regions[Id]; }
  /// The base of this region holds a variable index: regions with the same root may overlap with it.
  void setIndexed(RegionId Id) { Regions[Id].Indexed = true, IndexedRoots.insert(Regions[Id].Root); }
  bool indexed(unsigned Root) const { return IndexedRoots.count(Root); }
  unsigned regionCount() const { return Regions.size(); }

  /// The content of a region in an epoch, before any store: Width bits from Bit on. Never reads twice the same bits
  /// under two symbols. A _Bool is 0 or 1.
  z3::expr content(RegionId, Epoch, std::int64_t Bit, unsigned Width, const std::string &Place, clang::QualType);
  /// What has been asked for of that: the offset and width of each piece.
  std::vector<std::pair<std::int64_t, unsigned>> pieces(RegionId, Epoch) const;
  /// Gives content that is known: of a string literal.
  void define(RegionId, std::int64_t Bit, const z3::expr &);

  /// Remembers how the source first called a term that is no symbol: `page->compound_head - 1`.
  void name(const z3::expr &, const std::string &Name);
  /// The access path of a symbol, or the name remembered for a term, or empty.
  std::string nameOf(const z3::expr &) const;

  /// The epoch that begins with this call; the same name gives the same epoch.
  Epoch epoch(const std::string &Unique) { return Epochs.try_emplace(Unique, Epochs.size() + 1).first->second; }

  /// In which the read with this number finds a volatile object, if somebody else may have written it since that memory
  /// was first looked at: each place of memory has its own numbers.
  Epoch readAnew(Epoch World, unsigned Number) {
    return epoch("anew:" + std::to_string(World) + ":" + std::to_string(Number));
  }

  /// Z3's id of a term, which stays its own from now on: an id is used again once its term is gone.
  unsigned keep(const z3::expr &Term) {
    Kept.try_emplace(Term.id(), Term);
    return Term.id();
  }

  /// In a comparison, the region that holds what an opaque call left in a local: the same in both versions.
  RegionId home(RegionId Local, Epoch When) const {
    auto It = Homes.find({Local, When});
    return It == Homes.end() ? Local : It->second;
  }
  void setHome(RegionId Local, Epoch When, unsigned Position);

  /// What holds of symbols always: a _Bool is 0 or 1.
  void hold(const z3::expr &Premise) { Axioms.push_back(Premise); }
  const std::vector<z3::expr> &axioms() const { return Axioms; }

private:
  z3::context &Z;
  const Target Memory;
  struct Piece {
    unsigned Width;
    z3::expr Term;
  };
  struct Group {
    OneObject What;
    std::vector<std::pair<z3::expr, std::int64_t>> Members; ///< those of its places that symbols were made for
    std::optional<std::pair<RegionId, std::int64_t>> Region;
  };
  void join(const Symbol &);
  z3::expr add(Symbol);
  std::uint64_t mask() const { return Memory.PointerBits == 32 ? 0xffffffff : ~std::uint64_t(0); }
  /// A _Bool is 0 or 1: the simulator stops where it reads another one.
  void holdTruth(const z3::expr &Term, clang::QualType);
  std::map<std::uint64_t, RegionId> ByAddress; ///< objects of our own
  std::uint64_t NextAddress = Memory.PointerBits == 32 ? 0x20000000 : 0x200000000000;
  z3::expr fresh(const std::string &Name, unsigned Width);
  z3::expr memory(RegionId, Epoch, std::int64_t Bit, unsigned Width, const std::string &Place, clang::QualType);

  std::vector<Group> Groups;
  std::vector<Symbol> All;
  std::map<unsigned, unsigned> ByTerm; ///< Z3's id of the term -> index
  std::vector<Region> Regions;
  std::map<unsigned, RegionId> ByBase;
  std::unordered_map<std::string, RegionId> ByUnique;
  std::unordered_map<unsigned, std::unordered_map<std::uint64_t, z3::expr>> Numbers; ///< by width and value
  std::set<unsigned> IndexedRoots;
  std::unordered_map<std::string, unsigned> Results;
  std::map<std::pair<std::string, std::string>, z3::expr> Arguments; ///< by name and type
  std::unordered_map<std::string, Epoch> Epochs;
  std::map<unsigned, std::pair<z3::expr, std::string>> NamedTerms;
  std::map<unsigned, z3::expr> Kept;
  std::unordered_map<unsigned, std::pair<z3::expr, z3::expr>> Tidied; ///< by Z3's id: the term and what became of it
  std::map<std::pair<RegionId, Epoch>, RegionId> Homes;
  std::map<std::pair<RegionId, Epoch>, std::map<std::int64_t, Piece>> Contents;
  std::set<unsigned> Truths; ///< Z3's ids of the terms that holdTruth() has seen; an axiom keeps each
  std::vector<z3::expr> Axioms;
};

} // namespace kverdict
