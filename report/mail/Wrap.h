// Prose for a mail.
#pragma once

#include <string>
#include <vector>

namespace kverdict {

/// Breaks a paragraph into lines of at most Width columns, at spaces; a longer word has a line of its own. White
/// space is folded and control characters are made visible.
std::vector<std::string> wrapped(const std::string &Paragraph, unsigned Width);

} // namespace kverdict
