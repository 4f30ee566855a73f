// What a function takes for granted, and says so: WARN_ON() and its kind.
#pragma once

#include <string_view>

namespace kverdict {

/// Whether a condition is true just where such a macro fires: `WARN_ON(!page)`, `unlikely(VM_BUG_ON_PAGE(...))`, but
/// not
/// `!WARN_ON(...)`.
bool firesPremise(std::string_view Condition);

} // namespace kverdict
