// Findings that somebody answered: they are silenced, and listed.
#pragma once

#include "core/Finding.h"
#include "input/mail/Answers.h"

#include <set>
#include <string>
#include <vector>

namespace kverdict {

/// The answers that there are for a review.
class AnsweredFindings {
public:
  explicit AnsweredFindings(std::vector<Answer> All) : All(std::move(All)) {}

  /// Silences the findings of a report that were answered, with the reason; the latest answer counts.
  void mark(FileReport &);

  /// A line for each finding that was silenced: "answered: mm/a.c: f(): Shouldn't ...? [rule] (fingerprint): the
  /// reason (who)".
  const std::set<std::string> &lines() const { return Lines; }

  /// Notes on answers that fit none of the findings that were marked.
  std::string notes() const;

private:
  std::vector<Answer> All;
  std::set<const Answer *> Used;
  std::set<std::string> Lines;
};

} // namespace kverdict
