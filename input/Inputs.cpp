#include "input/Inputs.h"

#include "core/Error.h"
#include "input/Mailbox.h"

namespace kverdict {

static std::string baseWord(const Tree &Base, const std::string &Why) {
  return "base: " + (Base.isGit() ? Base.commit().substr(0, 12) : Base.describe()) + " (" + Why + ")";
}

Work openWork(const SeriesRequest &Request) {
  Tree Base = Tree::open(Request.Tree);
  std::string Why = Base.isGit() ? "HEAD of the tree" : "as it stands";
  if (!Request.Base.empty()) {
    Base = Base.at(Request.Base);
    Why = "--base";
  }
  Work Made{readSeries(Request.Inputs), Base, baseWord(Base, Why), {}};
  Made.Problems = applyAll(Made.Patches, Base);
  return Made;
}

} // namespace kverdict
