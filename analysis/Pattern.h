// A pattern puts a violated contract into words: what is wrong, on which line, and how to mend it. Each is one small
// file of checks/; Registry.cpp lists them in the order in which they are asked, and the first that knows the pattern
// speaks.
#pragma once

#include "core/Finding.h"
#include "core/Rules.h"
#include "explore/Edit.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kverdict {

/// A contract that fails in a state, as a run has shown.
struct Violation {
  const Contract &Broken;
  SourcePlace VerdictAt; ///< of the return that gives the wrong verdict
  std::string Verdict;   ///< "returns false"
  /// The verdict is a no (false, a negative errno, a null or error pointer, a fault), and with a yes the contract
  /// would hold.
  bool RefusesWrongly = false;
};

/// What a pattern may ask about the function of a violation.
class Subject {
public:
  virtual ~Subject() = default;

  /// The small changes that make sense in the function.
  virtual const std::vector<Edit> &edits() const = 0;
  /// Whether all contracts of the function hold with an edit; false as well if that could not be decided.
  virtual bool heals(const Edit &) = 0;
};

/// What a pattern makes of a violation.
struct Diagnosis {
  std::string Rule;
  SourcePlace At;
  std::string Message = {}; ///< empty: the contract's own
  std::optional<Edit> Repair = {};
};

class Pattern {
public:
  virtual ~Pattern() = default;
  virtual const RuleInfo &info() const = 0;
  /// Nothing if it is not this pattern.
  virtual std::optional<Diagnosis> diagnose(const Violation &, Subject &) const = 0;
};

} // namespace kverdict
