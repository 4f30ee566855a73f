// Simplification that costs nothing for terms that are simple already, which most are.
#pragma once

#include <z3++.h>

namespace kverdict {

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
