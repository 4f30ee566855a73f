// public-inbox's archives, version 2: git repositories in which each commit has one mail, in a file `m`.
#pragma once

#include <functional>
#include <string>

namespace kverdict {

/// Whether a directory is such an archive (it has epochs, git/0.git and so on), or one epoch of it.
bool isPublicInbox(const std::string &Directory);

/// Hands over the mails in the order in which they came, as mailboxes that git mailsplit reads (mboxrd); Name is the
/// epoch, for messages. Mails that were removed from the archive are left out. Nothing is written there. Throws Error
/// if it cannot be read.
void readPublicInbox(const std::string &Directory,
                     const std::function<void(const std::string &Mails, const std::string &Name)> &);

/// A mail as it stands in a mailbox that git mailsplit reads with --mboxrd.
std::string asMboxrd(const std::string &Mail);

} // namespace kverdict
