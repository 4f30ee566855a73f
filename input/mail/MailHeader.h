// The header of a mail.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <string>
#include <vector>

namespace kverdict {

/// The value of a header field of a mail, unfolded to one line and without control characters; empty if there is
/// none. To and Cc that stand more than once are joined with commas.
std::string headerField(llvm::StringRef MailText, llvm::StringRef Name);

/// The header of a mail alone, up to and including the empty line that ends it.
llvm::StringRef headerOf(llvm::StringRef MailText);

/// Whether a text begins as a mail does: with "From " or with header fields, among them a usual one.
bool beginsLikeMail(llvm::StringRef Text);

/// The seconds since 1970 of a Date field; 0 if it is no date.
std::int64_t timeOf(const std::string &Date);

/// The message ids in a field as In-Reply-To or References, without the angle brackets.
std::vector<std::string> idsIn(llvm::StringRef Field);

/// The address in a From field, in lower case: what stands in the last angle brackets, else all of it.
std::string addressOf(llvm::StringRef Field);

} // namespace kverdict
