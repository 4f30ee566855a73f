// Whether a run did what it was expected to do: by value, and never by the words that a person reads.
#pragma once

#include "core/Expectation.h"

namespace kverdict {

/// Whether the run bears the expectation out.
bool bearsOut(const Run &, const Expectation &);

/// Whether a run neither bore out nor refuted anything: it was given up, and says nothing.
bool gaveUp(const Run &);

} // namespace kverdict
