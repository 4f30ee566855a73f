// One comment of a reply.
#pragma once

#include "core/Finding.h"

#include <string>

namespace kverdict {

/// The width of prose in a mail.
inline constexpr unsigned MailWidth = 76;

/// Paragraphs, each followed by an empty line: the question, the state and what the function does in it, the reason,
/// the premise, the fix, and how to replay it.
std::string commentText(const Finding &);

/// What became of a function with the patch, as a short table: conditions, and both verdicts. Empty if there is nothing
/// to show.
std::string changeText(const Comparison &);

/// A paragraph of prose, followed by an empty line.
std::string paragraph(const std::string &Prose);

} // namespace kverdict
