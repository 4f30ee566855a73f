// What came of one shard.
#pragma once

#include "core/Error.h"

#include <string>
#include <vector>

namespace kverdict {

struct ShardResult {
  unsigned Shard = 0;
  ExitCode Code = ExitCode::Clean; ///< of the review, or of the check
  std::string Notes;               ///< what it said beside the record
  bool Failed = false;             ///< it ended before it had a record: Notes says why
  std::string Record;              ///< as -f jsonl has it
};

/// The shard as one JSON object, and its record.
std::string renderResult(const ShardResult &);

/// Reads a result. File is its name in messages. Throws Error (Usage) if it is none.
ShardResult readResult(const std::string &Text, const std::string &File);

} // namespace kverdict
