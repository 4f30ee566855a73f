// What can be told of a term without asking Z3 to simplify it (which Symbols::tidy() does).
#pragma once

#include <z3++.h>

#include <cstdint>
#include <optional>

namespace kverdict {

/// The value of a number of at most 64 bits, or nothing.
inline std::optional<std::uint64_t> numberIn(const z3::expr &E) {
  if (!E.is_numeral() || E.get_sort().bv_size() > 64)
    return std::nullopt;
  return E.get_numeral_uint64();
}

inline std::int64_t signExtend(std::uint64_t Value, unsigned Width) {
  return static_cast<std::int64_t>(Value << (64 - Width)) >> (64 - Width);
}

inline bool isSimple(const z3::expr &E) { return E.is_numeral() || (E.is_app() && E.num_args() == 0); }

} // namespace kverdict
