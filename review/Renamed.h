// Functions that a patch calls otherwise.
#pragma once

#include "input/patch/Patch.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace kverdict {

/// The texts of a file before a patch and after it.
using TextPair = std::pair<std::string, std::string>;

/// What functions were called before, by the names that they have since. A function that is gone and one that has come,
/// in whichever of the files, are one if no other pair is as much alike, and no file uses the old name any more.
std::map<std::string, std::string> renamedFunctions(const std::vector<TextPair> &);

/// Whether a change removes what may be the head of a function: if not, none has another name.
bool removesHead(const FileChange &);

} // namespace kverdict
