#include "input/WhyNot.h"

#include "core/Visible.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

#include <algorithm>
#include <vector>

namespace kverdict {

using TextLines = std::vector<llvm::StringRef>;

static TextLines linesOf(llvm::StringRef Text) {
  TextLines Lines;
  while (!Text.empty()) {
    auto [Line, Rest] = Text.split('\n');
    Lines.push_back(Line);
    Text = Rest;
  }
  return Lines;
}

// One side of a hunk: what must be there before it, or what is there after it.
static std::vector<const HunkLine *> sideOf(const Hunk &Of, LineKind Without) {
  std::vector<const HunkLine *> Side;
  for (const HunkLine &Line : Of.Lines)
    if (Line.Kind != Without)
      Side.push_back(&Line);
  return Side;
}

static bool same(const HunkLine &Line, const TextLines &Text, size_t At) {
  return At < Text.size() && Text[At] == Line.Text;
}

// Lines of a brace or of nothing say little about where a hunk belongs.
static unsigned weight(const HunkLine &Line) { return llvm::StringRef(Line.Text).trim().size() > 2 ? 4 : 1; }

// Where the text is most like the lines; of places that are equally alike, the one nearest to where the hunk's
// header says.
static size_t bestPlace(const std::vector<const HunkLine *> &Side, const TextLines &Text, size_t Nominal) {
  size_t Best = std::min(Nominal, Text.size());
  unsigned BestScore = 0;
  auto Distance = [&](size_t At) { return At > Nominal ? At - Nominal : Nominal - At; };
  for (size_t At = 0; At < Text.size(); ++At) {
    unsigned Score = 0;
    for (size_t I = 0; I < Side.size(); ++I)
      Score += same(*Side[I], Text, At + I) ? weight(*Side[I]) : 0;
    if (Score > BestScore || (Score == BestScore && Score && Distance(At) < Distance(Best)))
      Best = At, BestScore = Score;
  }
  return Best;
}

static std::string has(const TextLines &Text, size_t At) {
  if (At >= Text.size())
    return "the file ends at line " + std::to_string(Text.size());
  return "line " + std::to_string(At + 1) + " there is '" + visible(Text[At]) + "'";
}

Obstacle whyNot(const Hunk &Of, const std::string &Text) {
  TextLines Lines = linesOf(Text);
  auto Side = sideOf(Of, LineKind::Added);
  size_t Start = bestPlace(Side, Lines, Of.OldStart ? Of.OldStart - 1 : 0);
  for (size_t I = 0; I < Side.size(); ++I) {
    if (same(*Side[I], Lines, Start + I))
      continue;
    bool OnlyEnd =
        Start + I < Lines.size() && Lines[Start + I].rtrim('\r') == llvm::StringRef(Side[I]->Text).rtrim('\r');
    return {Side[I]->At, "it expects '" + visible(Side[I]->Text) + "', but " + has(Lines, Start + I) +
                             (OnlyEnd ? " (only the line ends differ: CRLF and LF)" : "")};
  }
  return {Of.At,
          "all its old lines are there, at line " + std::to_string(Start + 1) + ", but the patch has them " +
              (Of.OldStart <= 1 ? "at the beginning of the file" : "at the end of the file or in another order")};
}

static bool found(const Hunk &Of, const TextLines &Text) {
  auto Side = sideOf(Of, LineKind::Removed);
  for (size_t At = 0; At + Side.size() <= Text.size(); ++At) {
    size_t Alike = 0;
    while (Alike < Side.size() && same(*Side[Alike], Text, At + Alike))
      ++Alike;
    if (Alike == Side.size())
      return true;
  }
  return false;
}

bool looksApplied(const FileChange &Change, const std::string &Text) {
  TextLines Lines = linesOf(Text);
  return !Change.Hunks.empty() && llvm::all_of(Change.Hunks, [&](const Hunk &Of) { return found(Of, Lines); });
}

} // namespace kverdict
