// All that a file can be checked with. The analysis is handed this list, and knows no check by name.
#pragma once

#include "analysis/Check.h"
#include "analysis/Pattern.h"

#include <memory>
#include <set>

namespace kverdict {

struct Checks {
  /// In the order in which they are asked. The last one always has an answer.
  std::vector<std::shared_ptr<const Pattern>> Patterns;
  std::vector<std::shared_ptr<const Check>> Others;
  /// Of every word that can stand in Finding::Rule.
  std::vector<RuleInfo> Rules;

  /// Whether looking at a file as it stands can come to this rule. A name that is no rule's is a contract's.
  bool looksFor(const std::string &Rule) const;
  /// The functions of a text that a check wants to look at.
  std::vector<FunctionView> concerned(const TakenApart &, const kverdict::Rules &, const std::string &Claim = "") const;
  /// These, but of the checks that are not on by default only those that are Asked for.
  Checks only(const std::set<std::string> &Asked) const;
};

} // namespace kverdict
