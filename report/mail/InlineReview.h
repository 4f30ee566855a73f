// The two files that the reviewers of the BPF CI leave behind for each commit (github.com/masoncl/review-prompts).
#pragma once

#include "input/patch/Patch.h"
#include "report/Words.h"
#include "report/mail/ReplyBody.h"

#include <string>
#include <vector>

namespace kverdict {

/// review-inline.txt: the head of the commit as git show prints it, a few words of its message, then the quoted lines
/// with each comment under its line. Empty if there is nothing to comment on: whoever reads it
/// takes a file that is not empty for a failure.
std::string renderInlineReview(const std::vector<FileReport> &, const Patch &, const SourceLine &, const ReplyBounds &);

/// review-metadata.json, which is there for every commit that was reviewed: one object with the six fields that its
/// readers know, and no others.
std::string renderReviewMetadata(const std::vector<FileReport> &, const Patch &);

} // namespace kverdict
