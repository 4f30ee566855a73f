// The version of kverdict.
#pragma once

namespace kverdict {

inline constexpr const char *Version = "0.1.0";

} // namespace kverdict
