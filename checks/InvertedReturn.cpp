// A constant verdict that is the wrong way round: `return false` where every contract asks for true.
//
//   if (!(vma->vm_flags & (VM_WRITE | VM_MAYWRITE)))
//           return false;     <- nothing can be written here, so the zeropage is safe
//
// It is recognised by its cure: flip that one constant, and all contracts of the function hold.
#include "checks/Checks.h"

namespace kverdict {
namespace {

class InvertedReturn : public Check {
public:
  const char *name() const override { return "inverted-return"; }

  const char *about() const override {
    return "a constant verdict whose opposite makes all contracts of the function hold";
  }

  std::optional<Diagnosis> diagnose(const Violation &, Subject &S) const override {
    for (const Edit &E : S.edits())
      if (E.What == Edit::Kind::FlipConstant && S.heals(E))
        return Diagnosis{name(), E.At, "", E};
    return std::nullopt;
  }
};

} // namespace

std::unique_ptr<Check> makeInvertedReturn() { return std::make_unique<InvertedReturn>(); }

} // namespace kverdict
