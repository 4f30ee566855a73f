// What others have seen of two runs that began in one state, and where it is not the same. Internal to compare/.
#pragma once

#include "core/Comparison.h"

namespace kverdict {

/// What is not the same.
struct ObservedChanges {
  std::vector<EventChange> Certain;
  /// It is up to the compiler whether others see it: a barrier for the compiler alone, an access that is as plain as
  /// before or after, but volatile in one version only.
  std::vector<EventChange> Open;
};

ObservedChanges changedEvents(const Run &Old, const Run &New);

} // namespace kverdict
