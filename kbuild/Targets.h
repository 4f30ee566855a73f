// The machines whose memory the engines know.
#pragma once

#include <llvm/ADT/StringRef.h>

namespace kverdict {

/// Whether what is said of code for this target can be right: by its triple, as Clang normalises it.
bool isSupportedTarget(llvm::StringRef Triple);

} // namespace kverdict
