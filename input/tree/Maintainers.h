// The file MAINTAINERS of a kernel tree: which trees patches to a file are taken into.
#pragma once

#include <string>
#include <vector>

namespace kverdict {

/// A tree as a `T:` line names it.
struct NamedTree {
  std::string Url;
  std::string Branch; ///< may be empty
  std::string File;   ///< of those that were asked for, the one that it is named for
};

/// The trees (`T:`) of all sections whose `F:` lines have one of these files and whose `X:` lines do not, in their
/// order.
std::vector<NamedTree> treesFor(const std::vector<std::string> &Files, const std::string &Maintainers);

/// Whether two URLs of a repository mean the same one, as far as their texts tell: the host and the path, however it is
/// got at (git:, https:, ssh), and with or without `.git`.
bool sameRepository(const std::string &A, const std::string &B);

} // namespace kverdict
