// A guard that refuses what the rules say must be accepted: a second check beside the one place that decides.
//
//   if (!page_count(page))
//           return -EINVAL;    <- validate_page_before_insert() accepts this page
//
// It is recognised by its cure: without the guard, all contracts of the function hold. A guard that is merely
// redundant breaks no contract and never comes here.
#include "checks/Patterns.h"

namespace kverdict {
namespace {

class BlockingGuard : public Pattern {
public:
  const RuleInfo &info() const override {
    static const RuleInfo Info = {
        .Id = "blocking-guard",
        .About = "a guard without which all contracts of the function hold",
        .Precision = ContractPrecision,
    };
    return Info;
  }

  std::optional<Diagnosis> diagnose(const Violation &V, Subject &S) const override {
    if (!V.RefusesWrongly)
      return std::nullopt;
    for (const Edit &E : S.edits())
      if (E.What == Edit::Kind::DropGuard && S.heals(E))
        return Diagnosis{info().Id, E.At, "", E};
    return std::nullopt;
  }
};

} // namespace

std::shared_ptr<const Pattern> makeBlockingGuard() { return std::make_shared<BlockingGuard>(); }

} // namespace kverdict
