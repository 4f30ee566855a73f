// What a person who waits is shown: a bar on a terminal, a line a minute in a log.
#pragma once

#include "isolate/Progress.h"

#include <string>

namespace kverdict {

/// One run, from its beginning.
class ProgressLine {
public:
  /// Width: of the terminal, in columns; 0 if it goes to a log.
  explicit ProgressLine(unsigned Width) : Width(Width) {}

  /// What to print after so many seconds: the bar anew, or a line where the next minute began. Empty for nothing: work
  /// of a few seconds has no bar.
  std::string after(unsigned Seconds, const Progress &);

  /// What takes the bar away, if there is one.
  std::string end();

private:
  std::string bar(const Progress &) const;

  unsigned Width;
  unsigned Minutes = 0; ///< that were told
  bool Drawn = false;
};

} // namespace kverdict
