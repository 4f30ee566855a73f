#include "parse/Complete.h"

#include <algorithm>

namespace kverdict {
namespace {

std::unique_ptr<Unit> parsed(const UnitRequest &Request, Versions *Shared) {
  return Shared ? Shared->parse(Request) : parseUnit(Request);
}

} // namespace

CompleteUnit::CompleteUnit(UnitRequest Q, Versions *Shared)
    : Request(std::move(Q)), Shared(Shared), U(parsed(Request, Shared)) {}

bool CompleteUnit::grow() {
  const std::set<std::string> Missed = U->missed();
  if (Missed.empty())
    return false;
  if (std::includes(Request.Missed.begin(), Request.Missed.end(), Missed.begin(), Missed.end()))
    throw Error(ExitCode::Incomplete,
                Request.Command.File + ": the body of " + *Missed.begin() + "() could not be read; please report this");
  Request.Missed.insert(Missed.begin(), Missed.end());
  U = parsed(Request, Shared);
  return true;
}

void CompleteUnit::complete(const std::function<void(Unit &)> &Walk) {
  do
    Walk(*U);
  while (grow());
}

} // namespace kverdict
