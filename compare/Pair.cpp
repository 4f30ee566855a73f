#include "compare/Pair.h"

namespace kverdict {
namespace {

constexpr int MaxAttempts = 4;

} // namespace

VersionPair::VersionPair(UnitRequest OldRequest, UnitRequest NewRequest, const Rules &R, Versions *Shared)
    : Old(std::move(OldRequest)), New(std::move(NewRequest)), R(R), Shared(Shared), OldUnit(parse(Old)),
      NewUnit(parse(New)) {}

std::unique_ptr<Unit> VersionPair::parse(const UnitRequest &Request) {
  return Shared ? Shared->parse(Request) : parseUnit(Request);
}

/// Returns false if nothing was missed.
bool VersionPair::parseAgain(UnitRequest &Request, std::unique_ptr<Unit> &U) {
  if (U->missed().empty())
    return false;
  Request.Missed.insert(U->missed().begin(), U->missed().end());
  U = parse(Request);
  return true;
}

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
