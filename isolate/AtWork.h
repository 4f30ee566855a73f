// What this thread is busy with. If the process dies there, by a signal, by an exception that nobody expects, or since
// it takes too long, this is what the parent process is told (isolate/Isolated.h), and it begins anew without it: what
// was at work is a gap then, and all else is done as before. After such an end nothing of the process is used any more.
#pragma once

#include "core/Error.h"

#include <string>

namespace kverdict {

/// A piece of work, and why it is not to be done again.
struct Failure {
  std::string File, Function;
  std::string Version; ///< a number made from a text
  std::string Why;

  bool sameWork(const Failure &F) const { return File == F.File && Function == F.Function && Version == F.Version; }
  std::string shown() const { return Function.empty() ? File : Function + "()"; }
  /// What a person is told.
  std::string told(const std::string &Again = "") const {
    const bool Bound = Why == TooLong || Why == TooMuchMemory;
    return (Bound ? "kverdict gave up on " : "kverdict failed on ") + shown() + Again + ": " + Why +
           (Bound ? "" : "; a bug of kverdict");
  }

  static constexpr const char *TooLong = "it takes too long", *TooMuchMemory = "it needs more memory than there is";
};

/// Names a function of a file, or a file as a whole, for as long as it lives. On the stack of the thread that works.
class AtWork {
public:
  /// Throws Failed if an earlier process died at this. Text tells versions of a file apart, and is empty for a
  /// function; Seconds of the thread's CPU time are enough for it.
  AtWork(const std::string &File, const std::string &Function, const std::string &Text = "", unsigned Seconds = 30);
  ~AtWork();
  AtWork(const AtWork &) = delete;

  /// Something new begins, with as much time as before. For the thread that made this.
  void restart();

private:
  friend class Watch;
  Failure What;
  unsigned Seconds;
  void *Timer = nullptr;
  AtWork *Outer;
  int Exceptions; ///< on their way through this thread when it was made
};

/// Thrown instead of doing it again.
class Failed : public Error {
public:
  explicit Failed(const std::string &Message) : Error(ExitCode::Incomplete, Message) {}
};

} // namespace kverdict
