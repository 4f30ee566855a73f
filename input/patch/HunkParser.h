// One hunk of a unified diff. Only for DiffParser.
#pragma once

#include "input/patch/DiffParser.h"

#include "llvm/ADT/StringRef.h"

namespace kverdict {

/// The lines of a diff, one after the other.
class DiffLines {
public:
  explicit DiffLines(const DiffText &);

  bool atEnd() const { return Next == Lines.size(); }
  /// The line that take() gives next; empty at the end.
  llvm::StringRef peek(unsigned Ahead = 0) const;
  llvm::StringRef take();
  /// How many lines were taken.
  unsigned taken() const { return Next; }
  /// Where the next line (or the one Back lines before it) stands in the user's file.
  SourcePlace place(unsigned Back = 0) const;

private:
  const DiffText &From;
  std::vector<llvm::StringRef> Lines;
  unsigned Next = 0;
};

/// Takes a hunk, from its @@ line to its last line. Throws Error if it is not as long as its header says.
Hunk takeHunk(DiffLines &);

} // namespace kverdict
