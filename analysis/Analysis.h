// Analyses one file in one version: parses it with the contracts compiled in, asks the explorer about each, lets the
// gate judge what it finds, and gives it to the patterns to put into words.
#pragma once

#include "analysis/Checks.h"
#include "core/Finding.h"
#include "core/Rules.h"
#include "parse/Versions.h"

#include <map>
#include <set>
#include <string>

namespace kverdict {

/// One file in one version.
struct FileVersion : SourceVersion {
  std::map<std::string, std::set<unsigned>> Changed; ///< as UnitRequest::Changed
  std::set<std::string> Touched;    ///< functions that are read even if no rule needs them: an error in one is one
  std::shared_ptr<Versions> Shared; ///< of the versions of this file; null if there is only this one
  std::string Claim = "";           ///< what the message of the patch claims; empty if there is none
};

/// What is wanted of an analysis.
struct AnalysisOptions {
  std::set<std::string> Functions; ///< look at these only; empty: at every function with a contract
  bool Silence = true;             ///< what somebody has silenced is marked so
  bool ContractsAlone = false;     ///< no other check is asked
  bool VerifyFixes = true;         ///< parse the file again with each fix, and ask again
};

/// Whether the text defines (or at least names) a function with a contract: if not, it need not be parsed.
bool hasSubject(const std::string &Text, const Rules &);
/// The same, or a function that a check wants to look at.
bool hasSubject(const std::string &Text, const Rules &, const Checks &);

/// Throws Error if the file does not parse, and for a mistake in the rules: C that is wrong in any tree, a contract
/// that can never fail.
FileReport analyse(const FileVersion &, const Rules &, const Checks &, const AnalysisOptions & = {});

} // namespace kverdict
