// Contracts on a function whose name is misspelt would be off in silence.
#pragma once

#include "core/Rules.h"

namespace kverdict {

/// Whether the function of a contract is looked for in a file of this path: it names none, or this one.
bool expectedIn(const Contract &, const std::string &Path);

/// Whether it is told of that file that it has no such function: the contract names none, or this one first.
bool toldIn(const Contract &, const std::string &Path);

/// Throws Error (Usage) if the function of a contract is not in the text, and one is there whose name is a letter off.
void refuseMisnamed(const Rules &, const std::string &Text, const std::string &Path);

} // namespace kverdict
