#include "analysis/Reaching.h"

namespace kverdict {
namespace {

bool leavesAt(const Row &R, const SourcePlace &At) {
  return R.End == RunEnd::Returned && R.At.File == At.File && R.At.Line == At.Line;
}

} // namespace

std::string openReason(const Table &T, const std::function<bool(const Row &)> &Is) {
  for (const Row &R : T.Rows)
    if (Is(R))
      return "no state that leads there was found" + (R.Unfound.empty() ? "" : ": " + R.Unfound);
  for (const Row &R : T.Rows)
    if (R.End == RunEnd::Unsupported && !R.Covered)
      return "whether any state leads there: " + R.Reason;
  return "";
}

std::optional<Claim> reaching(const Table &T, const SourcePlace &At, const Expectation &Wanted, Statement &Of) {
  for (const Row &R : T.Rows)
    if (leavesAt(R, At) && R.State) {
      Of.Witness = R.State->Shown;
      Of.Calls = R.State->Calls;
      Of.Verdict = "returns " + R.Verdict;
      return Does{T.Function, *R.State, Wanted};
    }
  const std::string Why = openReason(T, [&](const Row &R) { return leavesAt(R, At); });
  return Why.empty() ? std::nullopt : std::optional<Claim>(Open{Why});
}

} // namespace kverdict
