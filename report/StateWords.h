// The lines of a state, made short for a comment.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace kverdict {

/// Of a long state, as much as a person takes in at once, and how many more there are: "(and 3 more, all 0)". Most is 0
/// for all of it.
std::vector<std::string> fewOf(std::vector<std::string> Lines, size_t Most);

/// In a sentence, who wrote a value, and when it is read, is left out.
std::string withoutHistory(llvm::StringRef Line);

/// Long arguments of a call are left out, where no other call of that name is told of.
std::vector<std::string> withoutArguments(std::vector<std::string> Lines);

/// Whether each line of a state gives a value, and none says something else.
bool haveValues(const std::vector<std::string> &State);

/// "a = 1, b = 2 and 3 more", of which the last may stand in brackets. There is one line at least.
std::string inOneSentence(const std::vector<std::string> &State);

} // namespace kverdict
