// For a name that the file does not know: the one that may have been meant.
#pragma once

#include <clang/Basic/IdentifierTable.h>

#include <string>

namespace kverdict {

/// A macro or something declared that is a letter off the name; empty if there is none.
std::string nearestName(const clang::IdentifierTable &, const std::string &Name);

} // namespace kverdict
