// A mail's own terms, as far as Clang understands them: what it does not is left out, with what it said.
#pragma once

#include "alone/Terms.h"
#include "parse/SourceVersion.h"

#include <set>
#include <string>

namespace kverdict::alone {

/// termsOf() without the functions that do not compile so. Path is what places call the file. Asked as in termsOf().
Terms understood(const ShownSide &Old, const ShownSide &New, const std::string &Path,
                 const std::set<std::string> &Asked);

/// What Clang is to read of a version of the file: nothing of this machine is in it.
SourceVersion sourceOf(const Terms &, const std::string &Path, bool OfOld);

} // namespace kverdict::alone
