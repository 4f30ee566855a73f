// The report for `b4 review`.
#pragma once

#include "report/Words.h"

#include <string>
#include <vector>

namespace kverdict {

/// What b4 (0.15 and later) reads from a check command: a JSON array with one entry, of which the status is "fail" (an
/// error), "warn" (a warning, or something was not decided) or "pass", and the details are the text report. An empty
/// array if no file was looked at. Problems are what could not be looked at.
std::string renderB4(const std::vector<FileReport> &, const SourceLine &,
                     const std::vector<std::string> &Problems = {});

} // namespace kverdict
