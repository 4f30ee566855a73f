// The comparison of two versions, for a person and as JSON Lines.
#pragma once

#include "core/Finding.h"

#include <string>

namespace kverdict {

/// One line with what became of the function, then a table of the states that changed: the condition in words, both
/// verdicts, and one such state.
std::string renderComparison(const Comparison &, bool Colour = false);

/// What became of the function in one line: "f(): stricter: -EINVAL where x == 4 (before: 0)".
std::string changeLine(const Comparison &);

/// Of functions that are the same only where the old version is defined, what a claim about them holds for: " where the
/// old version of f() does not crash". Empty if there are none.
std::string definedIn(const std::vector<FileReport> &);

/// The lines at its end: what holds only if something else does, and the states of which nothing is said.
std::string leftOut(const Comparison &);

/// The same, with all pointers that are taken not to be null in one line.
std::string leftOutInALine(const Comparison &);

/// Of these lines, those that name states of which nothing is said.
std::string notSaidOf(const Comparison &);

/// The same as one line of JSON: docs/jsonl.md has the keys. File is that of the function, if the record is of several.
std::string comparisonRecord(const Comparison &, const std::string &File = "");

} // namespace kverdict
