// A check looks at functions and says what it suspects. Each is one file of checks/, and one row of Registry.cpp; what
// it suspects is only said if the gate lets it through.
#pragma once

#include "analysis/FunctionView.h"
#include "analysis/Gate.h"
#include "core/Rule.h"

#include <vector>

namespace kverdict {

class Check {
public:
  virtual ~Check() = default;
  virtual const RuleInfo &info() const = 0;
  /// Whether the function is looked at. Asked before anything is parsed: only text() and comments() are cheap here.
  virtual bool concerns(const FunctionView &) const { return false; }
  /// Adds what is suspected of the function, each with a claim that can be refuted.
  virtual void look(FunctionView &, std::vector<Candidate> &) const {}
  /// Adds what is suspected of a function that a patch touches, of what it did in both versions; the claim is then that
  /// they differ. Asked of each that was compared, whether it was looked at or not: the view has the new version, but
  /// no paths. The comparison outlives the candidates.
  virtual void compare(const FunctionView &, const Comparison &, std::vector<Candidate> &) const {}
};

} // namespace kverdict
