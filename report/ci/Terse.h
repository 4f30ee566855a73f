// The report in the form of the kernel's scripts/checkpatch.pl.
#pragma once

#include "report/Words.h"

#include <string>
#include <vector>

namespace kverdict {

/// As `checkpatch --terse --showfile --show-types` writes it, so that it can stand where that stands:
/// `mm/memory.c:2010: ERROR:INVERTED_RETURN: message`, a finding a line. What was not decided is a CHECK. The last
/// line is `total: N errors, M warnings, K lines checked`, with the checks counted in it if there are any. Lines is the
/// number of lines that were looked at.
std::string renderTerse(const std::vector<FileReport> &, size_t Lines);

} // namespace kverdict
