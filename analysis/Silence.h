// What a person has looked at and decided to leave as it is: comments in the code, and `ignore:` in the rules.
#pragma once

#include "analysis/Checks.h"
#include "core/Finding.h"
#include "core/Rules.h"

#include <string>

namespace kverdict {

/// Marks the findings of a report that comments in the file's text or entries of the rules silence: a finding is
/// silenced if its rule, or each of its contracts, is named at its place. Says in the report's notices which comments
/// and entries are wrong (no reason, a name that nothing has), and which silence nothing; of those it says nothing
/// while something that they could silence is not decided or does not apply, or if not the Whole file was looked at.
void silence(FileReport &, const std::string &Text, const Rules &, const Checks &, bool Whole);

} // namespace kverdict
