// Files at a time. Each has its own unit, solver and report, so that the order does not matter.
#pragma once

#include <cstddef>
#include <functional>

namespace kverdict {

/// Calls Work with 0 to Count - 1, up to Jobs at a time, each on a thread with the stack that deeply nested source
/// needs; if it is one at a time, on the caller's, which has such a stack in the program. Work must not throw.
void forEachFile(unsigned Jobs, std::size_t Count, const std::function<void(std::size_t)> &Work);

} // namespace kverdict
