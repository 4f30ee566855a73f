// Reads rules.yaml. Nothing else in kverdict knows YAML.
#pragma once

#include "core/Rules.h"

#include <string>

namespace kverdict {

/// Reads a rules file. Strict: an unknown key, a wrong type, a missing or doubled key, a doubled id or model, or C
/// that is empty or unbalanced throws Error (Usage), `rules.yaml:12:5: what, and what to do next`. C must stand in
/// the file as it is (no escapes, no folding over lines), so that the place of each character is known: RuleText::At
/// is the place of the first one.
Rules loadRules(const std::string &Path);

/// The same for a text; Name stands for the file in messages and places.
Rules parseRules(const std::string &Text, const std::string &Name);

} // namespace kverdict
