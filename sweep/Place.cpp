#include "sweep/Place.h"

#include "sweep/Manifest.h"

namespace kverdict {

std::string SweepPlace::result(unsigned Shard) const { return results() + "/" + shardName(Shard) + ".jsonl"; }

std::string SweepPlace::input(unsigned Shard) { return "inputs/" + shardName(Shard) + ".mbox"; }

} // namespace kverdict
