// Loads and stores of one path.
#pragma once

#include "explore/state/Path.h"

#include <functional>

namespace kverdict {

/// An address, taken apart: so many bytes from the base of a region.
struct Location {
  RegionId Region;
  std::int64_t Byte;
};

class Memory {
public:
  /// Compared: this is one of two explorations that share their symbols (explore/state/Version.h).
  Memory(Symbols &S, const clang::ASTContext &Context, bool Compared = false)
      : S(S), Context(Context), Compared(Compared) {}

  /// In a comparison, also the first volatile read of a place may find something else than a plain one.
  bool FirstAnew = false;

  /// If set: where a place was stored to, and then one accessed that could be the same by another name.
  std::set<std::pair<BitRange, BitRange>> *Met = nullptr;

  /// If set: told of each store to a region, when it is done.
  std::function<void(PathState &, RegionId)> Stored;

  /// Type is what is accessed there, Name its access path; they describe a region that is met for the first time.
  Location locate(const z3::expr &Address, const std::string &Name, clang::QualType Type);

  /// A load that finds bits of a local that nothing has set gives nothing.
  std::optional<z3::expr> load(PathState &, Location, std::int64_t FieldBit, unsigned Width, const std::string &Place,
                               clang::QualType Type);
  /// The same without leaving a mark.
  std::optional<z3::expr> peek(const MemoryState &, RegionId, std::int64_t Bit, unsigned Width,
                               const std::string &Place, clang::QualType,
                               std::vector<Reading> *Readings = nullptr) const;
  Epoch epoch(const MemoryState &, RegionId) const;
  /// In a comparison, the same of a volatile object: if the path has looked at it before, somebody else may have
  /// written it since.
  std::optional<z3::expr> loadVolatile(PathState &, Location, std::int64_t FieldBit, unsigned Width,
                                       const std::string &Place, clang::QualType Type);
  /// Returns false if other regions may overlap with the place: they are forgotten.
  bool store(PathState &, Location, std::int64_t FieldBit, const z3::expr &Value);
  /// Copies what is set of a local whose unset bits are known to be unset, and so they are in the copy. Returns false
  /// if that cannot be said of the target.
  bool copy(PathState &, Location From, Location To, std::uint64_t Bits);
  /// Whether a store through another term may have changed what is read there: an array at a variable index.
  bool mayBeStale(const PathState &, RegionId) const;
  /// Forgets what an opaque call may have written through this pointer, and what can be reached from there.
  void forget(PathState &, RegionId, Epoch, OpaqueCall &);
  /// Forgets all memory that outlives the function and is no constant.
  void forgetWorld(PathState &, Epoch);
  /// Whether the function's caller can see what is stored there.
  bool outlives(RegionId) const;
  bool isLent(const PathState &, RegionId) const;
  /// Makes the bits of a local unset.
  void clear(PathState &, RegionId);

private:
  static constexpr size_t MostMeetings = 2000;
  void meet(const PathState &, const BitRange &Here);
  void access(PathState &, const BitRange &);
  void touch(PathState &, Location, std::int64_t FirstBit, std::int64_t EndBit);
  void forgetOne(PathState &, RegionId, Epoch, OpaqueCall &);
  void forgetOverlaps(PathState &, RegionId, bool &Exact);

  Symbols &S;
  const clang::ASTContext &Context;
  bool Compared;
};

} // namespace kverdict
