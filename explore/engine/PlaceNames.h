// How access paths are put together, as the source would write them.
#pragma once

#include <string>

namespace kverdict {

/// A name that can stand before `.` or `->` or `[`: in brackets, if it is no plain path.
std::string operand(const std::string &Name);

/// Of `container_of(p, struct outer, member)->member`, which is `*p`, the `p`; else empty.
std::string contained(const std::string &Name);

/// `((T *)name)`; a cast that stands around the name already is replaced.
std::string castName(std::string Name, const std::string &Type);

} // namespace kverdict
