#include "explore/state/Terms.h"

#include "explore/engine/Machine.h"

namespace kverdict {

Terms::Terms(Target Memory) : S(Z3, Memory), Z(Z3, ExploreLimits().SolverEffort) {}

std::shared_ptr<Terms> termsOf(const Unit &U) {
  std::shared_ptr<void> &Kept = U.companion();
  if (!Kept)
    Kept = std::make_shared<Terms>(U.target());
  return std::static_pointer_cast<Terms>(Kept);
}

} // namespace kverdict
