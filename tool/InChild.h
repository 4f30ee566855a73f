// Commands in a child process, see isolate/Isolated.h.
#pragma once

#include "tool/Options.h"

#include <llvm/ADT/StringRef.h>

#include <functional>
#include <optional>
#include <string>

namespace kverdict {

/// What Work comes to, done in a child process. It may throw Error as a command does. What can be read once only (the
/// standard input) is read before; what Work writes is written by the child, at its end. Where the options have Tell,
/// how far it is is told meanwhile.
Outcome inChild(const Options &, const std::function<Outcome()> &Work);

/// An outcome as a text, and the other way round; what follows in the text is left there. Nothing if there is none.
std::string packed(const Outcome &);
std::optional<Outcome> unpacked(llvm::StringRef &);

} // namespace kverdict
