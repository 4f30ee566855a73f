// Header fields of a mail, from strangers' text: no text can add a field, and all of them are ASCII.
#pragma once

#include <string>
#include <vector>

namespace kverdict {

/// The addresses of a To or Cc field, one each, as they stand there; what has no @ is dropped.
std::vector<std::string> splitAddresses(const std::string &Field);

/// The address alone, in lower case, for comparing: "a@b.org" of "A <a@B.org>".
std::string bareAddress(const std::string &Address);

/// A field with a text, such as "Subject", folded and RFC 2047-encoded as needed, with its line end.
std::string textField(const std::string &Name, const std::string &Text);

/// A field with addresses, one a line; empty if there are none.
std::string addressField(const std::string &Name, const std::vector<std::string> &Addresses);

/// The message ids in a field, "<...>" each; anything else is dropped.
std::vector<std::string> messageIds(const std::string &Field);

} // namespace kverdict
