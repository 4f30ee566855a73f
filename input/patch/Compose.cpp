#include "input/patch/Compose.h"

#include "llvm/ADT/STLExtras.h"

#include <map>

namespace kverdict {

namespace {

using Kind = FileChange::Kind;

/// One way through a change: which line of one side is which of the other.
struct Side {
  LineKind Only;             ///< what is on the side that one comes from, and not on the other
  LineKind Other;            ///< and the opposite
  unsigned HunkLine::*Here;  ///< the number on the side that one comes from
  unsigned Hunk::*HereStart; ///< where a hunk begins there
  unsigned Hunk::*HereCount;
};

constexpr Side Forward = {LineKind::Removed, LineKind::Added, &HunkLine::OldLine, &Hunk::OldStart, &Hunk::OldCount};
constexpr Side Backward = {LineKind::Added, LineKind::Removed, &HunkLine::NewLine, &Hunk::NewStart, &Hunk::NewCount};

/// The line on the other side; 0 if it is not there, or there was none to begin with.
unsigned across(const std::vector<Hunk> &Hunks, unsigned Line, const Side &From) {
  if (!Line)
    return 0;
  int Shift = 0;
  for (const Hunk &Of : Hunks) {
    unsigned Last = Of.*From.HereStart + Of.Offset; // the line before the hunk; without lines, it is in the header
    if (Last && Of.*From.HereCount)
      --Last;
    for (const HunkLine &Each : Of.Lines) {
      if (Each.Kind == From.Only && Each.*From.Here == Line)
        return 0;
      if (Each.Kind != From.Other)
        Last = Each.*From.Here;
      if (Each.Kind == From.Only)
        Shift -= Last < Line;
      else if (Each.Kind == From.Other)
        Shift += Last < Line;
    }
  }
  return Line + Shift;
}

void renumber(std::vector<Hunk> &Hunks, unsigned HunkLine::*Number, const std::vector<Hunk> &By, const Side &Way) {
  for (Hunk &Of : Hunks)
    for (HunkLine &Line : Of.Lines)
      Line.*Number = across(By, Line.*Number, Way);
}

/// Git does the removals of a patch before all else: what it writes as well stays as it was written last.
bool outlives(const FileChange &First, const FileChange &Second) {
  return Second.NewPath.empty() && !First.NewPath.empty();
}

Kind kindOf(const FileChange &First, const FileChange &Second) {
  if (First.OldPath.empty())
    return Kind::Added;
  if (Second.NewPath.empty() && !outlives(First, Second))
    return Kind::Deleted;
  return First.What == Kind::Renamed || First.What == Kind::Copied ? First.What : Kind::Modified;
}

size_t linesOf(const FileChange &Change) {
  size_t Count = 0;
  for (const Hunk &Of : Change.Hunks)
    Count += Of.Lines.size();
  return Count;
}

void forget(std::vector<Hunk> &Hunks, unsigned HunkLine::*Number) {
  for (Hunk &Of : Hunks)
    for (HunkLine &Line : Of.Lines)
      Line.*Number = 0;
}

/// Nobody writes so much about one file twice: its lines then have no numbers.
constexpr size_t MostWork = 20'000'000;

void append(FileChange &First, FileChange &Second) {
  if (linesOf(First) * linesOf(Second) > MostWork) {
    forget(First.Hunks, &HunkLine::NewLine);
    forget(Second.Hunks, &HunkLine::OldLine);
  } else {
    const std::vector<Hunk> Before = First.Hunks;
    renumber(First.Hunks, &HunkLine::NewLine, Second.Hunks, Forward);
    renumber(Second.Hunks, &HunkLine::OldLine, Before, Backward);
  }
  llvm::append_range(First.Hunks, Second.Hunks);
  First.What = kindOf(First, Second);
  if (outlives(First, Second))
    return;
  First.NewPath = Second.NewPath;
  First.NewMode = Second.NewMode.empty() ? First.NewMode : Second.NewMode;
}

/// Whether the second is made on top of the first. A rename or a copy is one of what was there before the patch.
bool follows(const FileChange &First, const FileChange &Second) {
  if (!First.isRead() || !Second.isRead() || Second.What == Kind::Renamed || Second.What == Kind::Copied)
    return false;
  const std::string &Needs = Second.OldPath.empty() ? Second.NewPath : Second.OldPath;
  return First.NewPath.empty() ? Second.OldPath.empty() && First.OldPath == Needs : First.NewPath == Needs;
}

} // namespace

void composeRepeated(std::vector<FileChange> &Files) {
  std::vector<FileChange> Made;
  std::map<std::string, size_t> Last; ///< the change of a path; of one that is gone, the one that removed it
  for (FileChange &Each : Files) {
    const auto Known = Last.find(Each.OldPath.empty() ? Each.NewPath : Each.OldPath);
    if (Known != Last.end() && follows(Made[Known->second], Each)) {
      append(Made[Known->second], Each);
      continue;
    }
    if (Each.isRead())
      Last[Each.path()] = Made.size();
    Made.push_back(std::move(Each));
  }
  Files = std::move(Made);
}

} // namespace kverdict
