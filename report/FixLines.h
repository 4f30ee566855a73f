// A fix as the lines it takes away and the lines it puts there.
#pragma once

#include "report/Words.h"

#include <string>
#include <vector>

namespace kverdict {

/// Whole lines, without line ends.
struct FixLines {
  std::vector<std::string> Old;
  std::vector<std::string> New;
};

/// The lines that a fix changes; nothing if the source is not at hand.
FixLines fixLines(const Fix &, const SourceLine &);

} // namespace kverdict
