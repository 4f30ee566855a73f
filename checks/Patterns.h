// The patterns of broken contracts, each in a file of its name.
#pragma once

#include "analysis/Pattern.h"

namespace kverdict {

std::shared_ptr<const Pattern> makeInvertedReturn();
std::shared_ptr<const Pattern> makeBlockingGuard();
std::shared_ptr<const Pattern> makeContractPattern();

/// How well findings of contracts have stood up; README.md has the commands.
inline constexpr const char *ContractPrecision =
    "0 findings in the unchanged mm/memory.c of Linux 6.12 and 6.1; of 48 small mistakes in four functions of 6.12, 42 "
    "are found, and the other 6 are proved to change nothing";

} // namespace kverdict
