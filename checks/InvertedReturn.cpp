// A constant verdict that is the wrong way round: `return false` where every contract asks for true.
//
//   if (!(vma->vm_flags & (VM_WRITE | VM_MAYWRITE)))
//           return false;     <- nothing can be written here, so the zeropage is safe
//
// It is recognised by its cure: flip that one constant, and all contracts of the function hold.
#include "checks/Patterns.h"

namespace kverdict {
namespace {

class InvertedReturn : public Pattern {
public:
  const RuleInfo &info() const override {
    static const RuleInfo Info = {
        .Id = "inverted-return",
        .About = "a constant verdict whose opposite makes all contracts of the function hold",
        .Precision = ContractPrecision,
    };
    return Info;
  }

  std::optional<Diagnosis> diagnose(const Violation &, Subject &S) const override {
    for (const Edit &E : S.edits())
      if (E.What == Edit::Kind::FlipConstant && S.heals(E))
        return Diagnosis{info().Id, E.At, "", E};
    return std::nullopt;
  }
};

} // namespace

std::shared_ptr<const Pattern> makeInvertedReturn() { return std::make_shared<InvertedReturn>(); }

} // namespace kverdict
