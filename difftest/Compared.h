// Pairs of random functions that differ in one place, compared. What is called equivalent is run in both versions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace kverdict {

struct PairTally {
  unsigned Pairs = 0;
  unsigned Equivalent = 0;
  unsigned Met = 0;     ///< proved the same by ways that meet again (compare/Meeting.cpp)
  unsigned Changed = 0; ///< stricter, laxer, incomparable or different
  unsigned Undecided = 0;
  unsigned States = 0; ///< that equivalent pairs were run in
};

struct PairTrial {
  unsigned Functions = 30; ///< in each of them, some places are changed, one at a time
  unsigned Changes = 4;
  unsigned States = 60; ///< of each pair that is called equivalent
};

/// Reports each pair that is called equivalent and does not do the same in a state, and each difference that the
/// simulator did not confirm.
std::vector<std::string> comparePairs(const PairTrial &, std::uint64_t Seed, PairTally &);

} // namespace kverdict
