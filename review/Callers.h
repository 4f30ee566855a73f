// Who calls a function, as far as the text of a file tells.
#pragma once

#include "parse/text/Bodies.h"

#include <set>
#include <string>
#include <vector>

namespace kverdict {

/// A function that names another one.
struct NamingFunction {
  std::string Name;             ///< what stands before its parameters: of a head that a macro makes, the macro
  unsigned First = 0, Last = 0; ///< the lines of its head
  std::set<unsigned> Lines;     ///< on which it names it
  bool operator==(const NamingFunction &) const = default;
};

struct CallersInText {
  std::vector<NamingFunction> Functions;      ///< also through a macro of the file; in the order of the text
  std::string Others;                         ///< why there may be others; empty if the text gives no reason
  std::vector<SourcePlace> Declarations = {}; ///< what looks like a declaration of it
  std::vector<std::string> names() const;
};

/// Those of a function in a text. The text and what it was taken apart into must belong together.
CallersInText callersInText(const std::string &Text, const TakenApart &, const std::string &Function);

} // namespace kverdict
