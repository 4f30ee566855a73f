// What a commit message says of its patch.
#pragma once

#include <string>

namespace kverdict {

/// The words with which a message claims that nothing changes ("no functional change intended"), as they stand there
/// on one line; empty if it claims no such thing. A claim about a part of it ("no functional change for x86", "apart
/// from ...") is none.
std::string claimsNoChange(const std::string &Message);

/// Of a message that claims no such thing of all of its patch: such words that it says of a part ("No functional change
/// for x86"), or that may be said of something else; empty if there are none.
std::string claimsOfPart(const std::string &Message);

/// Of a message that speaks of tidying ("rework", "easier to read"), and of nothing that a function might do otherwise:
/// the word for it, as it stands there; else empty.
std::string speaksOfTidying(const std::string &Message);

} // namespace kverdict
