// How much could be explored, for a person and as JSON Lines.
#pragma once

#include "core/Coverage.h"

#include <string>
#include <vector>

namespace kverdict {

/// The figures, those of the functions of at most 60 lines, and the reasons by count with an example each.
std::string renderCoverage(const std::vector<FileCoverage> &);

/// One line for each function ("type": "function"), then one with the figures ("type": "coverage").
std::string coverageRecords(const std::vector<FileCoverage> &);

} // namespace kverdict
