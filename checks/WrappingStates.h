// A pair of states for a guard that computes: one in which what it computes is another value than the operands say, and
// one beside it in which it is not.
#pragma once

#include "checks/ComputedGuards.h"
#include "core/Table.h"

namespace kverdict {

/// The state with operands that wrap, and make what they made before (a difference: the most that there is; a
/// product: little), or with a value that is converted to another one.
std::optional<Situation> wrapped(const FunctionView &, const ComputedGuard &, const Situation &, std::uint64_t Large);

/// The same with one operand altered so that nothing wraps: a sum and a product are the most that there is, a
/// difference nothing, and what is converted is the most or the least that stays what it is.
std::optional<Situation> straight(const FunctionView &, const ComputedGuard &, const Situation &, Binding &Told);

} // namespace kverdict
