// Strangers' text in a page.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <string>

namespace kverdict {

/// A text as it may stand in a page, between tags or in a quoted attribute: what could steer the reader's eye is made
/// visible (core/Visible.h), and nothing of it is markup.
std::string escaped(llvm::StringRef);

/// Words, in which `x < 3` is code, and an errno is not broken into lines.
std::string proseOf(llvm::StringRef);

/// The same as code: `<code>x &lt; 3</code>`.
std::string codeOf(llvm::StringRef);

} // namespace kverdict
