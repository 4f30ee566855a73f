// A patch as a reply quotes it: lines that begin with '>', cut where the reply leaves something out, with what it says
// between them.
#pragma once

#include "core/Source.h"
#include "input/patch/Patch.h"

#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>

namespace kverdict {

/// What a reply quotes of a patch. Its lines have the numbers that they have in the mail: what was cut and squeezed has
/// no others. At is the mail's first line; its file is what the change is called.
///
/// The depth of quoting that has the most lines of a diff is the patch's; what is quoted at another one is what people
/// said of it. `[...]` and its like end a hunk. A hunk that lacks lines which its header counts ends wherever somebody
/// says something in it, since nobody says where they were left out.
std::optional<FileChange> quotedPatch(llvm::StringRef Text, const SourcePlace &At);

} // namespace kverdict
