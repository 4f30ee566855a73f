// A change in a header is a change of the files that include it.
#pragma once

#include "core/Rules.h"
#include "input/tree/Tree.h"

#include <string>
#include <vector>

namespace kverdict {

/// A file that includes a header.
struct Follower {
  std::string Path;     ///< relative to the tree
  bool Subject = false; ///< it defines a function with a contract
};

struct Followers {
  std::vector<Follower> Files; ///< by path
  bool More = false;           ///< there are others without contracts
};

/// The files of the build that include one of these headers (relative to the tree), as far as that can be told: kbuild
/// notes beside each object what it was made from, else the header's name stands in an #include of the text. All that
/// define a function with a contract, and as many Others. Database is what -p says.
Followers filesIncluding(const std::vector<std::string> &Headers, const Tree &, const std::string &Database,
                         const Rules &, unsigned Others);

} // namespace kverdict
