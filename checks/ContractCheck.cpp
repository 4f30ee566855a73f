// Any violated contract for which no other check knows a pattern: told in the contract's own words, at the return
// that gives the wrong verdict.
#include "checks/Checks.h"

namespace kverdict {
namespace {

class ContractCheck : public Check {
public:
  const char *name() const override { return "contract"; }

  const char *about() const override { return "a contract of rules.yaml that does not hold"; }

  std::optional<Diagnosis> diagnose(const Violation &V, Subject &) const override {
    return Diagnosis{name(), V.VerdictAt, "", std::nullopt};
  }
};

} // namespace

std::unique_ptr<Check> makeContractCheck() { return std::make_unique<ContractCheck>(); }

} // namespace kverdict
