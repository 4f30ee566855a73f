// The one directory that holds all scratch directories of the process.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

namespace kverdict {

/// A fresh directory in ScratchRoot; Error if it cannot be made.
std::string makeScratchDirectory();

/// Removes a directory that makeScratchDirectory() made, and with the last one what holds them.
void removeScratchDirectory(const std::string &Path);

/// Keeps what holds them, so that it is this process that removes what its children leave; and lets it go.
void holdScratch();
void dropScratch();

/// Removes all of it at once, if it is this process that holds it: for one that is about to die.
void removeScratch();

/// A process that this one has started and waits for, as long as this lives: a signal that ends this one ends it too.
class StartedProcess {
public:
  explicit StartedProcess(int Id);
  ~StartedProcess();
  StartedProcess(const StartedProcess &) = delete;

private:
  std::atomic<std::uint64_t> *Place = nullptr;
};

/// From now on a signal that ends the process removes its scratch directories first; a pipe that nobody reads any more
/// is an error of the writing, and no signal.
void removeScratchOnSignals();

/// Does not return if such a signal is just being answered: to be called before the process ends by itself.
void waitForSignals();

} // namespace kverdict
