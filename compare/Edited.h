// Which functions of a file were edited between two versions, and which ones that may reach.
#pragma once

#include "parse/Unit.h"

namespace kverdict {

struct EditedFunctions {
  std::vector<std::string> Edited;  ///< defined in both, with other tokens; in the order of the new version
  std::vector<std::string> Reached; ///< the same tokens, but they mention what was edited, or what mentions that
  bool Outside = false;             ///< something else than functions was edited as well: a macro, a table, a type
};

/// The units have all bodies of these texts.
EditedFunctions editedFunctions(const Unit &Old, const std::string &OldText, const Unit &New,
                                const std::string &NewText);

} // namespace kverdict
