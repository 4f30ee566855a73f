#include "input/patch/DiffParser.h"

#include "core/Error.h"
#include "core/Visible.h"
#include "input/patch/FileNames.h"
#include "input/patch/HunkParser.h"
#include "input/tree/TreePath.h"

#include "llvm/ADT/STLExtras.h"

namespace kverdict {

using Kind = FileChange::Kind;

static void name(FileChange &Change, const FileName &Old, const FileName &New) {
  Change.OldName = Old.Name;
  Change.OldPath = Old.Path;
  Change.NewName = New.Name;
  Change.NewPath = New.Path;
}

static void takeGitLine(DiffLines &Lines, FileChange &Into) {
  Into.Git = true;
  llvm::StringRef Names = Lines.take();
  Names.consume_front("diff --git ");
  const auto [Old, New] = readGitNames(Names, Into.At);
  name(Into, Old, New);
}

static std::string modeOf(llvm::StringRef Text) { return Text.trim().str(); }

// One line between "diff --git" and the first hunk; false if it is none of them.
static bool readExtended(llvm::StringRef Line, const SourcePlace &At, FileChange &Into) {
  if (Line.consume_front("old mode "))
    Into.OldMode = modeOf(Line);
  else if (Line.consume_front("new mode "))
    Into.NewMode = modeOf(Line);
  else if (Line.consume_front("new file mode "))
    Into.What = Kind::Added, Into.NewMode = modeOf(Line);
  else if (Line.consume_front("deleted file mode "))
    Into.What = Kind::Deleted, Into.OldMode = modeOf(Line);
  else if (Line.consume_front("rename from "))
    Into.What = Kind::Renamed, Into.OldPath = readPath(Line, At);
  else if (Line.consume_front("copy from "))
    Into.What = Kind::Copied, Into.OldPath = readPath(Line, At);
  else if (Line.consume_front("rename to ") || Line.consume_front("copy to "))
    Into.NewPath = readPath(Line, At);
  else if (Line.starts_with("GIT binary patch"))
    Into.Unread = "binary";
  else if (Line.starts_with("Binary files "))
    Into.Unread = BinaryWithoutData;
  else if (Line.starts_with("index ") && Line.rtrim().ends_with(" 160000"))
    Into.OldMode = Into.NewMode = "160000";
  else
    return Line.starts_with("index ") || Line.starts_with("similarity index ") ||
           Line.starts_with("dissimilarity index ");
  return true;
}

static bool atNamesBefore(const DiffLines &Lines, llvm::StringRef Hunk) {
  return Lines.peek().starts_with("--- ") && Lines.peek(1).starts_with("+++ ") && Lines.peek(2).starts_with(Hunk);
}

static bool atNames(const DiffLines &Lines) { return atNamesBefore(Lines, "@@ "); }

// Forms of a diff that git apply passes by without a word, so that what they show is in no tree.
static const char *formOf(const DiffLines &Lines) {
  const llvm::StringRef Line = Lines.peek();
  if (Line.starts_with("diff --cc ") || Line.starts_with("diff --combined ") || atNamesBefore(Lines, "@@@ "))
    return "a combined diff (of a merge)";
  if (Line.starts_with("*** ") && Lines.peek(1).starts_with("--- ") && Lines.peek(2).starts_with("**********"))
    return "a context diff";
  if (Line.starts_with("Binary files ") && Line.rtrim().ends_with(" differ"))
    return BinaryWithoutData;
  return nullptr;
}

static bool atFile(const DiffLines &Lines) {
  return Lines.peek().starts_with("diff --git ") || atNames(Lines) || formOf(Lines);
}

// Where neither name has a prefix, git takes none off. Where one is the other with something at its end ("x.c.orig",
// "x.c~name"), the file is the shorter one; else it is the second.
static void takePlainNames(DiffLines &Lines, FileChange &Into) {
  const SourcePlace OldAt = Lines.place();
  const llvm::StringRef OldText = Lines.take().drop_front(4);
  const SourcePlace NewAt = Lines.place();
  const llvm::StringRef NewText = Lines.take().drop_front(4);
  const bool Plain = isPlainName(OldText) && isPlainName(NewText);
  FileName Old = readFileName(OldText, OldAt, Plain), New = readFileName(NewText, NewAt, Plain);
  if (!Old.Path.empty() && !New.Path.empty()) {
    const std::string Path = llvm::StringRef(New.Path).starts_with(Old.Path) ? Old.Path : New.Path;
    Old.Path = New.Path = Path;
    if (Old.Epoch)
      Old.Path.clear();
    else if (New.Epoch)
      New.Path.clear();
  }
  name(Into, Old, New);
}

static void takeNames(DiffLines &Lines, FileChange &Into) {
  if (!Into.Git)
    return takePlainNames(Lines, Into);
  const SourcePlace OldAt = Lines.place();
  const FileName Old = readFileName(Lines.take().drop_front(4), OldAt);
  const SourcePlace NewAt = Lines.place();
  name(Into, Old, readFileName(Lines.take().drop_front(4), NewAt));
}

// Which of the two paths there is follows from what happens to the file.
static void settle(FileChange &Change) {
  if (Change.What == Kind::Modified && Change.OldPath.empty() && !Change.NewPath.empty())
    Change.What = Kind::Added;
  else if (Change.What == Kind::Modified && Change.NewPath.empty() && !Change.OldPath.empty())
    Change.What = Kind::Deleted;
  else if (Change.What == Kind::Modified && Change.OldPath != Change.NewPath)
    Change.What = Kind::Renamed;
  if (Change.What == Kind::Added)
    Change.OldPath.clear();
  if (Change.What == Kind::Deleted)
    Change.NewPath.clear();
  bool NeedsOld = Change.What != Kind::Added, NeedsNew = Change.What != Kind::Deleted;
  if ((NeedsOld && Change.OldPath.empty()) || (NeedsNew && Change.NewPath.empty()))
    throw Error(ExitCode::Incomplete, shown(Change.At) + ": '" + visible(Change.Header) +
                                          "' does not say which file it changes; get the patch again");
}

static bool isSubmodule(const FileChange &Change) {
  auto says = [](const HunkLine &Line) { return llvm::StringRef(Line.Text).starts_with("Subproject commit "); };
  return Change.OldMode == "160000" || Change.NewMode == "160000" ||
         (Change.Hunks.size() == 1 && llvm::all_of(Change.Hunks[0].Lines, says));
}

// What cannot be read ends where the next file begins.
static void skip(DiffLines &Lines) {
  while (!Lines.atEnd() && !atFile(Lines) && !Lines.peek().starts_with("@@ -"))
    Lines.take();
}

// The path that is named last, for messages.
static std::string pathOfOtherForm(llvm::StringRef Line) {
  if (Line.consume_front("diff --cc ") || Line.consume_front("diff --combined "))
    return Line.str();
  if (Line.consume_front("Binary files "))
    Line = Line.rsplit(" differ").first.rsplit(" and ").second;
  else
    Line = Line.drop_front(4).split('\t').first;
  return Line.split('/').second.str();
}

static void takeOtherForm(DiffLines &Lines, FileChange &Into, const char *Form) {
  Into.Unread = Form;
  Into.OldPath = Into.NewPath = pathOfOtherForm(Lines.take().rtrim('\r'));
  while (!Lines.atEnd() && !Lines.peek().starts_with("diff ") && !atNames(Lines) && !Lines.peek().starts_with("@@ -"))
    Lines.take(); // its own "--- a/x" and "+++ b/x" begin no other file
}

// "index 0123..4567 100644" with whole ids, without which git applies no binary patch.
static bool hasWholeIds(llvm::StringRef Line) {
  static constexpr size_t Sha1 = 40;
  return Line.consume_front("index ") && Line.split("..").first.size() >= Sha1;
}

static void takeGitFile(DiffLines &Lines, FileChange &Into) {
  if (Lines.peek().starts_with("diff --git "))
    takeGitLine(Lines, Into);
  bool Whole = false;
  for (; !Lines.atEnd() && Into.Unread.empty() && !atNames(Lines) && readExtended(Lines.peek(), Lines.place(), Into);
       Lines.take())
    Whole |= hasWholeIds(Lines.peek());
  if (Into.Unread == "binary" && !Whole)
    Into.Unread = BinaryWithoutData;
  if (!Into.Unread.empty())
    return skip(Lines);
  if (atNames(Lines))
    takeNames(Lines, Into);
  while (Lines.peek().starts_with("@@ "))
    Into.Hunks.push_back(takeHunk(Lines));
  if (isSubmodule(Into))
    Into.Unread = "a submodule";
}

// As git does, a line "diff --git" with nothing behind it that belongs to it is taken for text.
static bool isText(const FileChange &Change, const DiffLines &Lines) {
  return Change.Git && Lines.taken() == Change.FirstLine + 1;
}

static void takeFile(DiffLines &Lines, std::vector<FileChange> &Files) {
  FileChange Made;
  Made.At = Lines.place();
  Made.Header = Lines.peek().rtrim('\r').str();
  Made.FirstLine = Lines.taken();
  if (const char *Form = formOf(Lines)) {
    takeOtherForm(Lines, Made, Form);
  } else {
    takeGitFile(Lines, Made);
    if (isText(Made, Lines))
      return;
    settle(Made);
  }
  Files.push_back(std::move(Made));
}

std::vector<FileChange> parseDiff(const DiffText &Text) {
  DiffLines Lines(Text);
  std::vector<FileChange> Files;
  while (!Lines.atEnd()) {
    if (atFile(Lines))
      takeFile(Lines, Files);
    else if (Lines.peek().starts_with("@@ -"))
      throw Error(ExitCode::Incomplete, shown(Lines.place()) + ": a hunk without the '--- a/file' and '+++ b/file' "
                                                               "lines of its file; get the patch again");
    else
      Lines.take();
  }
  return Files;
}

} // namespace kverdict
