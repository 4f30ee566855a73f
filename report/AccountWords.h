// What became of the changed lines, in one line.
#pragma once

#include "core/Account.h"

#include <string>

namespace kverdict {

/// "14 changed lines: 9 compared, 3 equal, 2 not compiled here (CONFIG_USERFAULTFD)"; empty if no line changed.
std::string accountText(const Accounts &);

/// Which functions have come, gone, moved, or have another name, a line for each kind; empty if none has.
std::string namesText(const Accounts &);

} // namespace kverdict
