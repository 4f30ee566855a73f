#include "input/patch/DiffParser.h"

#include "core/Error.h"
#include "core/Visible.h"
#include "input/patch/HunkParser.h"
#include "input/tree/TreePath.h"

namespace kverdict {

// A path of a header without its a/ or b/; empty for /dev/null. diff puts a time behind a tab.
static std::string stripped(llvm::StringRef Name, const SourcePlace &At) {
  std::string Plain = unquoted(Name.rtrim('\r').split('\t').first.str(), At);
  if (Plain == "/dev/null")
    return "";
  llvm::StringRef Path = Plain;
  if (!Path.consume_front("a/") && !Path.consume_front("b/"))
    throw Error(ExitCode::Incomplete, shown(At) + ": the path '" + visible(Plain) +
                                          "' does not begin with a/ or b/; make the patch with git format-patch, "
                                          "without diff.noprefix");
  checkTreePath(Path.str(), At);
  return Path.str();
}

// Git's own line names both files; where they could be cut in two ways, they are equal.
static void takeGitLine(DiffLines &Lines, FileChange &Into) {
  Into.At = Lines.place();
  Into.Header = Lines.peek().rtrim('\r').str();
  llvm::StringRef Names = Lines.take().rtrim('\r');
  Names.consume_front("diff --git ");
  if (Names.starts_with("\"")) {
    size_t End = Names.find("\" ");
    Into.OldPath = stripped(Names.substr(0, End == Names.npos ? End : End + 1), Into.At);
    Into.NewPath = End == Names.npos ? "" : stripped(Names.substr(End + 2), Into.At);
    return;
  }
  size_t Half = Names.size() / 2;
  if (Names.size() % 2 == 0 || Names[Half] != ' ' || Names.substr(2, Half - 2) != Names.substr(Half + 3))
    return; // a rename or a copy, whose own lines have the names
  Into.OldPath = stripped(Names.substr(0, Half), Into.At);
  Into.NewPath = stripped(Names.substr(Half + 1), Into.At);
}

static std::string modeOf(llvm::StringRef Text) { return Text.trim().str(); }

// "rename from x" has the path without a/.
static std::string plainPath(llvm::StringRef Text, const SourcePlace &At) {
  std::string Path = unquoted(Text.rtrim('\r').str(), At);
  checkTreePath(Path, At);
  return Path;
}

// One line between "diff --git" and the first hunk; false if it is none of them.
static bool readExtended(llvm::StringRef Line, const SourcePlace &At, FileChange &Into) {
  using Kind = FileChange::Kind;
  if (Line.consume_front("old mode "))
    Into.OldMode = modeOf(Line);
  else if (Line.consume_front("new mode "))
    Into.NewMode = modeOf(Line);
  else if (Line.consume_front("new file mode "))
    Into.What = Kind::Added, Into.NewMode = modeOf(Line);
  else if (Line.consume_front("deleted file mode "))
    Into.What = Kind::Deleted, Into.OldMode = modeOf(Line);
  else if (Line.consume_front("rename from "))
    Into.What = Kind::Renamed, Into.OldPath = plainPath(Line, At);
  else if (Line.consume_front("copy from "))
    Into.What = Kind::Copied, Into.OldPath = plainPath(Line, At);
  else if (Line.consume_front("rename to ") || Line.consume_front("copy to "))
    Into.NewPath = plainPath(Line, At);
  else if (Line.starts_with("GIT binary patch") || Line.starts_with("Binary files "))
    Into.Binary = true;
  else
    return Line.starts_with("index ") || Line.starts_with("similarity index ") ||
           Line.starts_with("dissimilarity index ");
  return true;
}

static bool atNames(const DiffLines &Lines) {
  return Lines.peek().starts_with("--- ") && Lines.peek(1).starts_with("+++ ") && Lines.peek(2).starts_with("@@ ");
}

static void takeNames(DiffLines &Lines, FileChange &Into) {
  if (Into.Header.empty()) {
    Into.At = Lines.place();
    Into.Header = Lines.peek().rtrim('\r').str();
  }
  SourcePlace OldAt = Lines.place();
  Into.OldPath = stripped(Lines.take().drop_front(4), OldAt);
  SourcePlace NewAt = Lines.place();
  Into.NewPath = stripped(Lines.take().drop_front(4), NewAt);
}

// Which of the two paths there is follows from what happens to the file.
static void settle(FileChange &Change) {
  using Kind = FileChange::Kind;
  if (Change.What == Kind::Modified && Change.OldPath.empty() && !Change.NewPath.empty())
    Change.What = Kind::Added;
  else if (Change.What == Kind::Modified && Change.NewPath.empty() && !Change.OldPath.empty())
    Change.What = Kind::Deleted;
  if (Change.What == Kind::Added)
    Change.OldPath.clear();
  if (Change.What == Kind::Deleted)
    Change.NewPath.clear();
  bool NeedsOld = Change.What != Kind::Added, NeedsNew = Change.What != Kind::Deleted;
  if ((NeedsOld && Change.OldPath.empty()) || (NeedsNew && Change.NewPath.empty()))
    throw Error(ExitCode::Incomplete, shown(Change.At) + ": '" + visible(Change.Header) +
                                          "' does not say which file it changes; get the patch again");
}

static FileChange takeFile(DiffLines &Lines) {
  FileChange Made;
  if (Lines.peek().starts_with("diff --git "))
    takeGitLine(Lines, Made);
  while (!Lines.atEnd() && !Made.Binary && !atNames(Lines) && readExtended(Lines.peek(), Lines.place(), Made))
    Lines.take();
  if (!Made.Binary && atNames(Lines))
    takeNames(Lines, Made);
  while (Lines.peek().starts_with("@@ "))
    Made.Hunks.push_back(takeHunk(Lines));
  settle(Made);
  return Made;
}

std::vector<FileChange> parseDiff(const DiffText &Text) {
  DiffLines Lines(Text);
  std::vector<FileChange> Files;
  while (!Lines.atEnd()) {
    if (Lines.peek().starts_with("diff --git ") || atNames(Lines))
      Files.push_back(takeFile(Lines));
    else if (Lines.peek().starts_with("@@ -"))
      throw Error(ExitCode::Incomplete, shown(Lines.place()) + ": a hunk without the '--- a/file' and '+++ b/file' "
                                                               "lines of its file; get the patch again");
    else
      Lines.take();
  }
  return Files;
}

} // namespace kverdict
