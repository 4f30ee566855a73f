// How a reader runs a witness again.
#pragma once

#include "core/Finding.h"

#include <string>
#include <vector>

namespace kverdict {

/// Whether a reader can run it: setting its state by hand was tried, and there is a file, which there is not of a mail
/// in its own terms.
bool isReplayed(const Finding &);

/// A word as a shell takes it literally: as it is if it is harmless, else in single quotes. Control characters are
/// made visible, so that it stays on one line.
std::string shellQuoted(const std::string &Word);

/// The words of `kverdict simulate FILE --function F --set 'PLACE=VALUE' ...` for a finding, quoted, an option and
/// its argument in one word.
std::vector<std::string> replayWords(const Finding &);

/// The command on one line.
std::string replayLine(const Finding &);

/// The command broken with backslashes into lines of at most Width columns, each after the first indented by four
/// more; a line is longer only if a single word is.
std::vector<std::string> replayLines(const Finding &, unsigned Width);

} // namespace kverdict
