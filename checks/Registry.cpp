#include "checks/Checks.h"

namespace kverdict {

static std::vector<std::unique_ptr<Check>> makeAll() {
  std::vector<std::unique_ptr<Check>> All;
  All.push_back(makeInvertedReturn());
  All.push_back(makeBlockingGuard());
  All.push_back(makeContractCheck()); // last: it takes whatever is left
  return All;
}

const std::vector<std::unique_ptr<Check>> &allChecks() {
  static const std::vector<std::unique_ptr<Check>> All = makeAll();
  return All;
}

} // namespace kverdict
