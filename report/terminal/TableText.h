// The decision table of a function, and one run of it, for a person.
#pragma once

#include "core/Decisions.h"
#include "core/Run.h"
#include "core/Table.h"

#include <string>

namespace kverdict {

/// One block per path: the verdict, the conditions that lead to it, and one state. What is assumed of all states (a
/// pointer that is never tested is not null) comes first, and Assumed (Decisions::Assumed) behind it; what was not
/// followed to its end comes last.
std::string renderTable(const Table &, const std::vector<std::string> &Assumed = {});

/// One block per row: the verdict, the guards that lead to it from what the rows above have left, and one state.
std::string renderDecisions(const Decisions &);

/// The branches as they were taken, with source lines and values, and how it ended. Verdict is the shown result.
std::string renderRun(const std::string &Function, const Run &, const std::string &Verdict);

} // namespace kverdict
