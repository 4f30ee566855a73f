#include "parse/Nearest.h"

#include "core/Spelling.h"

#include <vector>

namespace kverdict {

std::string nearestName(const clang::IdentifierTable &All, const std::string &Name) {
  std::string Best;
  for (const auto &[Known, Info] : All)
    if ((Info->hasMacroDefinition() || Info->getFETokenInfo()) && isSlipOf(Name, Known))
      if (Best.empty() || Known < Best) // whatever the order of the table
        Best = Known.str();
  return Best;
}

} // namespace kverdict
