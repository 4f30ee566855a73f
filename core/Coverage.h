// How much of what decides something can be explored.
#pragma once

#include "core/Source.h"

#include <string>
#include <vector>

namespace kverdict {

/// Why a function, or a part of it, was not explored exactly.
struct CoverageReason {
  std::string What; ///< the same words for the same reason in any function
  SourcePlace At;
};

/// What exploring one function came to.
struct FunctionCoverage {
  enum class Kind {
    Exact,       ///< every path was followed to its end, and nothing was approximated
    Approximate, ///< every path was followed to its end
    Open,        ///< some paths were not followed to their end
  };
  std::string Function;
  SourcePlace At;
  unsigned Lines = 0; ///< from the line of its type to its closing brace
  Kind What = Kind::Exact;
  /// How deep its callees were looked into. What those beyond return and may have written is part of the state.
  unsigned Depth = 0;
  bool AllCallees = true; ///< nothing had to be left opaque for this to come out
  unsigned Paths = 0;
  std::vector<CoverageReason> Reasons; ///< each once, unless Exact
};

/// The functions of one file whose result is a verdict, in its order.
struct FileCoverage {
  std::string File;
  std::vector<FunctionCoverage> Functions;
  std::string Failure;           ///< why the file could not be parsed; empty if it was
  std::vector<std::string> Died; ///< of which functions the program died; they are open
};

} // namespace kverdict
