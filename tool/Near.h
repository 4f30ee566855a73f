// For a function that is not there: which one may have been meant, and whether it is there after all.
#pragma once

#include <string>
#include <vector>

namespace kverdict {

/// "; did you mean a() or b()?" with the names that a slip of the fingers makes of Wanted, or that hold it or are
/// held by it; the nearest come first. Empty if there are none.
std::string didYouMean(const std::vector<std::string> &Names, const std::string &Wanted);

/// The same of any words: "; did you mean --tree or --base?".
std::string nearestWords(const std::vector<std::string> &Words, const std::string &Wanted);

/// The lines of a C text where a function of this name seems to be defined, whatever an #if says about it.
std::vector<unsigned> definitionLines(const std::string &Text, const std::string &Name);

} // namespace kverdict
