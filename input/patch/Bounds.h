// How much of a patch is read. Each bound is far beyond what people send, and is counted, so that it is the same on
// every machine.
#pragma once

#include "input/patch/Patch.h"

#include <cstdint>

namespace kverdict {

constexpr size_t MaxFiles = 5'000;                ///< of a patch
constexpr size_t MaxHunks = 10'000;               ///< of one file
constexpr size_t MaxName = 4'096;                 ///< bytes of a file's name, as in Linux itself
constexpr size_t MaxMessage = 1u << 20;           ///< bytes of a message
constexpr size_t MaxFileLines = 1'000'000;        ///< of a file that a patch changes
constexpr std::uint64_t MaxMoved = 3'000'000'000; ///< lines of a file, times its hunks: git moves all of them for each

/// Throws Error (Incomplete) for a patch that is beyond these bounds, with what there is too much of and where it
/// stands.
void checkBounds(const Patch &);

/// The same for what one change is applied to.
void checkBounds(const FileChange &, const std::string &Text);

} // namespace kverdict
