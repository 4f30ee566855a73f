// Whether who sets a witness by hand gets where its finding says.
#pragma once

#include "core/Finding.h"
#include "core/Rules.h"
#include "parse/Unit.h"

namespace kverdict {

/// Sets the state of a statement as `kverdict simulate --set` does, in the unit that it was found in, and runs its
/// function. What has to be set to get to the verdict that the statement tells, on the same way, is its Replay then; if
/// all of it does not lead there, NotReplayed says why not. The unit gets the settings as extras (Unit::read).
void tryByHand(const Unit &, const Rules &, Statement &);

} // namespace kverdict
