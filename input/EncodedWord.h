// RFC 2047 encoded words, as far as looking through many mails needs them; what is shown is decoded by git.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <string>

namespace kverdict {

/// A header field with its encoded words decoded, in whatever character set they are.
std::string withoutEncodedWords(llvm::StringRef Field);

} // namespace kverdict
