// Two versions of one file, parsed, and parsed again if a body turns out to be needed that was skipped.
#pragma once

#include "compare/Compare.h"

#include <memory>

namespace kverdict {

class VersionPair {
public:
  /// Parses both; what Error says, parseUnit() says. The rules must outlive this.
  VersionPair(UnitRequest Old, UnitRequest New, const Rules &);

  /// Throws Error (Usage) if a version has no such function.
  Comparison compare(const std::string &Function, const CompareLimits & = {});

  const Unit &oldUnit() const { return *OldUnit; }
  const Unit &newUnit() const { return *NewUnit; }

private:
  UnitRequest Old, New;
  const Rules &R;
  std::unique_ptr<Unit> OldUnit, NewUnit;
};

} // namespace kverdict
