// How far the work of a child process is. The parent sees it while it waits (isolate/Isolated.h).
#pragma once

#include <functional>
#include <string>

namespace kverdict {

/// What the parent sees.
struct Progress {
  unsigned Done = 0, Total = 0; ///< files; Total is 0 as long as it is not known how many there are
  std::string File, Function;   ///< what was begun last; either may be empty
};

/// Called by the parent about once a second, with what its child is at.
using LookAtProgress = std::function<void(const Progress &)>;

/// So many files will be worked at. In a process that is no child this does nothing, as the next one.
void expectFiles(unsigned Total);

/// One of them is done.
void finishFile();

} // namespace kverdict
