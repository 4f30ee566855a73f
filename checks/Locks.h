// What a run did to locks, by the calls that others see of it.
#pragma once

#include "core/Run.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kverdict {

/// A lock: what kind it is ("spin", "semaphore_read"), and which one, in the words of the run.
using Lock = std::pair<std::string, std::string>;

struct Count {
  int Held = 0;                                 ///< how often it was taken, less how often it was given back
  bool Failed = false;                          ///< it was tried, and not taken
  const Event *Took = nullptr, *Gave = nullptr; ///< the last of each
};

using Counts = std::map<Lock, Count>;

/// What a run did to locks, in all or up to an event of it; nothing if it is not known whether one was taken.
std::optional<Counts> counts(const std::vector<Event> &, const Event *UpTo = nullptr);

/// Whether a run makes a call that the other does not make, and of which nothing is known.
bool callsAlone(const std::vector<Event> &Run, const std::vector<Event> &Other);

} // namespace kverdict
