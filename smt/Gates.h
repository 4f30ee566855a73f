// What a question takes that Z3 does not count: it makes gates of multiplications and divisions before it begins.
#pragma once

#include <z3++.h>

#include <cstdint>

namespace kverdict {

/// How many gates are made of the multiplications and divisions in a term, those of more than 64 bits eight times.
std::uint64_t gates(const z3::expr &);

/// With so many gates, a question may take half of what others may, with twice as many a third, and so on.
inline constexpr std::uint64_t ManyGates = 65'536;
/// With more, it is not asked: to make them alone takes seconds. So many are 48 multiplications or 16 divisions of 64
/// bits.
inline constexpr std::uint64_t MostGates = 3 * ManyGates;

} // namespace kverdict
