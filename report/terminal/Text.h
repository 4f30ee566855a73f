// The report for a person at a terminal.
#pragma once

#include "report/Words.h"

#include <string>
#include <vector>

namespace kverdict {

/// How the text looks.
struct TextOptions {
  bool Colour = false;  ///< ANSI colours; main decides, by isatty() and NO_COLOR
  bool Verbose = false; ///< also what is of use only to a developer of kverdict
  size_t MostLines = 0; ///< of a finding; 0: any number. What a finding rests on is always there.
};

/// Findings in the manner of clang: place, message, source line, caret, and notes for the reason, the state, the way
/// through the function, the premise, the fix and how to replay it. After them what was not decided, which contracts
/// did not apply and why, and last the summary on one line.
std::string renderText(const std::vector<FileReport> &, const SourceLine &, const TextOptions &);

} // namespace kverdict
