// The small edits that a person would make where a patch made a function do something else: the old line again, a
// negation, a flag, an errno.
#pragma once

#include "core/Source.h"
#include "parse/text/Bodies.h"

#include <string>
#include <vector>

namespace kverdict {

/// A change of the patched text, with what it is in words.
struct SmallEdit {
  Fix Change;
  bool Whole = false;    ///< it makes the file the old one again, token for token
  bool Restores = false; ///< it makes the function the old one again, token for token
};

/// The edits of a function that make sense where it was changed: first those that put one thing back that is small,
/// then those that alter an operator or a constant of a changed line, then those that put whole lines back. Verdict is
/// what it should return, in C, or empty. Path names the file in the places.
std::vector<SmallEdit> smallEdits(const std::string &Old, const FunctionText &Was, const std::string &New,
                                  const FunctionText &Is, const std::string &Verdict, const std::string &Path);

} // namespace kverdict
