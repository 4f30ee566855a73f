// The canonical record: JSON Lines. docs/jsonl.md describes every field.
#pragma once

#include "core/Account.h"
#include "core/Finding.h"

#include <string>
#include <vector>

namespace kverdict {

/// The name of the format, and its version.
inline constexpr const char *JsonlFormat = "kverdict/1";

/// One JSON object a line: findings, gaps, notices, contracts that did not apply, each in order, then the summary.
/// The text is plain ASCII: everything else is escaped, and bytes that are not UTF-8 become U+FFFD.
std::string renderJsonl(const std::vector<FileReport> &, const Accounts & = {});

/// What a record says.
struct JsonlRecord {
  std::vector<Finding> Findings;
  std::vector<Incomplete> Gaps;
  std::vector<Notice> Notices;
  std::vector<NotApplied> Skipped;
  std::vector<std::string> Files;    ///< those that were analysed
  std::vector<std::string> Explored; ///< functions, in the order of the files
  unsigned Refuted = 0;
};

/// Reads a record. File is its name in messages. Throws Error (Usage) that names the line if it is not such a record,
/// is of another version, or was cut (its summary is missing).
JsonlRecord readJsonl(const std::string &Text, const std::string &File);

} // namespace kverdict
