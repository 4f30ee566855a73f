// What can be told of a term without asking Z3 to simplify it (which Symbols::tidy() does).
#pragma once

#include <z3++.h>

#include <cstdint>
#include <optional>

namespace kverdict {

/// The value of a number of at most 64 bits, or nothing.
inline std::optional<std::uint64_t> numberIn(const z3::expr &E) {
  if (Z3_get_ast_kind(E.ctx(), E) != Z3_NUMERAL_AST || E.get_sort().bv_size() > 64)
    return std::nullopt;
  return E.get_numeral_uint64();
}

inline std::int64_t signExtend(std::uint64_t Value, unsigned Width) {
  return static_cast<std::int64_t>(Value << (64 - Width)) >> (64 - Width);
}

/// Z3's id of a term; without looking for an error first, which cannot have happened.
inline unsigned idOf(const z3::expr &E) { return Z3_get_ast_id(E.ctx(), E); }

/// A number or a symbol.
inline bool isSimple(const z3::expr &E) {
  const Z3_ast_kind Kind = Z3_get_ast_kind(E.ctx(), E);
  return Kind == Z3_NUMERAL_AST || (Kind == Z3_APP_AST && Z3_get_app_num_args(E.ctx(), Z3_to_app(E.ctx(), E)) == 0);
}

/// `(c ? 1 : 0) == 1`, which C makes of most conditions on their way through a bool, is c: then the solver sees at once
/// what contradicts it.
inline z3::expr lifted(const z3::expr &E) {
  if (E.is_not()) {
    const z3::expr Inner = lifted(E.arg(0));
    return idOf(Inner) == E.arg(0).id() ? E : Inner.is_not() ? Inner.arg(0) : !Inner;
  }
  if (!E.is_eq() || !E.arg(0).is_bv())
    return E;
  const unsigned Side = E.arg(0).is_numeral();
  const z3::expr Choice = E.arg(Side), Number = E.arg(1 - Side);
  if (!Number.is_numeral() || !Choice.is_ite() || !Choice.arg(1).is_numeral() || !Choice.arg(2).is_numeral())
    return E;
  const bool Then = Choice.arg(1).id() == idOf(Number), Else = Choice.arg(2).id() == idOf(Number);
  if (Then == Else)
    return E.ctx().bool_val(Then);
  const z3::expr Condition = lifted(Choice.arg(0));
  return Then ? Condition : Condition.is_not() ? Condition.arg(0) : !Condition;
}

} // namespace kverdict
