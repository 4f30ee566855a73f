// kverdict review PATCH... --tree DIR
#include "review/Review.h"
#include "input/Inputs.h"
#include "report/Lkml.h"
#include "tool/Baseline.h"
#include "tool/Commands.h"
#include "tool/Files.h"
#include "tool/Reporting.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/FormatVariadic.h>

#include <algorithm>
#include <set>

namespace kverdict {
namespace {

/// The last version of each file, for formats that make one document of a series. A finding that any patch introduced
/// is introduced.
PatchReview wholeSeries(const std::vector<PatchReview> &Patches) {
  std::map<std::string, FileReport> Last;
  std::set<std::string> Introduced;
  PatchReview Whole;
  for (const PatchReview &One : Patches) {
    for (const FileReport &R : One.Reports)
      Last[R.File] = R;
    for (const auto &[File, Text] : One.Texts)
      Whole.Texts[File] = Text;
    for (const FileReport &R : One.Reports)
      for (const Finding &F : R.Findings)
        if (F.From == Origin::Introduced)
          Introduced.insert(F.Fingerprint);
  }
  for (auto &[File, R] : Last) {
    for (Finding &F : R.Findings)
      if (F.From == Origin::PreExisting && Introduced.count(F.Fingerprint))
        F.From = Origin::Introduced;
    Whole.Reports.push_back(std::move(R));
  }
  return Whole;
}

/// What is said on the standard error of a patch.
std::string notesOn(const PatchReview &One, const Options &O) {
  std::string Out;
  for (const std::string &Note : One.Notes)
    Out += "kverdict: note: " + Note + "\n";
  for (const std::string &Problem : One.Problems)
    Out += "kverdict: " + Problem + "\n";
  if (!One.Unchanged.empty())
    Out += "kverdict: note: verified: no functional change in " + llvm::join(One.Unchanged, "(), ") + "()\n";
  return Out + notesOnHidden(One.Reports, O);
}

ExitCode judgeAll(const std::vector<PatchReview> &All, const Work &W, const Options &O) {
  std::vector<FileReport> Reports;
  bool Any = false, Problem = !W.Problems.empty(), RulesAreWrong = false;
  for (const PatchReview &One : All) {
    Reports.insert(Reports.end(), One.Reports.begin(), One.Reports.end());
    Any |= One.Any;
    Problem |= !One.Problems.empty();
    RulesAreWrong |= One.RulesAreWrong;
  }
  const ExitCode Code = judge(Reports, O);
  if (RulesAreWrong)
    return ExitCode::Usage;
  if (Problem && Code != ExitCode::Findings)
    return ExitCode::Incomplete;
  return Any ? Code : ExitCode::Nothing;
}

} // namespace

Outcome runReview(const Options &O) {
  const Rules R = findRules(O);
  const auto Written = outputs(O, formatsOf(O.What));
  Baseline Known = Baseline::of(O);
  const Work W = openWork({O.Inputs, O.Tree.empty() ? "." : O.Tree, O.Base, O.Series});
  std::vector<PatchReview> All = reviewSeries({W.Patches, W.Base, R, O.Database, O.Jobs});
  for (PatchReview &One : All)
    for (FileReport &Each : One.Reports)
      Known.mark(Each);

  Outcome Result;
  Result.Notes = "kverdict: note: " + W.BaseWord + "\n";
  for (const std::string &Note : W.Patches.Notes)
    Result.Notes += "kverdict: note: " + Note + "\n";
  for (const InputProblem &Problem : W.Problems)
    Result.Notes += "kverdict: " + Problem.Message + "\n";
  std::map<std::string, std::string> Files;              // what --out asks for
  std::map<std::string, std::vector<std::string>> Mails; // by --out's file; "" is the standard output
  for (size_t I = 0; I < All.size(); ++I) {
    const SourceLine Lines = sourceLines(All[I].Texts);
    const Patch *Of = &W.Patches.Patches[I];
    Result.Notes += notesOn(All[I], O);
    auto add = [&](const std::string &Format, const std::string &File, std::string &To) {
      if (isWhole(Format) || All[I].Reports.empty())
        return;
      const std::string Text = render(Format, All[I].Reports, Of, Lines, O);
      if (Format != "lkml")
        To += Text;
      else if (!Text.empty())
        Mails[File].push_back(Text);
    };
    add(O.Format, "", Result.Output);
    for (const auto &[Format, File] : Written)
      add(Format, File, Files[File]);
  }
  for (const auto &[File, Each] : Mails)
    if (File.empty())
      Result.Output = mailbox(Each);
    else if (File.back() != '/')
      Files[File] = mailbox(Each);
    else
      for (size_t I = 0; I < Each.size(); ++I)
        Files[llvm::formatv("{0}{1:0+4}-reply.eml", File, I + 1).str()] = Each[I];
  std::erase_if(Files, [](const auto &Each) { return Each.first.back() == '/'; });
  // Programs that read these want a document even if it is empty.
  const PatchReview Whole = wholeSeries(All);
  const SourceLine WholeLines = sourceLines(Whole.Texts);
  if (isWhole(O.Format))
    Result.Output = render(O.Format, Whole.Reports, nullptr, WholeLines, O);
  for (const auto &[Format, File] : Written)
    if (isWhole(Format))
      Files[File] += render(Format, Whole.Reports, nullptr, WholeLines, O);
  writeOutputs(Files);
  Result.Notes += Known.notes();
  Result.Code = judgeAll(All, W, O);
  if (Result.Code == ExitCode::Nothing)
    Result.Notes +=
        "kverdict: nothing to check: no patch touches a function that the rules speak of, or one that such a "
        "function calls\n";
  return Result;
}

} // namespace kverdict
