// Any violated contract for which no other pattern is known: told in the contract's own words, at the return
// that gives the wrong verdict.
#include "checks/Patterns.h"

namespace kverdict {
namespace {

class ContractPattern : public Pattern {
public:
  const RuleInfo &info() const override {
    static const RuleInfo Info = {
        .Id = "contract",
        .About = "a contract of rules.yaml that does not hold",
        .Precision = ContractPrecision,
    };
    return Info;
  }

  std::optional<Diagnosis> diagnose(const Violation &V, Subject &) const override {
    return Diagnosis{info().Id, V.VerdictAt};
  }
};

} // namespace

std::shared_ptr<const Pattern> makeContractPattern() { return std::make_shared<ContractPattern>(); }

} // namespace kverdict
