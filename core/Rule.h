// What kverdict can say: one entry for each word that can stand in Finding::Rule. `kverdict rules list`, SARIF, the
// pages of docs/checks/, and what may be silenced are all made from these.
#pragma once

#include "core/Evidence.h"

#include <string>
#include <vector>

namespace kverdict {

enum class Severity { Note, Warning, Error };

struct RuleInfo {
  std::string Id;                   ///< "inverted-return"
  std::string About;                ///< in a sentence without its full stop
  Severity Level = Severity::Error; ///< unless a contract says otherwise
  Evidence By = Evidence::Run;      ///< what bears its findings out
  std::string Precision;            ///< how often it was right, and measured on what; empty: not measured yet
  bool OfPatches = false;           ///< it is said of what a patch does: a file as it stands never has it
  bool OnByDefault = true;          ///< else only where it is asked for (--check)
};

/// "error", "warning", "note".
inline std::string severityWord(Severity S) {
  return S == Severity::Error ? "error" : S == Severity::Warning ? "warning" : "note";
}

} // namespace kverdict
