// Findings that are known: a record that was written before, with which new ones are compared.
#pragma once

#include "core/Finding.h"
#include "tool/Options.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace kverdict {

/// The findings of a record (`-f jsonl`), known again by their fingerprints, which no line number changes.
class Baseline {
public:
  /// The one that --baseline names, or an empty one that marks nothing. Throws Error (Usage), with the line, if the
  /// file cannot be read or is no record.
  static Baseline of(const Options &);

  /// Marks the findings of a report: those that are known are as old as the record (Origin::PreExisting), the others,
  /// if it was not known where they come from, are introduced. A known one that is not there any more is added as
  /// mended (Origin::Fixed), but for a review: what its patches mended is known from the base.
  void mark(FileReport &);

  /// A note for each known finding that nothing matched in the files that were marked; of a file that was marked
  /// several times, in its last version.
  std::string notes() const;

private:
  void takeUp(FileReport &, const std::vector<Finding> &Gone);
  bool Given = false, Review = false;
  std::string File;
  std::map<std::string, std::vector<Finding>> Known; ///< by file
  std::map<std::string, std::vector<Finding>> Stale; ///< by file
};

} // namespace kverdict
