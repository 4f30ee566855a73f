// Several versions of one file: before a patch, after it, with a fix tried. Those that differ in the bodies of
// functions alone, as most do, share one parse.
#pragma once

#include "parse/Unit.h"

namespace kverdict {

class Versions {
public:
  /// As parseUnit(), but cheap if an earlier request for the same file differed only in bodies.
  std::unique_ptr<Unit> parse(const UnitRequest &);

  /// How many whole parses there were.
  unsigned parses() const { return Parses; }

private:
  struct Parsed {
    UnitRequest Request;
    TakenApart Text;
    std::unique_ptr<Unit> U;
  };
  std::vector<Parsed> All;
  unsigned Parses = 0;
};

} // namespace kverdict
