// Fixes as changes of text.
#pragma once

#include "core/Source.h"

#include <string>

namespace kverdict {

/// The text with the fix made. The span's lines and columns are those of Text.
std::string applyFix(const Fix &, const std::string &Text);

/// A fix that removes all that stands on its lines takes the lines away, and leaves no empty ones behind.
Fix wholeLines(Fix, const std::string &Text);

} // namespace kverdict
