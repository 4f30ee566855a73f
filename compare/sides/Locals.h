// What locals held when a condition asked for them. Internal to compare/.
#pragma once

#include "compare/sides/Side.h"

#include <functional>

namespace kverdict {

/// Says of conditions that name one local, which held one thing in one of them and something else in another, what it
/// was set to: "r > 3 after r = ext(s->n)" and "r <= 4 after r = ext(s->m)". Of a counter, and of what a loop sets,
/// nothing is said: which time it is asked says that. WayOf gives the way that a condition is of.
void tellLocalsApart(const std::vector<Literal *> &, const std::function<const Path &(const Literal &)> &WayOf);

} // namespace kverdict
