#include "input/patch/Refused.h"

#include "core/Error.h"
#include "core/Visible.h"
#include "input/patch/WhyNot.h"
#include "input/tree/TreePath.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"

namespace kverdict {

static bool names(const FileChange &Change, llvm::StringRef Path) {
  return Change.isRead() && (Change.OldPath == Path || Change.NewPath == Path);
}

// "error: patch failed: mm/memory.c:2043": the file and the old line of the hunk's header.
static const Hunk *failed(llvm::StringRef Line, const FileChange &Change) {
  unsigned Start = 0;
  auto [Path, Number] = Line.rsplit(':');
  if (!names(Change, Path) || Number.getAsInteger(10, Start))
    return nullptr;
  for (const Hunk &Of : Change.Hunks)
    if (Of.OldStart == Start)
      return &Of;
  return nullptr;
}

[[noreturn]] static void refuseHunk(const FileChange &Change, const Hunk &Of, const AppliedTo &To) {
  std::string Text = To.Read(Change.OldPath).value_or("");
  Obstacle Found = whyNot(Of, Text);
  std::string Advice = lacksContext(Of, Text) ? "make the patch with context"
                       : looksApplied(Change, Text)
                           ? "the patch looks already applied: give the tree without it"
                           : "give the tree that the patch was made for with --tree, or rebase the patch";
  throw Error(ExitCode::Incomplete, shown(Found.At) + ": hunk " + std::to_string(&Of - Change.Hunks.data() + 1) +
                                        " of " + visible(Change.path()) + " ('" + visible(Of.Header) +
                                        "') does not apply to the " + To.Tree + ": " + Found.Reason + "; " + Advice);
}

void refuse(const Patch &P, const GitResult &Result, const AppliedTo &To) {
  for (llvm::StringRef Rest = Result.Err; !Rest.empty();) {
    auto [Line, Next] = Rest.split('\n');
    Rest = Next;
    if (!Line.consume_front("error: patch failed: "))
      continue;
    for (const FileChange &Change : P.Files)
      if (const Hunk *Of = failed(Line, Change))
        refuseHunk(Change, *Of, To);
  }
  throw Error(ExitCode::Incomplete,
              shown(P.At) + ": the patch does not apply to the " + To.Tree + "; git says: " + gitSays(Result));
}

// "mm/a.c", or "mm/a.c => mm/b.c", in quotes where git puts them.
static std::string plainNames(llvm::StringRef Shown, const SourcePlace &At) {
  auto [Old, New] = Shown.split(" => ");
  return unquoted(Old.str(), At) + (New.empty() ? "" : " => " + unquoted(New.str(), At));
}

static std::string namesOf(const FileChange &Change) {
  const bool Two = !Change.OldPath.empty() && !Change.NewPath.empty() && Change.OldPath != Change.NewPath;
  return Two ? Change.OldPath + " => " + Change.NewPath : Change.path();
}

void checkNames(const Patch &P, const std::string &GitMessages) {
  std::vector<std::string> Git, Ours;
  for (llvm::StringRef Rest = GitMessages; !Rest.empty(); Rest = Rest.split('\n').second)
    if (llvm::StringRef Line = Rest.split('\n').first;
        Line.consume_front("Checking patch ") && Line.consume_back("..."))
      Git.push_back(plainNames(Line, P.At));
  for (const FileChange &Change : P.Files)
    if (Change.isRead())
      Ours.push_back(namesOf(Change));
  if (Git.empty() || Git == Ours) // git says none if it cannot read the patch at all
    return;
  throw Error(ExitCode::Incomplete, shown(P.At) + ": git takes this patch for a change of " +
                                        visible(llvm::join(Git, ", ")) + ", but it was read as one of " +
                                        visible(llvm::join(Ours, ", ")) + ": make it with git format-patch");
}

static void move(Hunk &Of, int Offset) {
  Of.Offset = Offset;
  for (HunkLine &Line : Of.Lines) {
    Line.OldLine += Line.OldLine ? Offset : 0;
    Line.NewLine += Line.NewLine ? Offset : 0;
  }
}

// "Hunk #2 succeeded at 2055 (offset 12 lines)."
static void takeOffset(llvm::StringRef Line, FileChange &Change) {
  unsigned Number = 0, At = 0;
  int Offset = 0;
  bool Read = Line.consume_front("Hunk #") && !Line.consumeInteger(10, Number) &&
              Line.consume_front(" succeeded at ") && !Line.consumeInteger(10, At) && Line.consume_front(" (offset ") &&
              !Line.consumeInteger(10, Offset);
  if (Read && Number >= 1 && Number <= Change.Hunks.size())
    move(Change.Hunks[Number - 1], Offset);
}

void takeOffsets(Patch &P, const std::string &GitMessages) {
  FileChange *Current = nullptr;
  size_t Next = 0;
  for (llvm::StringRef Rest = GitMessages; !Rest.empty();) {
    auto [Line, After] = Rest.split('\n');
    Rest = After;
    if (Line.starts_with("Checking patch ")) { // one for each file, in the order of the patch
      while (Next < P.Files.size() && !P.Files[Next].isRead())
        ++Next;
      Current = Next < P.Files.size() ? &P.Files[Next++] : nullptr;
    } else if (Current) {
      takeOffset(Line, *Current);
    }
  }
}

} // namespace kverdict
