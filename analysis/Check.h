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
  virtual bool concerns(const FunctionView &) const = 0;
  /// Adds what is suspected of the function, each with a claim that can be refuted.
  virtual void look(FunctionView &, std::vector<Candidate> &) const = 0;
};

} // namespace kverdict
