// The header of a mail.
#pragma once

#include <string>

namespace kverdict {

/// The value of a header field of a mail, unfolded to one line and without control characters; empty if there is
/// none. To and Cc that stand more than once are joined with commas.
std::string headerField(const std::string &MailText, const std::string &Name);

/// The header of a mail alone, up to and including the empty line that ends it.
std::string headerOf(const std::string &MailText);

/// Whether a text begins as a mail does: with "From " or a header field.
bool beginsLikeMail(const std::string &Text);

} // namespace kverdict
