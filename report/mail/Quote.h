// Which lines of a patch a reply quotes.
#pragma once

#include "core/Finding.h"
#include "input/patch/Patch.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace kverdict {

/// The diff of a patch as a flat list of lines, so that lines can be told by their number in it.
class QuotedDiff {
public:
  explicit QuotedDiff(const Patch &);

  /// The line of the diff that shows a place in the new version of a file, if there is one.
  std::optional<size_t> find(const SourcePlace &) const;

  /// The last of the lines that the patch changes just before a line, blank ones aside; none if it changes none there,
  /// or adds the line itself.
  std::optional<size_t> changedBefore(size_t At) const;

  /// A changed line, and whether it stands in the function that was asked for.
  struct Changed {
    size_t At;
    bool Inside;
  };
  /// The changed line nearest to a finding: in its function if there is one, or else anywhere in its file.
  std::optional<Changed> nearest(const Finding &) const;

  /// The lines to quote above a comment under line At: the names of the file and the hunk, the function's first line
  /// if it is in the hunk, and a few lines up to At; fifteen of the hunk at most.
  std::set<size_t> window(size_t At, const std::string &Function) const;

  /// The line under which a comment stands: the change that a fix takes back, as far as it was shown that it does;
  /// else the line that the finding is about, if the patch adds it, or the change that made it so. Where a line that
  /// the patch leaves as it was is at fault itself, and the fix alters that, the comment stands there; if it takes away
  /// a few lines from there on, under the last of them. Nothing if the diff has no such line.
  std::optional<size_t> commentLine(const Finding &, const Finding *By = nullptr) const;

  /// If it has none: a changed line of the file, or the last of a patch that changes one thing alone.
  std::optional<size_t> beside(const Finding &) const;

  /// A line as it is quoted, with "> " in front, made safe.
  std::string quoted(size_t At) const;

  struct Line {
    std::string Text; ///< with the leading ' ', '+' or '-'
    const FileChange *File = nullptr;
    const Hunk *In = nullptr;           ///< null for the file's line
    const HunkLine *Content = nullptr;  ///< null for the hunk's line
    size_t FileLine = 0, HunkStart = 0; ///< where the names of its file and hunk are
  };
  const std::vector<Line> &lines() const { return Lines; }

private:
  size_t add(Line);
  bool isAdded(size_t At) const { return Lines[At].Content && Lines[At].Content->Kind == LineKind::Added; }
  bool isChanged(size_t At) const { return Lines[At].Content && Lines[At].Content->Kind != LineKind::Context; }
  size_t withText(size_t At) const;
  std::optional<size_t> placeOf(const Finding &, const Finding *By) const;
  std::optional<size_t> removedBehind(size_t At) const;
  std::optional<size_t> mended(const Fix &, const SourcePlace &At) const;
  std::optional<size_t> atFault(const Fix &, const SourcePlace &At) const;
  bool opens(const Line &, const std::string &Function) const;
  std::vector<Line> Lines;
};

} // namespace kverdict
