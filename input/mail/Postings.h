// Which mails of a mailbox belong together.
#pragma once

#include "input/mail/Mailbox.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kverdict {

/// What somebody sent at once: patches with one version and one total, and perhaps a cover letter. Mails are named by
/// their place in the list of mails.
struct Posting {
  unsigned Version = 1;
  unsigned Total = 0; ///< 0: its patches are not numbered
  std::optional<size_t> Cover;
  std::vector<size_t> Patches; ///< in the order of the mailbox
  std::string Thread;          ///< the id of the thread's first mail, or empty
  std::int64_t Time = 0;       ///< of its latest mail
};

/// The postings of the mails that count: those with a diff that are no answers (or, if there are only answers, those),
/// and cover letters.
std::vector<Posting> findPostings(const std::vector<RawMail> &);

/// The versions of one series, older ones first.
using Family = std::vector<Posting>;

/// Puts the versions of each series together: by their titles and, for a version of which only some patches were sent
/// again, by their thread.
std::vector<Family> findFamilies(const std::vector<RawMail> &, std::vector<Posting>);

} // namespace kverdict
