// One finding as a result of a SARIF log.
#pragma once

#include "report/Words.h"

#include <nlohmann/json.hpp>

namespace kverdict {

/// A text as a SARIF message. There, braces enclose placeholders and `[text](n)` is a link; both are escaped, so that
/// C stays C. Letters that look like others are marked (core/LookAlikes.h).
nlohmann::ordered_json sarifMessage(const std::string &Text);

/// A place as a SARIF location, with a message if that is not empty. Without a file it has the message alone.
nlohmann::ordered_json sarifLocation(const SourcePlace &, const std::string &Message, const SourceLine &);

/// RuleIndex is the rule's place in the log's list of rules. What became of the function may be null.
nlohmann::ordered_json sarifResult(const Finding &, const Comparison *Changed, size_t RuleIndex, const SourceLine &);

/// "error", "warning" or "note".
const char *sarifLevel(Severity);

} // namespace kverdict
