// Which of the series in the mailboxes is reviewed.
#pragma once

#include "input/mail/Mailbox.h"

#include <optional>
#include <string>
#include <vector>

namespace kverdict {

/// Mails, by their place in the list of mails.
struct Choice {
  std::vector<size_t> Patches; ///< in the order in which they are applied
  std::optional<size_t> Cover;
  std::vector<std::string> Notes; ///< what was chosen, what else there is, and what was left out
  std::vector<std::string> Holes; ///< patches that are missing between others, which are reviewed on a wrong base then
  std::vector<size_t> Unread;     ///< mails with a diff that is not reviewed though nobody chose to leave it out
};

/// Chooses from the mails. Which is empty (of each input the series with the newest mail, in its newest version), or
/// what --series takes: the number that a note gives to a series, or words that stand in its title, or its version
/// ("v2"). Patches that a newer version does not have are taken from the one before. Throws Error (Usage) if Which
/// fits none.
Choice chooseSeries(const std::vector<RawMail> &, const std::string &Which);

/// One series of many, in its newest version. Mails are named by their place in the list of mails.
struct FoundSeries {
  std::string Title;
  unsigned Version = 1;
  std::vector<size_t> Patches; ///< in the order in which they are applied
  std::optional<size_t> Cover;
  std::vector<size_t> Family; ///< the mails of all of its versions
};

/// All that a mailbox holds.
struct AllSeries {
  std::vector<FoundSeries> Each; ///< by their first mail
  size_t Older = 0;              ///< versions that a newer one stands for
  size_t Answers = 0;            ///< answers that have a diff
  size_t Copies = 0;             ///< patches that are there already
  size_t Patchless = 0;          ///< mails without a patch, but for cover letters of the series
};

/// Finds every series of the mails, each in its newest version: patches that it does not have are taken from the one
/// before, as chooseSeries() does.
AllSeries everySeries(const std::vector<RawMail> &);

} // namespace kverdict
