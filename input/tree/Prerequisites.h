// The patches that a series needs on its base: `prerequisite-patch-id:` of git format-patch --base, and b4's
// `prerequisite-message-id:` and `prerequisite-change-id:`.
#pragma once

#include "input/tree/BaseChoice.h"

namespace kverdict {

/// A series or patches that others need, as the lines of a mail name them.
struct Needed {
  enum class Kind {
    Patches, ///< by their ids alone
    Message, ///< the series of the mail with this Message-ID
    Change,  ///< the series with this change-id, in one version
  };
  Kind What = Kind::Patches;
  std::string Name;                  ///< the Message-ID without its brackets, or the change-id
  unsigned Version = 0;              ///< of the change; 0 is the newest
  std::vector<std::string> PatchIds; ///< b4 puts those of a series below its name

  /// "prerequisite-change-id: 20240320-example-change-id:v2"
  std::string line() const;
};

/// What such lines of these texts name, in their order and each once.
std::vector<Needed> neededBefore(const std::vector<std::string> &Texts);

/// Puts what these change on top of the base. Patches are looked for by their ids among the commits that the
/// repository's refs have beyond the base, then in the archives (mailboxes, Maildirs, public-inbox's); where one of
/// them is not there, or none is named, the series is, of which only archives know. Adds notes: what was applied, what
/// was not found.
void applyPrerequisites(BaseChoice &, const std::vector<Needed> &, const std::vector<std::string> &Archives);

} // namespace kverdict
