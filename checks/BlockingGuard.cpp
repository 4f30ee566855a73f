// A guard that refuses what the rules say must be accepted: a second check beside the one place that decides.
//
//   if (!page_count(page))
//           return -EINVAL;    <- validate_page_before_insert() accepts this page
//
// It is recognised by its cure: without the guard, all contracts of the function hold. A guard that is merely
// redundant breaks no contract and never comes here.
#include "checks/Checks.h"

namespace kverdict {
namespace {

class BlockingGuard : public Check {
public:
  const char *name() const override { return "blocking-guard"; }

  const char *about() const override { return "a guard without which all contracts of the function hold"; }

  std::optional<Diagnosis> diagnose(const Violation &V, Subject &S) const override {
    if (!V.RefusesWrongly)
      return std::nullopt;
    for (const Edit &E : S.edits())
      if (E.What == Edit::Kind::DropGuard && S.heals(E))
        return Diagnosis{name(), E.At, "", E};
    return std::nullopt;
  }
};

} // namespace

std::unique_ptr<Check> makeBlockingGuard() { return std::make_unique<BlockingGuard>(); }

} // namespace kverdict
