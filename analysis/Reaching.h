// From the paths of a function to a claim about a place of it.
#pragma once

#include "analysis/Gate.h"
#include "core/Table.h"

#include <functional>
#include <optional>

namespace kverdict {

/// Why it is not known whether any state leads to a row of this kind; empty if none does.
std::string openReason(const Table &, const std::function<bool(const Row &)> &Is);

/// The claim that the function, in a state of the table that leads to the return on this line, does what is expected of
/// it; the statement gets the state. Where the table has no such state, the claim is open. Nothing if no state leads
/// there at all.
std::optional<Claim> reaching(const Table &, const SourcePlace &Return, const Expectation &, Statement &);

} // namespace kverdict
