// The comments of C source text.
#pragma once

#include "core/Source.h"

#include <string>
#include <vector>

namespace kverdict {

struct Comment {
  SourcePlace At;
  unsigned LastLine = 0;
  std::string Text; ///< on one line, without what frames it
};

/// All of them, in the order of the text; what stands in string and character constants is none. File and Line are of
/// the text's first line.
std::vector<Comment> commentsOf(const std::string &Text, const std::string &File, unsigned Line = 1);

} // namespace kverdict
