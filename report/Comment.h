// One comment of a reply.
#pragma once

#include "core/Finding.h"

#include "llvm/ADT/StringRef.h"

#include <string>

namespace kverdict {

/// The width of prose in a mail.
inline constexpr unsigned MailWidth = 76;

/// Paragraphs, each followed by an empty line: what changed, the state and what the function does in it, the question,
/// the fix, what it rests on, the reason, and how to replay it. If that is more than MostLines lines (0: never), it
/// goes without the way through the function, then without the reason, then without the replay, then without callers,
/// then with the state in one sentence, then without the states that changed.
/// What became of the function may be null: then it is not said.
std::string commentText(const Finding &, const Comparison *Changed, size_t MostLines);

/// What a finding says beside another one that stands above it, and tells of a run that came to the same: its question,
/// what it rests on, and a fix if the other one has none.
std::string commentBeside(const Finding &, const Finding &Above);

/// Whether a finding may be told that way.
bool tellsTheSame(const Finding &, const Finding &Above);

/// Lines that are not empty.
size_t lineCount(llvm::StringRef);

/// A paragraph of prose, followed by an empty line.
std::string paragraph(const std::string &Prose);

} // namespace kverdict
