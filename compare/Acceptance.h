// What it means that a verdict accepts. Internal to compare/; compare/Compare.h says it in words.
#pragma once

#include "compare/Compare.h"
#include "compare/sides/Parameters.h"
#include "compare/sides/Side.h"

namespace kverdict {

class Acceptance {
public:
  /// Decided by the type, by what both versions return, by the function's name and by what callers make of its result.
  /// Where not all ways are known, that only 0 and 1 come up says nothing.
  Acceptance(const Side &Old, const Side &New, ResultForm = ResultForm::Same, const FileTexts & = {},
             bool AllWays = true);

  /// Whether results have an order at all.
  bool ordered() const { return How != Kind::None; }
  z3::expr accepts(const z3::expr &Result) const;
  /// The condition under which a pair of results differs in this way.
  z3::expr differ(Direction, const z3::expr &Old, const z3::expr &New) const;
  /// That a result of this name is accepted, or is not, in C.
  std::string words(const std::string &Name, bool Accepted) const;

private:
  enum class Kind { None, Truth, Errno, Fault, ErrPtr, NullPtr, ErrValue };
  static Kind ofPointer(const Side &Old, const Side &New, const FileTexts &, bool Null);
  static Kind ofInteger(const Side &Old, const Side &New, const FileTexts &, bool AllWays);
  Kind How = Kind::None;
  std::uint64_t FaultErrors = 0;
};

} // namespace kverdict
