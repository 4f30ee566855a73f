// Who calls a function, as far as the text of a file tells.
#pragma once

#include "parse/text/Bodies.h"

#include <set>
#include <string>
#include <vector>

namespace kverdict {

struct CallersInText {
  std::vector<std::string> Functions; ///< that name it, also through a macro of the file; in the order of the text
  std::string Others;                 ///< why there may be others; empty if the text gives no reason
};

/// Those of a function in a text. The text and what it was taken apart into must belong together.
CallersInText callersInText(const std::string &Text, const TakenApart &, const std::string &Function);

} // namespace kverdict
