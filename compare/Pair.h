// Two versions of one file, parsed, and parsed again if a body turns out to be needed that was skipped.
#pragma once

#include "compare/Compare.h"
#include "parse/Versions.h"

#include <memory>

namespace kverdict {

class VersionPair {
public:
  /// Parses both; what Error says, parseUnit() says. Shared is where earlier parses of the file may be found; null if
  /// there are none. The rules and Shared must outlive this.
  VersionPair(UnitRequest Old, UnitRequest New, const Rules &, Versions *Shared = nullptr);
  VersionPair(UnitRequest Old, UnitRequest New, Rules &&, Versions *Shared = nullptr) = delete;

  /// Throws Error (Usage) if a version has no such function.
  Comparison compare(const std::string &Function, const CompareLimits & = {});

  const Unit &oldUnit() const { return *OldUnit; }
  const Unit &newUnit() const { return *NewUnit; }

private:
  std::unique_ptr<Unit> parse(const UnitRequest &);
  bool parseAgain(UnitRequest &, std::unique_ptr<Unit> &);

  UnitRequest Old, New;
  const Rules &R;
  Versions *Shared;
  std::unique_ptr<Unit> OldUnit, NewUnit;
};

} // namespace kverdict
