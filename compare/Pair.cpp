#include "compare/Pair.h"

namespace kverdict {
namespace {

constexpr int MaxAttempts = 4;

/// Returns false if nothing was missed.
bool parseAgain(UnitRequest &Request, std::unique_ptr<Unit> &U) {
  const std::set<std::string> Missed = U->missed();
  if (Missed.empty())
    return false;
  Request.Wanted.insert(Missed.begin(), Missed.end());
  U = parseUnit(Request);
  return true;
}

} // namespace

VersionPair::VersionPair(UnitRequest OldRequest, UnitRequest NewRequest, const Rules &R)
    : Old(std::move(OldRequest)), New(std::move(NewRequest)), R(R), OldUnit(parseUnit(Old)), NewUnit(parseUnit(New)) {}

Comparison VersionPair::compare(const std::string &Function, const CompareLimits &Limits) {
  Comparison Result;
  for (int Attempt = 0; Attempt < MaxAttempts; ++Attempt) {
    Result = compareVersions(*OldUnit, *NewUnit, R, Function, Limits);
    const bool OldMissed = parseAgain(Old, OldUnit), NewMissed = parseAgain(New, NewUnit);
    if (!OldMissed && !NewMissed)
      return Result;
  }
  Comparison Open;
  Open.Function = Function;
  Open.Reason = "some function bodies could not be read; please report this";
  return Open;
}

} // namespace kverdict
