// Reads rules.yaml and what it includes. Nothing else in kverdict knows YAML.
#pragma once

#include "core/Rules.h"

#include <functional>
#include <string>
#include <vector>

namespace kverdict {

/// A file of rules, and how what it includes is read.
struct RulesText {
  std::string Name; ///< stands for the file in messages and places
  std::string Text;
  /// Reads a file that is included, by its name (which begins with the directory of Name); or says why not.
  std::function<bool(const std::string &Name, std::string &Text, std::string &Why)> Read;
  bool Ours =
      false; ///< it comes with the program, with what it includes: one document each, which is not counted again
};

/// Reads files of rules as if they were one: `include:` names files beside the including one or below, each once.
Rules readRules(const std::vector<RulesText> &);

/// A file on disk, and RulesText::Read for such. Throws Error (Usage).
RulesText rulesFile(const std::string &Path);
bool readRulesFile(const std::string &Path, std::string &Text, std::string &Why);

/// Reads a rules file. Strict: an unknown key, a wrong type, a missing or doubled key, a doubled id or model, or C
/// that is empty or unbalanced throws Error (Usage), `rules.yaml:12:5: what, and what to do next`. C must stand in
/// the file as it is (no escapes, no folding over lines), so that the place of each character is known: RuleText::At
/// is the place of the first one.
Rules loadRules(const std::string &Path);

/// The same for a text; Name stands for the file in messages and places.
Rules parseRules(const std::string &Text, const std::string &Name);

} // namespace kverdict
