// The text of a reply to a patch, without the greeting and the signature.
#pragma once

#include "input/patch/Patch.h"
#include "report/Words.h"

#include <string>
#include <vector>

namespace kverdict {

/// The findings that a reply to a patch comments on: the confirmed ones that the patch introduces, or whose origin is
/// unknown, in the order of all reports.
std::vector<const Finding *> commentedOn(const std::vector<FileReport> &);

/// What was not decided, each with its reason, in one line; empty if all was.
std::string undecidedReasons(const std::vector<FileReport> &);

struct ReplyBounds {
  size_t Comments = 10; ///< the rest is summed up in a sentence
  size_t Lines = 0;     ///< of a comment, without those that are empty; 0: any number
  bool Changes = false; ///< also remarks on functions that decide otherwise, where no finding speaks of them
};

/// The quoted lines of a patch with each comment under its line, then what was left out, what was not decided, and
/// references. Empty if there is nothing to comment on.
std::string replyBody(const std::vector<FileReport> &, const Patch &, const SourceLine &, const ReplyBounds &);

} // namespace kverdict
