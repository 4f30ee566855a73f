// What callers of a function that decides otherwise make of it.
#pragma once

#include "core/Comparison.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace kverdict {

/// Of one that reaches such a state: "f() leads there with n = 10, and returns 0 (before: -EINVAL)".
std::string reachWords(const Caller &);

/// In one line without its end: "f() leads there with n = 10, and returns 0 (before: -EINVAL)"; empty if there is
/// nothing to say. Reasons: why it is undecided of each, and not only of one.
std::string callersLine(const Callers &, bool Reasons);

/// For a mail, one or two sentences; empty if nothing is known.
std::string callersSentence(const Callers &);

/// docs/jsonl.md has the keys.
nlohmann::ordered_json callersRecord(const Callers &);

} // namespace kverdict
