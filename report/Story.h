// A finding told in plain lines, for places that show text and nothing else.
#pragma once

#include "core/Finding.h"

#include <string>
#include <vector>

namespace kverdict {

/// "demo_allowed() returns false with area->flags = DEMO_READ", on one line, and without what it might not be
/// so: "..., if `a` and `b` are different objects"; empty if there is nothing to say. Of a state with more than Most
/// parts, the rest is "...".
std::string evidence(const Finding &, size_t Most = 4);

/// The message, then a line each: why it is not decided, the reason of the contract, the state and what the function
/// does in it, what it assumes, how to mend it, how to replay it, and where to read more.
std::vector<std::string> storyLines(const Finding &);

/// The same, in one text.
std::string story(const Finding &);

/// "its loop has no bound", with the function in front: "demo_map(): its loop has no bound".
std::string gapWords(const Incomplete &);

/// What one gap is known again by in another version: never its line.
std::string gapFingerprint(const Incomplete &);

} // namespace kverdict
