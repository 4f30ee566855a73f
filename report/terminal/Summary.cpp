#include "report/terminal/Summary.h"

#include "core/Visible.h"
#include "report/Words.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <set>

namespace kverdict {

static std::string gapText(const Incomplete &Gap) {
  std::string Line = "not decided" + (Gap.At.File.empty() ? "" : ": " + visible(Gap.At.File));
  Line += Gap.At.valid() ? ":" + std::to_string(Gap.At.Line) : "";
  Line += Gap.Function.empty() ? "" : ": " + visible(Gap.Function) + "()";
  return Line + ": " + visible(Gap.Reason) + "\n";
}

static std::string gapsText(const std::vector<FileReport> &Reports) {
  std::set<std::tuple<std::string, unsigned, std::string>> Lines;
  for (const FileReport &Report : Reports)
    for (const Incomplete &Gap : Report.Gaps)
      Lines.emplace(Gap.At.File, Gap.At.Line, gapText(Gap));
  std::string Text;
  for (const auto &[File, Line, Words] : Lines)
    Text += Words;
  return Text;
}

static std::string noticesText(const std::vector<FileReport> &Reports) {
  std::string Text;
  for (const Notice &Each : orderedNotices(Reports))
    Text += visible(Each.At.File) + (Each.At.valid() ? ":" + std::to_string(Each.At.Line) : "") +
            ": warning: " + visible(Each.Text) + "\n";
  return Text;
}

// Contracts with the same reason, and there are often many, share a line.
static std::string notAppliedText(const std::vector<FileReport> &Reports) {
  std::map<std::string, std::set<std::string>> ByReason;
  for (const FileReport &Report : Reports)
    for (const NotApplied &Skipped : Report.Skipped)
      ByReason[Skipped.Reason].insert(Skipped.Contract);
  std::string Text;
  for (const auto &[Reason, Contracts] : ByReason) {
    std::string Names;
    for (const std::string &Contract : Contracts)
      Names += (Names.empty() ? "" : ", ") + visible(Contract);
    Text += "did not apply: " + Names + ": " + visible(Reason) + "\n";
  }
  return Text;
}

static size_t filesWith(const std::vector<const Finding *> &Findings) {
  std::set<std::string> Files;
  for (const Finding *Of : Findings)
    if (shownAsDefect(*Of))
      Files.insert(Of->At.File);
  return Files.size();
}

static std::string lastLine(const std::vector<FileReport> &Reports) {
  auto Findings = ordered(Reports);
  size_t Shown = llvm::count_if(Findings, [](const Finding *Of) { return shownAsDefect(*Of); });
  size_t Fixed = llvm::count_if(
      Findings, [](const Finding *Of) { return Of->status() == Status::Confirmed && Of->From == Origin::Fixed; });
  size_t Undecided = llvm::count_if(Findings, [](const Finding *Of) { return isOpen(*Of); });
  size_t Silenced = llvm::count_if(Findings, [](const Finding *Of) { return !Of->Silenced.empty(); });
  std::set<std::string> Skipped;
  size_t Explored = 0, Compared = 0;
  for (const FileReport &Report : Reports) {
    Explored += Report.Explored.size();
    Compared += Report.Changes.size();
    Undecided += Report.Gaps.size();
    for (const NotApplied &Entry : Report.Skipped)
      Skipped.insert(Entry.Contract);
  }
  std::string Line = Shown ? counted(Shown, "finding") + " in " + counted(filesWith(Findings), "file") : "no findings";
  Line += Fixed ? "; " + std::to_string(Fixed) + " fixed" : "";
  Line += Explored || !Compared ? "; " + counted(Explored, "function") + " explored" : "";
  Line += Compared ? "; " + counted(Compared, "function") + " compared" : "";
  Line += Undecided ? "; " + std::to_string(Undecided) + " not decided" : "";
  Line += Silenced ? "; " + std::to_string(Silenced) + " silenced" : "";
  Line += Skipped.empty() ? "" : "; " + counted(Skipped.size(), "contract") + " did not apply";
  return Line + "\n";
}

static std::string refutedText(const std::vector<FileReport> &Reports) {
  unsigned Refuted = 0;
  for (const FileReport &Report : Reports)
    Refuted += Report.Refuted;
  if (Refuted == 0)
    return "";
  return counted(Refuted, "candidate") + " refuted by the simulator: that is a bug in kverdict, please report it\n";
}

std::string summaryText(const std::vector<FileReport> &Reports, bool Verbose) {
  return gapsText(Reports) + noticesText(Reports) + notAppliedText(Reports) + (Verbose ? refutedText(Reports) : "") +
         lastLine(Reports);
}

} // namespace kverdict
