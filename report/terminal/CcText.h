// The report as a compiler writes it, for `make C=1`.
#pragma once

#include "report/Words.h"

#include <string>
#include <vector>

namespace kverdict {

/// `mm/memory.c:2010:3: warning: message [inverted-return]`, and below it, as notes of the same place, the state, the
/// assumption and the fix. Every defect is a warning, for a build goes on. What was not decided is a note. Empty if
/// there is nothing to say.
std::string renderCc(const std::vector<FileReport> &);

} // namespace kverdict
