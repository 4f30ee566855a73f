// What it means that a verdict accepts. Internal to compare/; compare/Compare.h says it in words.
#pragma once

#include "compare/Compare.h"
#include "compare/sides/Side.h"

namespace kverdict {

class Acceptance {
public:
  /// Decided by the type, and by what both versions return.
  Acceptance(const Side &Old, const Side &New);

  /// Whether results have an order at all.
  bool ordered() const { return How != Kind::None; }
  z3::expr accepts(const z3::expr &Result) const;
  /// The condition under which a pair of results differs in this way.
  z3::expr differ(Direction, const z3::expr &Old, const z3::expr &New) const;

private:
  enum class Kind { None, Truth, Errno, Fault, ErrPtr };
  Kind How = Kind::None;
  std::uint64_t FaultErrors = 0;
};

} // namespace kverdict
