#include "report/terminal/SeriesText.h"

#include "core/Visibility.h"
#include "core/Visible.h"
#include "input/mail/Subject.h"
#include "report/Words.h"

#include <algorithm>
#include <array>

namespace kverdict {

std::string patchName(const Series &S, size_t Index) {
  const PatchTag &Tag = S.Patches[Index].Tag;
  if (Tag.Number)
    return "patch " + std::to_string(Tag.Number) + "/" + std::to_string(Tag.Total);
  return "patch " + std::to_string(Index + 1) + " of " + std::to_string(S.Patches.size());
}

std::string patchHeading(const Series &S, size_t Index) {
  return patchName(S, Index) + ": " + visible(parseSubject(S.Patches[Index].Header.Subject).Title) + "\n";
}

void SeriesSum::note(const FileReport &In, const std::string &Function, Fate Came) {
  if (Function.empty())
    return;
  Fate &Known = Worst.try_emplace({In.File, Function}, Came).first->second;
  Known = std::max(Known, Came);
}

SeriesSum::Fate SeriesSum::fateOf(Severity Of) {
  return Of == Severity::Error ? Fate::Defect : Of == Severity::Warning ? Fate::Warned : Fate::Noted;
}

void SeriesSum::add(const std::vector<FileReport> &Reports) {
  ++Patches;
  for (const FileReport &R : Reports) {
    for (const Comparison &C : R.Changes)
      note(R, C.Function,
           C.What == Change::Equivalent  ? Fate::Equal
           : C.What == Change::Undecided ? Fate::Undecided
                                         : Fate::Changed);
    for (const Incomplete &Gap : R.Gaps)
      note(R, Gap.Function, Fate::Undecided);
    for (const Finding &F : R.Findings)
      if (isNewDefect(F))
        note(R, F.Function, fateOf(F.Level));
      else if (isOpen(F))
        note(R, F.Function, Fate::Undecided);
  }
}

SeriesSum::Counts SeriesSum::counts() const {
  std::array<size_t, 6> Count = {};
  for (const auto &[Name, Came] : Worst)
    ++Count[static_cast<size_t>(Came)];
  auto of = [&](Fate F) { return Count[static_cast<size_t>(F)]; };
  return {Worst.size(),      of(Fate::Defect), of(Fate::Warned),   of(Fate::Noted),
          of(Fate::Changed), of(Fate::Equal),  of(Fate::Undecided)};
}

std::string SeriesSum::line() const {
  const Counts Of = counts();
  std::string Parts;
  auto say = [&](size_t Number, const std::string &What) {
    if (Number)
      Parts += (Parts.empty() ? ": " : ", ") + What;
  };
  say(Of.Defects, counted(Of.Defects, "defect"));
  say(Of.Warnings, counted(Of.Warnings, "warning"));
  say(Of.Notes, counted(Of.Notes, "note"));
  say(Of.Changed, std::to_string(Of.Changed) + " changed");
  say(Of.Equal, std::to_string(Of.Equal) + " proved equal");
  say(Of.Undecided, std::to_string(Of.Undecided) + " undecided");
  return std::to_string(Patches) + (Patches == 1 ? " patch, " : " patches, ") + counted(Worst.size(), "function") +
         Parts + "\n";
}

void CheckedSum::add(const std::vector<FileReport> &Reports) {
  for (const FileReport &R : Reports) {
    std::map<std::string, bool> Here;
    for (const std::string &Function : R.Explored)
      Here[Function] = false;
    for (const Comparison &C : R.Changes)
      Here[C.Function] = C.What == Change::Equivalent;
    for (const auto &[Function, Same] : Here)
      if (auto [It, New] = Equal.try_emplace({R.File, Function}, Same); !New)
        It->second &= Same;
  }
}

std::string CheckedSum::line() const {
  const size_t Same = std::count_if(Equal.begin(), Equal.end(), [](const auto &Each) { return Each.second; });
  return counted(Equal.size(), "function") + " checked" +
         (Same ? ", " + std::to_string(Same) + " proved equal" : std::string());
}

} // namespace kverdict
