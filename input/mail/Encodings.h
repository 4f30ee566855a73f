// Encodings of mails, as far as looking through many of them needs it; what is shown is decoded by git.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>

namespace kverdict {

/// A header field with its encoded words decoded, in whatever character set they are.
std::string withoutEncodedWords(llvm::StringRef Field);

/// A text in quoted-printable, decoded.
std::string fromQuotedPrintable(llvm::StringRef Text);

/// A text in another character set as UTF-8; nothing if the set is unknown or the text is not in it.
std::optional<std::string> inUtf8(const std::string &Text, const std::string &Charset);

} // namespace kverdict
