#include "input/patch/Relocate.h"

#include "input/patch/WhyNot.h"

#include <algorithm>

namespace kverdict {

using Lines = std::vector<llvm::StringRef>;

// Hunks are short. What is longer was written by a program, and gets no line numbers.
static constexpr size_t MostLines = 3000;
// How many lines of others a merge is thought to put into a hunk.
static constexpr size_t Slack = 200;

// The longest common subsequence: for each line of the hunk the line of the text from Begin on, or npos.
static std::vector<size_t> aligned(const std::vector<HunkLine *> &Side, const Lines &Text, size_t Begin, size_t End) {
  const size_t Wide = End - Begin, Tall = Side.size();
  std::vector<unsigned> Best((Tall + 1) * (Wide + 1));
  auto best = [&](size_t I, size_t J) -> unsigned & { return Best[I * (Wide + 1) + J]; };
  for (size_t I = Tall; I-- > 0;)
    for (size_t J = Wide; J-- > 0;)
      best(I, J) = Side[I]->Text == Text[Begin + J] ? best(I + 1, J + 1) + 1 : std::max(best(I + 1, J), best(I, J + 1));
  std::vector<size_t> Found(Tall, llvm::StringRef::npos);
  for (size_t I = 0, J = 0; I < Tall && J < Wide;)
    if (Side[I]->Text == Text[Begin + J])
      Found[I++] = Begin + J++;
    else
      best(I + 1, J) >= best(I, J + 1) ? ++I : ++J;
  return Found;
}

static void place(Hunk &Of, LineKind Without, unsigned HunkLine::*Number, size_t Nominal, const Lines &Text) {
  std::vector<HunkLine *> Side;
  for (HunkLine &Line : Of.Lines)
    if (Line.Kind != Without)
      Side.push_back(&Line);
  const size_t Near = likeliestPlace(Of, Without, Text, Nominal);
  const size_t Begin = Near > Slack ? Near - Slack : 0, End = std::min(Text.size(), Near + Side.size() + Slack);
  std::vector<size_t> Found(Side.size(), llvm::StringRef::npos);
  if (Side.size() <= MostLines)
    Found = aligned(Side, Text, Begin, std::max(Begin, End));
  for (size_t I = 0; I < Side.size(); ++I)
    Side[I]->*Number = Found[I] == llvm::StringRef::npos ? 0 : Found[I] + 1;
}

static bool isAt(const Lines &Text, unsigned Number, const std::string &Line) {
  return !Number || (Number <= Text.size() && Text[Number - 1] == Line);
}

bool areThere(const FileChange &Change) {
  const Lines Old = linesOf(Change.Base ? llvm::StringRef(*Change.Base) : llvm::StringRef());
  const Lines New = linesOf(Change.Patched ? llvm::StringRef(*Change.Patched) : llvm::StringRef());
  for (const Hunk &Of : Change.Hunks)
    for (const HunkLine &Line : Of.Lines)
      if ((Change.Base && !isAt(Old, Line.OldLine, Line.Text)) ||
          (Change.Patched && !isAt(New, Line.NewLine, Line.Text)))
        return false;
  return true;
}

void relocate(FileChange &Change) {
  const std::string Old = Change.Base.value_or(""), New = Change.Patched.value_or("");
  const Lines OldLines = linesOf(Old), NewLines = linesOf(New);
  for (Hunk &Of : Change.Hunks) {
    place(Of, LineKind::Added, &HunkLine::OldLine, Of.OldStart ? Of.OldStart - 1 : 0, OldLines);
    place(Of, LineKind::Removed, &HunkLine::NewLine, Of.NewStart ? Of.NewStart - 1 : 0, NewLines);
  }
}

} // namespace kverdict
