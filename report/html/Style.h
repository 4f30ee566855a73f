// How a page looks.
#pragma once

namespace kverdict {

/// The style sheet, which stands in the page itself: light and dark as the reader's system has it, narrow and wide.
extern const char *const PageStyle;

} // namespace kverdict
