// The report for reviewdog: its Diagnostic Format, as JSON Lines.
#pragma once

#include "report/Words.h"

#include <string>
#include <vector>

namespace kverdict {

/// A diagnostic a line: findings, then what was not decided and what is wrong with comments that silence, as INFO and
/// WARNING. Columns count bytes and ends are exclusive, as they are there. A fix that was tried is a suggestion; the
/// way through the function stands in related_locations.
std::string renderRdjsonl(const std::vector<FileReport> &, const SourceLine &);

} // namespace kverdict
