// The text of a file that a unit includes.
#pragma once

#include "parse/Unit.h"

#include <optional>
#include <string>
#include <utility>

namespace kverdict {

/// The absolute path and the text of the file with this end of its path; nothing if the unit includes none. Bodies of
/// functions that were skipped are blank in it.
std::optional<std::pair<std::string, std::string>> includedText(const Unit &, const std::string &PathEnd);

} // namespace kverdict
