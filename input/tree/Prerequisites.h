// The patches that a series needs on its base: `prerequisite-patch-id:` of git format-patch --base, and b4's
// `prerequisite-message-id:`.
#pragma once

#include "input/tree/BaseChoice.h"

namespace kverdict {

/// Finds the patches with these ids, among the commits that the repository's refs have beyond the base, or else in the
/// archives (mailboxes, Maildirs, public-inbox's), and puts what they change on top of the base. Adds notes: what was
/// applied, what was not found.
void applyPrerequisites(BaseChoice &, const std::vector<std::string> &PatchIds,
                        const std::vector<std::string> &Archives);

/// The same for series that are named by the Message-ID of one of their mails (without the angle brackets), of which
/// only archives know. For where no patch has an id of its own: those say it better.
void applySeriesBefore(BaseChoice &, const std::vector<std::string> &MessageIds,
                       const std::vector<std::string> &Archives);

} // namespace kverdict
