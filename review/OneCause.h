// What one change made in several functions is said once.
#pragma once

#include "core/Finding.h"

#include <functional>
#include <optional>
#include <set>
#include <string>

namespace kverdict {

/// What is known of a text in which some functions were mended: "all rules for the two functions hold then"; nothing if
/// that is not enough.
using ShownOf = std::function<std::optional<std::string>(const std::set<std::string> &Functions, const std::string &)>;

/// A guard that a patch moves from one function into others, or from others into one, makes findings in all of them:
///
///   f()   -	if (!count(page))          g()   +	if (!count(page))
///         -		return -EINVAL;                   +		return -EINVAL;
///
/// Where one of them leads to the other, the finding of the one function gets the fix of all, if that is shown to mend
/// them, and speaks for the others. Text is the patched file.
void joinMoved(FileReport &, const std::string &Text, const ShownOf &);

} // namespace kverdict
