// All shards of a sweep in one: a record, and what its page shows.
#pragma once

#include "core/Error.h"
#include "report/html/SweepPage.h"
#include "sweep/JsonLines.h"
#include "sweep/Manifest.h"
#include "sweep/ShardResult.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace kverdict {

/// Takes the shards in the order of their numbers: what comes of it depends on nothing else.
class Merged {
public:
  explicit Merged(const Manifest &);

  /// Takes what came of the next shard. Throws Error (Usage) if the record is none; File is its name in messages.
  void add(const Shard &, const ShardResult &, const std::string &File);
  /// The next shard has no result.
  void miss(const Shard &);

  /// The record: the sweep, each shard with what came of it, and the summary of all.
  std::string record() const;
  SweepPage page() const;
  ExitCode code() const;
  /// "1000 of 1000 series, 1000 patches: 12 findings, 431 functions changed, 500 equal, 17 undecided".
  std::string line() const;

private:
  /// What became of a function in one shard; the later is the worse.
  enum class Fate { Equal, Undecided, Changed, Defect };
  /// What is gathered of one shard while its lines are read.
  struct Gathered {
    SweepEntry Entry;
    std::map<std::pair<std::string, std::string>, Fate> Functions; ///< by file and name
    std::map<std::string, SweepTally> Checks;
  };
  void take(Json Line, Gathered &Into);
  void takeFinding(const Json &, Gathered &);
  void takeGap(const Json &, Gathered &);
  void takeAccount(const Json &, Gathered &);
  void takeNotes(const ShardResult &, Gathered &);
  void takeSummary(const Json &);
  /// Gives the sums of the shard.
  SweepTally count(const Shard &, Gathered);
  std::string cleanWords() const;
  std::string periodOf(std::int64_t Time) const;
  std::vector<std::pair<std::string, std::string>> facts() const;

  const Manifest &Of;
  std::string Lines;
  size_t Done = 0, Findings = 0, Gaps = 0, Skipped = 0, Refuted = 0;
  std::vector<unsigned> Missing;
  std::set<std::string> Files;
  std::vector<std::string> Explored;
  std::set<ExitCode> Codes;
  size_t DateLength = 0; ///< of the part of a date that names a period: 4, 7 or 10
  SweepTally All, Clean; ///< of all shards, and of those with nothing to report
  std::map<std::string, SweepTally> Growth, Checks, ByFile, Functions, Authors, Single;
  std::map<std::string, size_t> Reasons;
  std::vector<SweepEntry> Entries;
};

/// "2026-11-27", in UTC; empty for 0.
std::string dateOf(std::int64_t Seconds);

} // namespace kverdict
