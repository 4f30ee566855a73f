// What was not looked at, or not decided, and why.
#pragma once

#include "report/html/Page.h"

namespace kverdict {

/// A table of all that is open in a part of a page, with its reason; empty if all was decided. What contracts did not
/// apply is folded.
std::string openView(const PagePart &);

/// How many rows that table has.
size_t openCount(const PagePart &);

} // namespace kverdict
