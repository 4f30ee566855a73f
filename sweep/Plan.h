// From what a sweep goes over to its shards.
#pragma once

#include "input/tree/Tree.h"
#include "sweep/Manifest.h"

#include <map>
#include <string>
#include <vector>

namespace kverdict {

/// A manifest, and the files that its shards read, by their paths in the sweep's directory.
struct SweepPlan {
  Manifest Of;
  std::map<std::string, std::string> Inputs;
};

/// Of archives (mailboxes, directories of patches, Maildirs, public-inbox's): a shard for each series, in its newest
/// version, in the order in which they came. Throws Error if none of them can be read or has a patch.
SweepPlan planArchive(const SweepRequest &);

/// Of ranges (a..b, or -N): a shard for each commit, the oldest first; merges are left out. Throws Error (Usage) if the
/// tree has no such commits.
SweepPlan planRange(const SweepRequest &, const Tree &);

/// Of files: a shard for each.
SweepPlan planFiles(const SweepRequest &, const std::vector<std::string> &Files);

} // namespace kverdict
