#include "compare/Acceptance.h"

#include <clang/AST/Decl.h>

using namespace clang;

namespace kverdict {
namespace {

constexpr std::int64_t MaxErrno = 4095;

/// What the ways of both versions return.
struct Returned {
  bool Negative = false; ///< a constant that is a negative errno
  bool Other = false;    ///< a constant that is neither that nor 0 nor 1
  bool One = false;
  bool FromCall = false;
  bool Computed = false;

  void add(const Side &Version) {
    for (const Way &W : Version.Ways)
      if (W.returned() && W.Done.Result && W.Done.Result->get_sort().bv_size() <= 64)
        add(W);
  }

  void add(const Way &W) {
    const z3::expr &E = *W.Done.Result;
    if (!E.is_numeral()) {
      bool Call = false;
      for (const OpaqueCall &C : W.Done.Calls)
        Call |= C.Result && C.Result->id() == E.id();
      (Call ? FromCall : Computed) = true;
      return;
    }
    const unsigned Width = E.get_sort().bv_size();
    const std::int64_t Value = static_cast<std::int64_t>(E.get_numeral_uint64() << (64 - Width)) >> (64 - Width);
    if (Value < 0 && Value >= -MaxErrno)
      Negative = true;
    else if (Value == 1)
      One = true;
    else if (Value != 0)
      Other = true;
  }
};

std::uint64_t faultErrors(const Unit &U) {
  std::uint64_t Bits = 0;
  for (const char *Name : {"VM_FAULT_OOM", "VM_FAULT_SIGBUS", "VM_FAULT_SIGSEGV", "VM_FAULT_HWPOISON",
                           "VM_FAULT_HWPOISON_LARGE", "VM_FAULT_FALLBACK"})
    if (auto It = U.constants().find(Name); It != U.constants().end())
      Bits |= It->second;
  return Bits;
}

bool isFault(QualType Type) {
  const auto *Named = Type->getAs<TypedefType>();
  return Named && Named->getDecl()->getName() == "vm_fault_t";
}

} // namespace

Acceptance::Acceptance(const Side &Old, const Side &New) {
  const QualType Type = Old.F->getReturnType();
  Returned Seen;
  Seen.add(Old);
  Seen.add(New);
  if (Type->isBooleanType())
    How = Kind::Truth;
  else if (isFault(Type) && (FaultErrors = faultErrors(Old.U)))
    How = Kind::Fault;
  else if (Type->isPointerType())
    How = Seen.Negative ? Kind::ErrPtr : Kind::None;
  else if (Type->isSignedIntegerType() && (Seen.Negative || (Seen.FromCall && !Seen.One && !Seen.Other)))
    How = Kind::Errno;
  else if (Type->isIntegerType() && !Type->isEnumeralType() && !Seen.Negative && !Seen.Other && !Seen.FromCall &&
           !Seen.Computed)
    How = Kind::Truth;
}

z3::expr Acceptance::accepts(const z3::expr &Result) const {
  z3::context &Z = Result.ctx();
  const unsigned Width = Result.get_sort().bv_size();
  switch (How) {
  case Kind::Truth:
    return Result != Z.bv_val(0, Width);
  case Kind::Errno:
    return Result >= Z.bv_val(0, Width);
  case Kind::Fault:
    return (Result & Z.bv_val(FaultErrors, Width)) == Z.bv_val(0, Width);
  case Kind::ErrPtr:
    return z3::ult(Result, Z.bv_val(static_cast<std::uint64_t>(-MaxErrno), Width));
  case Kind::None:
    break;
  }
  return Z.bool_val(true);
}

z3::expr Acceptance::differ(Direction Way, const z3::expr &Old, const z3::expr &New) const {
  const z3::expr Was = accepts(Old), Is = accepts(New);
  switch (Way) {
  case Direction::Stricter:
    return (Was && !Is).simplify();
  case Direction::Laxer:
    return (!Was && Is).simplify();
  case Direction::OtherError:
    return (!Was && !Is && Old != New).simplify();
  case Direction::OtherValue:
    return (Was && Is && Old != New).simplify();
  case Direction::Crash:
    break;
  }
  return Old.ctx().bool_val(false);
}

} // namespace kverdict
