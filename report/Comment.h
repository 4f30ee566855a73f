// One comment of a reply.
#pragma once

#include "core/Finding.h"

#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace kverdict {

/// The width of prose in a mail.
inline constexpr unsigned MailWidth = 76;

/// A finding, and what became of its function if that is to be told with it.
struct Remark {
  const Finding *Of;
  const Comparison *Changed = nullptr;
  std::string Where = {}; ///< a paragraph that says where it is, if what is quoted does not show that
  std::vector<const Finding *> SpokenFor = {}; ///< that one change made as well, and that are told with it
  std::string References = {};                 ///< " [1] [2]", of where to read more
};

/// Without what is not worth a question beside the others of one place.
std::vector<Remark> worthSaying(std::vector<Remark>);

/// What there is to say at one place of a patch, in paragraphs, each followed by an empty line: what changed, a state
/// and what the function does in it, the question of each finding, what the same change made elsewhere, the fix, what
/// it rests on, and then, as far as there is room, how to replay it and the reason. The worst comes first. If that is
/// more than MostLines lines (0: never), it goes without the way through the function, then without callers, then with
/// the state in one sentence, then without reasons, then without the states that changed, and so on; then findings are
/// left out, which it says. Under is the line of the patch above it.
std::string commentText(std::vector<Remark> Here, size_t MostLines, llvm::StringRef Under = "");

/// What is said of a finding where another one speaks for it, with which it has one cause: the question, and where its
/// fix stands. Again: the same was said of another one.
std::string sameCauseText(const Finding &, const Finding &By, bool Again);

/// Lines that are not empty.
size_t lineCount(llvm::StringRef);

/// A paragraph of prose, followed by an empty line.
std::string paragraph(const std::string &Prose);

} // namespace kverdict
