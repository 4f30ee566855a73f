// Commits of the tree as patch mails.
#pragma once

#include "input/tree/Tree.h"

#include <optional>
#include <string>

namespace kverdict {

/// Commits as `git format-patch --stdout` writes them.
struct Commits {
  std::string Mails;
  std::string Below;              ///< the commit (for a root commit the empty tree) that the first one is made on
  std::vector<std::string> Notes; ///< what was left out
};

/// Whether a word is a revision, a range a..b or -N of this tree.
bool namesCommits(const Tree &, const std::string &Word);

/// The commits that a word names: a revision is that commit alone. Throws Error for an empty range, a merge, more than
/// a thousand commits, and a shallow clone that lacks the commit below.
Commits readCommits(const Tree &, const std::string &Word);

} // namespace kverdict
