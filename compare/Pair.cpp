#include "compare/Pair.h"

#include "isolate/AtWork.h"

namespace kverdict {

VersionPair::VersionPair(UnitRequest Old, UnitRequest New, const Rules &R, Versions *Shared)
    : Old(std::move(Old), Shared), New(std::move(New), Shared), R(R) {}

Comparison VersionPair::compare(const std::string &Function, const CompareLimits &Limits) {
  try {
    const AtWork Mark(New.file(), Function);
    return follow(Function, Limits);
  } catch (const Failed &Why) {
    Comparison Open;
    Open.Function = Function;
    Open.Reason = Why.what();
    return Open;
  }
}

Comparison VersionPair::follow(const std::string &Function, const CompareLimits &Limits) {
  for (;;) {
    Comparison Result = compareVersions(*Old, *New, R, Function, Limits);
    const bool OldGrew = Old.grow(), NewGrew = New.grow();
    if (!OldGrew && !NewGrew)
      return Result;
  }
}

} // namespace kverdict
