// The fixes alone, as clang's tools hand them to each other.
#pragma once

#include "report/Words.h"

#include <string>
#include <vector>

namespace kverdict {

/// The replacements that mend what is shown, for `clang-apply-replacements DIR`, which applies every .yaml file in a
/// directory; run it where the files' names hold. Only fixes that were tried, and of those that touch the same text
/// only the first.
std::string renderFixes(const std::vector<FileReport> &, const SourceLine &);

} // namespace kverdict
