// Drawing a graph by Graphviz' `dot`, which is a program of its own.
#pragma once

#include <string>

namespace kverdict {

/// What `dot -Tsvg` makes of a graph. Throws Error (Incomplete) if it is not installed, and says so, or fails.
std::string drawnByDot(const std::string &Graph);

} // namespace kverdict
