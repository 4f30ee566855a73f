// Which Z3 this is.
#pragma once

#include <string>

namespace kverdict {

/// "4.8.12", of the library that is loaded.
std::string z3Version();

} // namespace kverdict
