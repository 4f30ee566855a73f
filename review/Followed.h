// A change in a header is a change of the files that include it.
#pragma once

#include "core/Rules.h"

#include <string>
#include <vector>

namespace kverdict {

/// The files of the build, absolute, that define a function with a contract and include one of these headers (relative
/// to the tree), as far as that can be told: kbuild notes beside each object what it was made from. Tree is where the
/// reviewed tree lies, Database what -p says. Sorted.
std::vector<std::string> filesIncluding(const std::vector<std::string> &Headers, const std::string &Tree,
                                        const std::string &Database, const Rules &);

} // namespace kverdict
