// Two versions with loops that are the same however often the loops go round. Internal to compare/.
//
// The loops of both versions are matched in the order of the text. Suppose that at the head of one both versions hold
// the same in memory and in the locals that they share, and have done the same so far. If, from each such state, both
// come to the same next head with the same there and the same done, or end with the same verdict and the same done,
// then by induction over the heads that they come to they do the same from the entry on; and one goes round forever
// only if the other one does. Which locals are the same at a head is found by supposing it of all, and dropping those
// for which it does not follow.
//
// From a state that no run comes to, the versions may differ: so a difference that is found here is none. All that is
// said is that there is none.
#pragma once

#include "compare/Compare.h"
#include "compare/sides/Parameters.h"
#include "explore/state/Aliases.h"

namespace kverdict {

struct RoundsAnswer {
  bool Same = false;                                 ///< proved
  std::string Why;                                   ///< it was not proved
  std::vector<std::string> Assumed, UndefinedBefore; ///< see Comparison
  std::vector<Alias> Aliases;                        ///< that were taken for two objects
  bool Supposed = true;                              ///< what the world supposes came up
  bool ReadsLent = false;                            ///< see Path
};

/// The limits that the comparison has; the functions' types match.
RoundsAnswer compareByRounds(const Unit &Old, const Unit &New, const Rules &, const std::string &Function,
                             const ParameterMatch &, const CompareLimits &, const AliasWorld &);

} // namespace kverdict
