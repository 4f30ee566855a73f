// Which lines two texts do not share.
#pragma once

#include <string>
#include <vector>

namespace kverdict {

/// Lines that stand in one text and not in the other, from 1. First is the line before which they would stand where
/// there are none.
struct DiffHunk {
  unsigned OldFirst = 1, OldCount = 0;
  unsigned NewFirst = 1, NewCount = 0;
};

/// The smallest number of lines to take away and to add (Myers); if that is more than a thousand, one hunk from the
/// first to the last that differ. A carriage return before the line's end is part of the line.
std::vector<DiffHunk> diffLines(const std::string &Old, const std::string &New);

} // namespace kverdict
