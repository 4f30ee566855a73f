// What a command came to before, where all that it read is still the same.
#pragma once

#include "tool/Options.h"

#include <functional>
#include <string>

namespace kverdict {

/// What Run comes to, or came to in an earlier run of the same program with the same command line and the same Question
/// (what it looks at beside, and does not read itself), as long as everything that it read is as it was. The bytes are
/// the same either way. What somebody had to leave out, since it failed, took too long or could not be read, is not
/// kept; nor is a run that writes files.
Outcome remembered(const Options &, const std::string &Question, const std::function<Outcome()> &Run);

} // namespace kverdict
