// Simplification that costs nothing for terms that are simple already, which most are.
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

inline z3::expr tidy(const z3::expr &E) { return isSimple(E) ? E : E.simplify(); }

/// Address + Bytes.
inline z3::expr offsetBy(const z3::expr &Address, std::uint64_t Bytes) {
  if (Bytes == 0)
    return Address;
  z3::context &Z = Address.ctx();
  if (Address.is_numeral())
    return Z.bv_val(Address.get_numeral_uint64() + Bytes, 64);
  return (Address + Z.bv_val(Bytes, 64)).simplify();
}

} // namespace kverdict
