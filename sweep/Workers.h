// How the shards are handed out: to the processors of one machine by GNU parallel, or to many by Slurm.
#pragma once

#include "sweep/Place.h"

#include <string>
#include <vector>

namespace kverdict {

/// What each worker is to run.
struct WorkerProgram {
  std::string Path; ///< of kverdict, absolute
  SweepPlace Place;
  unsigned Jobs = 1; ///< at a time
};

/// The arguments of `parallel` (its name among them) that runs `kverdict sweep-shard` for each number in the pending
/// file; it is to be run in the sweep's directory. Nothing that is configured for parallel elsewhere counts. Bar: it
/// shows how far it is.
std::vector<std::string> parallelArguments(const WorkerProgram &, bool Bar);

/// What `sbatch` takes: a job array whose tasks share the shards, from 1 to Shards. Each task goes through its own
/// one by one, and those that have a result already cost nothing but a look.
std::string batchScript(const WorkerProgram &, unsigned Shards);

/// A word as a shell takes it.
std::string shellWord(const std::string &);

/// Runs a program, which must be in the PATH, in a directory and waits for it; what it prints goes to the standard
/// error. It gets a SIGTERM if this process ends first. Gives its exit code, or 128 and the signal. Throws Error
/// (Incomplete) with Advice if it is not installed.
int runWorkers(const std::vector<std::string> &Arguments, const std::string &Directory, const std::string &Advice);

} // namespace kverdict
