// Reads what a fixture expects from the comments on its lines (README.md has the grammar), and holds it against what
// was reported.
#pragma once

#include "core/Finding.h"

#include <string>
#include <vector>

namespace kverdict {

/// One finding that a fixture expects.
struct ExpectedReport {
  enum class Kind { Error, Warning, Note, Undecided };
  Kind What = Kind::Error;
  unsigned Line = 0;
  std::string Rule; ///< the check that must report it; empty: any
  std::string Text; ///< a part of the message, or of the reason if Undecided
};

/// All that a fixture says about itself.
struct Expectations {
  std::string RulesFile;              ///< relative to testdata/; empty: the rules.yaml of the project
  std::vector<ExpectedReport> Wanted; ///< in the order of the file; empty if nothing may be reported
};

/// Throws Error (Usage) if a comment that begins like an expectation is not one, and if a file says neither what it
/// expects nor that it is clean: such a fixture would test nothing. Name stands for the file in messages.
Expectations parseExpectations(const std::string &Text, const std::string &Name);

/// What was expected and is not there, and what is there and was not expected: a sentence each, empty if all is well.
/// A finding meets one expectation; what concerns another file, and a refuted candidate, is never expected.
std::vector<std::string> differences(const Expectations &, const FileReport &);

} // namespace kverdict
