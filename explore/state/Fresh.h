// Objects that a path has got from an allocator, while nobody else can know of them.
#pragma once

#include "explore/state/Memory.h"

namespace kverdict {

/// How it is told that a call allocates.
enum class Allocators {
  Known, ///< one of the kernel's by its name, which keeps no pointer to what it gives
  Named, ///< any whose name speaks of it
};

/// Whether a region is what an allocator gave on this path, and its address is in no place where others can find it:
/// no call got it, nor assembly as a value, and it was stored nowhere but in the object itself and in locals. Nobody
/// else writes to it then, whatever is called. False where that is not known.
bool isUnpublished(const PathState &, const Symbols &, const Memory &, RegionId, Allocators);

} // namespace kverdict
