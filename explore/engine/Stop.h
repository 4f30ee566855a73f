// Ends the path that is being walked. Internal to explore/.
#pragma once

#include "explore/engine/Machine.h"

namespace kverdict {

struct Machine::Stop {
  PathEnd End;
  std::string Reason;
  clang::SourceLocation At;
};

/// Thrown where no state is left to go on with.
struct Machine::Gone {};

} // namespace kverdict
