#include "input/patch/WhyNot.h"

#include "core/Visible.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

#include <algorithm>
#include <vector>

namespace kverdict {

using TextLines = std::vector<llvm::StringRef>;

TextLines linesOf(llvm::StringRef Text) {
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

// A place in the text, and how much of the lines is there.
struct Likeness {
  size_t At = 0;
  unsigned Score = 0;
};

static Likeness likeness(const std::vector<const HunkLine *> &Side, const TextLines &Text, size_t At) {
  unsigned Score = 0;
  for (size_t I = 0; I < Side.size(); ++I)
    Score += same(*Side[I], Text, At + I) ? weight(*Side[I]) : 0;
  return {At, Score};
}

// Lines that are compared, at most, to find where a hunk belongs. Of more, only the places near the header's are looked
// at.
static constexpr size_t MostCompared = 50'000'000;

// Where the text is most like the lines; of places that are equally alike, the one nearest to where the hunk's
// header says.
static Likeness best(const std::vector<const HunkLine *> &Side, const TextLines &Text, size_t Nominal) {
  Likeness Best = {std::min(Nominal, Text.size()), 0};
  auto Distance = [&](size_t At) { return At > Nominal ? At - Nominal : Nominal - At; };
  const size_t Far = MostCompared / std::max<size_t>(Side.size(), 1) / 2;
  const size_t Begin = Best.At > Far ? Best.At - Far : 0, End = std::min(Text.size(), Best.At + Far);
  for (size_t At = Begin; At < End; ++At) {
    Likeness Here = likeness(Side, Text, At);
    if (Here.Score > Best.Score || (Here.Score == Best.Score && Here.Score && Distance(At) < Distance(Best.At)))
      Best = Here;
  }
  return Best;
}

size_t likeliestPlace(const Hunk &Of, LineKind Without, const TextLines &Text, size_t Nominal) {
  return best(sideOf(Of, Without), Text, Nominal).At;
}

// Less than a third of the lines: that is chance.
static bool byChance(const Likeness &Found, const std::vector<const HunkLine *> &Side) {
  unsigned All = 0;
  for (const HunkLine *Line : Side)
    All += weight(*Line);
  return Found.Score * 3 < All;
}

static std::string has(const TextLines &Text, size_t At) {
  if (At >= Text.size())
    return "the file ends at line " + std::to_string(Text.size());
  return "at line " + std::to_string(At + 1) + " there is '" + visible(Text[At]) + "'";
}

bool lacksContext(const Hunk &Of, const std::string &Text) {
  return llvm::none_of(Of.Lines, [](const HunkLine &Line) { return Line.Kind == LineKind::Context; }) &&
         linesOf(Text).size() > Of.OldCount;
}

Obstacle whyNot(const Hunk &Of, const std::string &Text) {
  TextLines Lines = linesOf(Text);
  if (lacksContext(Of, Text))
    return {Of.At, "it has no lines of context (-U0), without which git finds no place for it"};
  auto Side = sideOf(Of, LineKind::Added);
  size_t Nominal = Of.OldStart ? Of.OldStart - 1 : 0;
  Likeness Found = best(Side, Lines, Nominal);
  bool Chance = byChance(Found, Side);
  size_t Start = Chance ? Nominal : Found.At;
  for (size_t I = 0; I < Side.size(); ++I) {
    if (same(*Side[I], Lines, Start + I))
      continue;
    bool OnlyEnd =
        Start + I < Lines.size() && Lines[Start + I].rtrim('\r') == llvm::StringRef(Side[I]->Text).rtrim('\r');
    return {Side[I]->At, "it expects '" + visible(Side[I]->Text) + "', but " +
                             (Chance ? "nothing in the file looks like it, and " : "") + has(Lines, Start + I) +
                             (OnlyEnd ? " (only the line ends differ: CRLF and LF)" : "")};
  }
  return {Of.At,
          "all its old lines are there, at line " + std::to_string(Start + 1) + ", but the patch has them " +
              (Of.OldStart <= 1 ? "at the beginning of the file" : "at the end of the file or in another order")};
}

// Left is how many lines may still be compared.
static bool found(const Hunk &Of, const TextLines &Text, size_t &Left) {
  auto Side = sideOf(Of, LineKind::Removed);
  for (size_t At = 0; At + Side.size() <= Text.size() && Left; ++At) {
    size_t Alike = 0;
    for (; Alike < Side.size() && Left && same(*Side[Alike], Text, At + Alike); ++Alike)
      --Left;
    if (Alike == Side.size())
      return true;
    Left -= Left > 0;
  }
  return false;
}

bool looksApplied(const FileChange &Change, const std::string &Text) {
  TextLines Lines = linesOf(Text);
  size_t Left = MostCompared;
  return !Change.Hunks.empty() && llvm::all_of(Change.Hunks, [&](const Hunk &Of) { return found(Of, Lines, Left); });
}

} // namespace kverdict
