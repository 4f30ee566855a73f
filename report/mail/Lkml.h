// The report as a reply to the patch mail.
#pragma once

#include "input/patch/Patch.h"
#include "report/Words.h"
#include "report/mail/ReplyBody.h"

#include <string>
#include <vector>

namespace kverdict {

/// How the reply is sent.
struct LkmlOptions {
  std::string From;      ///< "Name <address>"; if empty, there is no From: and git send-email uses the sender's own
  ReplyBounds Most = {}; ///< what is shown
};

/// One mail, ready for `git send-email`: it answers the patch, quotes the lines that it is about and puts each comment
/// under its line. Comments are the confirmed findings that the patch introduces (or whose origin is unknown); what
/// was not decided is named at the end. Empty if there is nothing to comment on.
std::string renderLkml(const std::vector<FileReport> &, const Patch &, const SourceLine &, const LkmlOptions &);

/// A reply to the cover letter of a series, or to its first patch, that says that there is nothing to say: What is what
/// was looked at, From as above.
std::string renderClean(const Series &, const std::string &What, const std::string &From);

/// The replies to a series as one text: a single mail as it is, several as a mailbox (mboxrd).
std::string mailbox(const std::vector<std::string> &Mails);

} // namespace kverdict
