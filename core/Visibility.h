// Which findings count.
#pragma once

#include "core/Finding.h"

namespace kverdict {

/// Whether a finding is the patch's to answer for: not one that it mends, and not one that somebody has silenced.
inline bool shown(const Finding &Of) { return Of.From != Origin::Fixed && Of.Silenced.empty(); }

/// Whether it is shown as a defect: what was not decided is none.
inline bool shownAsDefect(const Finding &Of) { return Of.status() == Status::Confirmed && shown(Of); }

/// Whether it is a defect that was not there before, as far as that is known: what a comment or an exit code is for.
inline bool isNewDefect(const Finding &Of) { return shownAsDefect(Of) && Of.From != Origin::PreExisting; }

/// Whether it could be one, but was not decided.
inline bool isOpen(const Finding &Of) { return Of.status() == Status::Undecided && shown(Of); }

/// Whether most formats leave it out.
inline bool hidden(const Finding &Of) { return !shown(Of) || Of.From == Origin::PreExisting; }

} // namespace kverdict
