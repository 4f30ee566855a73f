#include "smt/ErrorPointers.h"

#include "smt/Tidy.h"

#include <utility>

namespace kverdict {
namespace {

constexpr std::int64_t MaxErrno = 4095; // include/linux/err.h

bool compares(const z3::expr &E) {
  if (!E.is_bool() || !E.is_app() || E.num_args() != 2 || !E.arg(0).is_bv())
    return false;
  switch (E.decl().decl_kind()) {
  case Z3_OP_ULEQ:
  case Z3_OP_UGEQ:
  case Z3_OP_ULT:
  case Z3_OP_UGT:
    return true;
  default:
    return false;
  }
}

/// -MAX_ERRNO, or the number before it.
bool isBound(const z3::expr &E) {
  const auto Bits = numberIn(E);
  const std::int64_t Value = Bits ? signExtend(*Bits, E.get_sort().bv_size()) : 0;
  return Value == -MaxErrno || Value == -MaxErrno - 1;
}

} // namespace

bool isErrorPointer(std::uint64_t Bits, unsigned Width) {
  const std::int64_t Value = signExtend(Bits, Width);
  return Value < 0 && Value >= -MaxErrno;
}

z3::expr isErrorPointer(const z3::expr &Pointer) {
  return z3::uge(Pointer, Pointer.ctx().bv_val(-MaxErrno, Pointer.get_sort().bv_size()));
}

void ErrorPointers::ask(const z3::expr &Condition) {
  if (!Condition.is_app() || !Condition.is_bool())
    return;
  if (!compares(Condition)) {
    for (unsigned I = 0; I < Condition.num_args(); ++I)
      ask(Condition.arg(I));
    return;
  }
  for (unsigned I : {0u, 1u})
    if (const z3::expr Pointer = Condition.arg(1 - I);
        isBound(Condition.arg(I)) && Asked.emplace(Pointer.id(), Pointer).second)
      Late |= Denied.count(Pointer.id()) != 0;
}

bool ErrorPointers::known(const z3::expr &Pointer) const {
  if (Asked.count(Pointer.id()))
    return true;
  if (const auto Bits = numberIn(Pointer))
    return isErrorPointer(*Bits, Pointer.get_sort().bv_size());
  return Pointer.is_app() && Pointer.decl().decl_kind() == Z3_OP_ITE &&
         (known(Pointer.arg(1)) || known(Pointer.arg(2)));
}

bool ErrorPointers::mayBe(const z3::expr &Pointer) {
  if (known(Pointer))
    return true;
  Denied.emplace(Pointer.id(), Pointer);
  return false;
}

bool ErrorPointers::takeLate() { return std::exchange(Late, false); }

} // namespace kverdict
