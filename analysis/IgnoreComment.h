// Comments in the code that silence a finding:
//
//     /* kverdict: ignore[blocking-guard]: the page is never the zeropage here, see foo_init() */
//
// on the line of the finding, or alone on the lines above it. Between the brackets stand names of checks or ids of
// contracts, separated by commas; the reason is required.
#pragma once

#include "core/Source.h"

#include <string>
#include <vector>

namespace kverdict {

/// One such comment.
struct IgnoreComment {
  SourcePlace At;
  unsigned LastLine = 0; ///< it silences what is on its own lines and on the one below
  std::vector<std::string> Names;
  std::string Reason;
  std::string Problem; ///< why it silences nothing, in a sentence; empty if it is well-formed
  bool covers(unsigned Line) const { return At.Line <= Line && Line <= LastLine + 1; }
};

/// All of them in C source text, also those that are not well-formed. File is for their places.
std::vector<IgnoreComment> ignoreComments(const std::string &Text, const std::string &File);

} // namespace kverdict
