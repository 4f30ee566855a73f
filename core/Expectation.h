// What a run must do to bear a claim out.
#pragma once

#include "core/Run.h"

#include <optional>

namespace kverdict {

struct Expectation {
  RunEnd End = RunEnd::Returned;
  std::optional<Value> Result = {};        ///< if it is to return: this value; none: whichever
  UndefinedKind Why = UndefinedKind::None; ///< if it is to be undefined: in this way; None: in whichever
  SourcePlace At = {};                     ///< if it is to return: on this line; no place: wherever
};

} // namespace kverdict
