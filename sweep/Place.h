// The directory of a sweep.
#pragma once

#include <string>

namespace kverdict {

/// Its files. All but the locks are written beside their places and then put there.
struct SweepPlace {
  std::string Directory; ///< absolute

  std::string manifest() const { return Directory + "/manifest.jsonl"; }
  std::string locks() const { return Directory + "/locks"; }
  std::string joblog() const { return Directory + "/joblog"; }
  std::string pending() const { return Directory + "/pending"; } ///< the numbers of shards without a result
  std::string batch() const { return Directory + "/sweep.sbatch"; }
  std::string results() const { return Directory + "/results"; }
  std::string record() const { return Directory + "/record.jsonl"; }
  std::string page() const { return Directory + "/index.html"; }

  /// The result of a shard.
  std::string result(unsigned Shard) const;
  /// The mails of a shard, by its path in the directory: "inputs/00012.mbox".
  static std::string input(unsigned Shard);
};

} // namespace kverdict
