// A check puts a violated contract into words: what is wrong, on which line, and how to mend it. Each is one small
// file; Registry.cpp lists them in the order in which they are asked, and the first that knows the pattern speaks.
#pragma once

#include "core/Finding.h"
#include "core/Rules.h"
#include "explore/Edit.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kverdict {

/// A contract that fails in a state, confirmed by the simulator.
struct Violation {
  const Contract &Broken;
  SourcePlace VerdictAt; ///< of the return that gives the wrong verdict
  std::string Verdict;   ///< "returns false"
  /// The verdict is a no (false, a negative errno, a null or error pointer, a fault), and with a yes the contract
  /// would hold.
  bool RefusesWrongly = false;
};

/// What a check may ask about the function of a violation.
class Subject {
public:
  virtual ~Subject() = default;

  /// The small changes that make sense in the function.
  virtual const std::vector<Edit> &edits() const = 0;
  /// Whether all contracts of the function hold with an edit; false as well if that could not be decided.
  virtual bool heals(const Edit &) = 0;
};

/// What a check makes of a violation.
struct Diagnosis {
  std::string Rule;
  SourcePlace At;
  std::string Message; ///< empty: the contract's own
  std::optional<Edit> Repair;
};

class Check {
public:
  virtual ~Check() = default;
  virtual const char *name() const = 0;
  /// In a sentence, for `kverdict rules list`.
  virtual const char *about() const = 0;
  /// Nothing if it is not this check's pattern.
  virtual std::optional<Diagnosis> diagnose(const Violation &, Subject &) const = 0;
};

/// All checks, in the order in which they are asked. The last one always has an answer.
const std::vector<std::unique_ptr<Check>> &allChecks();

} // namespace kverdict
