// What a page shows of one function: the edit with the comments, what it decides, and the way through it.
#pragma once

#include "report/html/Page.h"
#include "report/mail/Quote.h"

#include <string>
#include <vector>

namespace kverdict {

/// One function that a part of the page speaks of.
struct PageSubject {
  std::string File, Function;
  std::string Where;                     ///< the file that its text stands in: a header, or File
  std::vector<const Finding *> Findings; ///< in the order of all reports
  const Comparison *Changed = nullptr;   ///< what became of it; null if it was not compared
  std::string Id;                        ///< of its place in the page
};

/// Whether a changed line is of a function, or of what reaches it: a macro, a constant.
bool isOf(const ChangedLine &, const std::string &Function);

/// The lines that the patch removes from, or adds to, a function, with the line that such a one stands under.
std::vector<HunkLine> changedLines(const PagePart &, const QuotedDiff &, const PageSubject &);

/// What a reader sees of the state of a difference.
std::vector<std::string> stateOf(const Difference &);

/// " with `a = 1`, `b = 2`, and 3 more.", or " in every state." The first lines, so many, are words and no code.
std::string stateInALine(const std::vector<std::string> &, size_t Words = 0);

/// What became of a function, a paragraph for each direction: both verdicts and one state.
std::string becameText(const Comparison &);

/// The hunks that touch the function, with each comment under the line that it is about; without a patch, the lines
/// around each comment.
std::string hunkView(const PagePart &, const QuotedDiff &, const PageSubject &);

/// The states that changed, before and now, and folded those rows of both tables that are the same.
std::string decisionView(const PagePart &, const PageSubject &);

/// The source of the function with the way lit that a run took: that of its first comment, or of the first state that
/// changed. Empty if there is no run, or no source.
std::string pathView(const PagePart &, const PageSubject &);

/// A comment: the question, one state, the edit, and folded how to replay it and why. By is the finding that has the
/// edit for it, Changed what became of its function; both may be null.
std::string commentBox(const Finding &, const SourceLine &, const Finding *By, const Comparison *Changed);

} // namespace kverdict
