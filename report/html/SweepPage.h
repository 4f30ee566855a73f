// The page of a sweep: one file, in which everything is, and which asks the network for nothing.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace kverdict {

/// What came of a part of a sweep. A function counts once for each series that changes it, with the worst that came of
/// it there.
struct SweepTally {
  size_t Series = 0, Patches = 0;
  size_t Defects = 0;                           ///< findings that are new, and confirmed
  size_t Changed = 0, Equal = 0, Undecided = 0; ///< functions; Undecided also what else was not looked at

  void add(const SweepTally &);
};

/// A row of a table: a file, a check, a month.
struct SweepRow {
  std::string Name;
  SweepTally Of;
};

/// A finding that is new, as a line of the page.
struct SweepFinding {
  std::string Severity, Rule, File, Function, Message, Fingerprint;
  unsigned Line = 0;
};

/// One series, commit or file, of which something is to be said.
struct SweepEntry {
  unsigned Shard = 0;
  std::string Title, Author, Date;
  SweepTally Of;
  std::vector<SweepFinding> Findings;
  std::vector<std::string> Problems; ///< what was not looked at, or not decided, and why
};

struct SweepPage {
  std::string Title;
  std::string Unit; ///< "series", "commit", "file"
  std::vector<std::pair<std::string, std::string>> Facts;
  std::vector<std::string> Problems; ///< of no entry
  SweepTally All;
  std::vector<SweepRow> Growth; ///< by day, month or year, in their order
  std::vector<SweepRow> Checks, Files, Functions, Authors,
      Single;                                          ///< the worst first; Single: series, commits or files
  std::vector<std::pair<std::string, size_t>> Reasons; ///< why something was not decided, and how often
  std::vector<SweepEntry> Entries;                     ///< those with findings or problems, in the order of the sweep
};

/// The page as HTML.
std::string renderSweep(const SweepPage &);

} // namespace kverdict
