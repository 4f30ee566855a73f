// Archives of mails, in whatever form.
#pragma once

#include "input/mail/Mailbox.h"

#include <map>
#include <string>
#include <vector>

namespace kverdict {

/// Reads a mailbox, a directory of mails, a Maildir or a public-inbox. What cannot be read of it becomes a problem and
/// does not hide the rest.
void readArchive(Mailbox &Into, const std::string &Archive, unsigned Input, std::vector<std::string> &Problems);

/// The patches in these mails that have one of these ids (of `git patch-id --stable`), by id.
std::map<std::string, Patch> patchesById(const Mailbox &, const std::vector<std::string> &PatchIds);

/// The patches of the series that the mail with this Message-ID (without the angle brackets) is a part of, in their
/// order: those of its thread with its version and length. Empty if there is no such mail. Throws Error for damage.
std::vector<Patch> patchesOfMessage(const Mailbox &, const std::string &MessageId);

/// The patches of the newest series that b4 made with this change-id: of this version, or of the newest one if that is
/// 0. A `change-id:` line stands in its cover letter, or in its only patch. Empty if there is none. Throws Error for
/// damage.
std::vector<Patch> patchesOfChange(const Mailbox &, const std::string &ChangeId, unsigned Version);

} // namespace kverdict
