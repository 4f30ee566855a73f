// What a child process says of its end, and what the next one knows of it. Internal to isolate/.
#pragma once

#include "isolate/AtWork.h"

#include <atomic>
#include <csignal>
#include <string>
#include <vector>

namespace kverdict {

/// One end, in memory that parent and child share: a signal handler can do no more than copy words into it.
struct LastWords {
  volatile std::sig_atomic_t Said = 0;
  char File[4096], Function[1024], Version[32], Why[1024];
};

/// How far the child is, in the same memory. A name is read or written by one at a time; who comes second does without.
struct SharedProgress {
  std::atomic<unsigned> Done = 0, Total = 0;
  std::atomic_flag Taken = ATOMIC_FLAG_INIT;
  char File[4096] = "", Function[1024] = "";
};

/// Where AtWork finds both. Set in the child alone; in a process that is no child nothing is watched.
struct Isolation {
  LastWords *Page = nullptr;
  SharedProgress *Seen = nullptr;
  std::vector<Failure> Known; ///< what earlier children died of
  std::string Provoked;       ///< for tests: the function to die at
  long MostPages = 0;         ///< of memory
};
Isolation &isolation();

/// Says what this thread is at and ends the process. For signal handlers and std::terminate.
[[noreturn]] void dieOf(const char *Why);
/// Installs what leads to dieOf(): signals, exceptions that nobody catches, LLVM's own ways to end a process.
void watchThisProcess();

} // namespace kverdict
