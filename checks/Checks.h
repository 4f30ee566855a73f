// The checks that there are, each in a file of its name.
#pragma once

#include "analysis/Check.h"

namespace kverdict {

std::unique_ptr<Check> makeInvertedReturn();
std::unique_ptr<Check> makeBlockingGuard();
std::unique_ptr<Check> makeContractCheck();

} // namespace kverdict
