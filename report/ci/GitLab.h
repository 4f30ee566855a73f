// The report for GitLab's merge requests.
#pragma once

#include "report/Words.h"

#include <string>
#include <vector>

namespace kverdict {

/// A code quality report: a JSON array with an entry for each finding, and for what was not decided. GitLab takes
/// entries with the same fingerprint for one, so no two here have the same.
std::string renderGitLab(const std::vector<FileReport> &);

} // namespace kverdict
