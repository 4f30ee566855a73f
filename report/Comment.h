// One comment of a reply.
#pragma once

#include "core/Finding.h"

#include <string>

namespace kverdict {

/// The width of prose in a mail.
inline constexpr unsigned MailWidth = 76;

/// Paragraphs, each followed by an empty line: what changed, the state and what the function does in it, the question,
/// the fix, what it rests on, the reason, and how to replay it. If that is more than MostLines lines (0: never), it
/// goes without the way through the function, then without the reason, then without the replay.
std::string commentText(const Finding &, const std::string &Changed, size_t MostLines);

/// What became of a function with the patch, in a sentence. Empty if there is nothing to say.
std::string changeText(const Comparison &);

/// A paragraph of prose, followed by an empty line.
std::string paragraph(const std::string &Prose);

} // namespace kverdict
