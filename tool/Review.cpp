// kverdict review PATCH... --tree DIR
#include "review/Review.h"
#include "cache/Reads.h"
#include "checks/Checks.h"
#include "core/Visible.h"
#include "input/Inputs.h"
#include "kbuild/BuildWord.h"
#include "kbuild/TreeBuild.h"
#include "report/mail/ReplyBody.h"
#include "report/terminal/DiffText.h"
#include "report/terminal/SeriesText.h"
#include "tool/AnsweredFindings.h"
#include "tool/Baseline.h"
#include "tool/Commands.h"
#include "tool/Files.h"
#include "tool/InChild.h"
#include "tool/Remembered.h"
#include "tool/Reporting.h"
#include "tool/ReviewOutputs.h"
#include "tool/ReviewQuestion.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>

#include <algorithm>
#include <set>

namespace kverdict {
namespace {

/// Without which what is verified might not be so: ", if a() only reads and b() only reads".
std::string assumptionsOf(const PatchReview &One) {
  std::set<std::string> All;
  for (const FileReport &Report : One.Reports)
    for (const Comparison &Each : Report.Changes)
      for (const Assumption &A : Each.Assumptions)
        All.insert(A.Text);
  return All.empty() ? "" : ", if " + llvm::join(All, " and ");
}

/// What is said on the standard error of a patch. Name is what a note on it begins with.
std::string notesOn(const PatchReview &One, const std::string &Name, const Options &O) {
  std::string Out;
  for (const std::string &Note : One.Notes)
    Out += "kverdict: note: " + Note + "\n";
  for (const std::string &Problem : One.Problems)
    Out += "kverdict: " + Problem + "\n";
  if (One.Verified)
    Out += "kverdict: note: " + Name + "verified: no functional change" +
           (One.Unchanged.empty() ? ": what the changed lines reach is the same code"
                                  : " in " + llvm::join(One.Unchanged, "(), ") + "()") +
           definedIn(One.Reports) + assumptionsOf(One) + "\n";
  if (O.Format == "lkml") // a reply speaks of what is wrong, and there may be none
    if (const std::string Open = undecidedReasons(One.Reports); !Open.empty())
      Out += "kverdict: note: " + Name + "not decided: " + visible(Open) + "\n";
  return Out + notesOnHidden(One.Reports, O, Name);
}

/// Which rules a tree added, and which patches change those, to no effect on what is said of them.
std::string notesOnRules(const Work &W, const Rules &R) {
  std::string Out;
  if (std::count(R.Files.begin(), R.Files.end(), TreeRules))
    Out += std::string("kverdict: note: rules: also those of ") + TreeRules + ", as the base has it\n";
  for (size_t I = 0; I < W.Patches.Patches.size(); ++I)
    for (const FileChange &Each : W.Patches.Patches[I].Files)
      if (const llvm::StringRef Path = Each.path(); Path.starts_with(".kverdict/"))
        Out += "kverdict: note: " + patchName(W.Patches, I) + ": changes " + visible(Each.path()) +
               ", and is not held to what it makes of it, but to the rules of the base\n";
  return Out;
}

std::vector<std::string> problemsOf(const std::vector<PatchReview> &All, const Work &W) {
  std::vector<std::string> Problems;
  for (const InputProblem &Problem : W.Problems)
    Problems.push_back(Problem.Message);
  for (const PatchReview &One : All)
    Problems.insert(Problems.end(), One.Problems.begin(), One.Problems.end());
  return Problems;
}

/// Whether there is a tree, and the patch does not apply to it.
bool missesTree(const Work &W, size_t Patch) {
  return std::any_of(W.Problems.begin(), W.Problems.end(),
                     [&](const InputProblem &Each) { return Each.OfTree && Each.Patch == Patch; });
}

ExitCode judgeAll(const std::vector<PatchReview> &All, const Work &W, const Options &O) {
  std::vector<FileReport> Reports;
  bool Any = false, Problem = !W.Problems.empty(), RulesAreWrong = false;
  for (size_t I = 0; I < All.size(); ++I) {
    const PatchReview &One = All[I];
    if (!missesTree(W, I)) // what its own terms show is offered then, and settles nothing
      Reports.insert(Reports.end(), One.Reports.begin(), One.Reports.end());
    Any |= One.Any;
    for (const auto &[File, Lines] : One.Lines)
      Problem |= std::any_of(Lines.begin(), Lines.end(), missed);
    Problem |= !One.Problems.empty();
    RulesAreWrong |= One.RulesAreWrong;
  }
  const ExitCode Code = judge(Reports, O);
  if (RulesAreWrong)
    return ExitCode::Usage;
  if (Problem && Code != ExitCode::Findings)
    return ExitCode::Incomplete;
  return Any || Code == ExitCode::Findings ? Code : ExitCode::Nothing;
}

/// Whether something was compared all the same: what others see of a function that decides nothing.
bool compares(const std::vector<PatchReview> &All) {
  for (const PatchReview &One : All)
    for (const FileReport &Each : One.Reports)
      if (!Each.Changes.empty())
        return true;
  return false;
}

/// What a page says of the base, and of the build that the first file is compiled in.
void tellOfBase(ReviewOutputs &Out, const Work &W, const Options &O) {
  Out.tell("Base", llvm::StringRef(W.BaseWord).ltrim("base: ").str());
  for (const InputProblem &Problem : W.Problems)
    Out.problem(Problem.Message);
  for (const Patch &P : W.Patches.Patches)
    for (const FileChange &C : P.Files)
      try {
        if (llvm::StringRef(C.path()).ends_with(".c"))
          return Out.tell("Build", buildWord(TreeBuild(W.Base, O.Database).command(C.path())));
      } catch (const Error &) { // it is told of the file
      }
}

CallersIn callersIn(const Options &O) {
  return O.Callers == "none" ? CallersIn::None : O.Callers == "build" ? CallersIn::Build : CallersIn::File;
}

/// From the series to what is said of it.
Outcome reviewed(const Work &W, const Rules &R, const Checks &With, Baseline &Known,
                 const std::vector<std::pair<std::string, std::string>> &Written, const Options &O) {
  Outcome Result;
  auto [All, Whole] = reviewSeries({W.Patches, W.Base, R, O.Database, wantsWhole(O, Written), O.Jobs, Result.Remains,
                                    With, wantsPage(O, Written), callersIn(O), W.Quoted});
  if (!Whole.Problems.empty() || llvm::any_of(All, [](const PatchReview &One) { return !One.Problems.empty(); }))
    seen::unnoted();
  for (PatchReview &One : All)
    for (FileReport &Each : One.Reports)
      Known.mark(Each);
  for (FileReport &Each : Whole.Reports)
    Known.mark(Each);
  AnsweredFindings Said(W.Answers);
  for (PatchReview &One : All)
    for (FileReport &Each : One.Reports)
      Said.mark(Each);
  for (FileReport &Each : Whole.Reports)
    Said.mark(Each);

  Result.Notes = "kverdict: note: " + W.BaseWord + "\n";
  for (const std::string &Note : W.Patches.Notes)
    Result.Notes += "kverdict: note: " + Note + "\n";
  for (const InputProblem &Problem : W.Problems)
    Result.Notes += "kverdict: " + Problem.Message + "\n";
  ReviewOutputs Out(O, Written, W.Patches);
  if (wantsPage(O, Written))
    tellOfBase(Out, W, O);
  Result.Notes += notesOnRules(W, R);
  for (size_t I = 0; I < All.size(); ++I) {
    Result.Notes += notesOn(All[I], All.size() > 1 ? patchName(W.Patches, I) + ": " : "", O);
    Out.add(All[I]);
  }
  Out.answered(Said.lines());
  Result.Code = judgeAll(All, W, O);
  if (O.SayClean && Result.Code == ExitCode::Clean)
    Out.sayClean();
  Result.Output = Out.finish(Whole, problemsOf(All, W));
  Result.Notes += Known.notes() + Said.notes();
  if (Result.Code == ExitCode::Nothing)
    Result.Notes += std::string("kverdict: ") + (compares(All) ? "" : "nothing to check: ") +
                    "no changed line belongs to a function that decides something\n";
  return Result;
}

/// Whether the directory has a file of the patch.
bool hasFileOf(const Patch &P, const Tree &Base) {
  return std::any_of(P.Files.begin(), P.Files.end(), [&](const FileChange &Each) {
    return !Each.OldPath.empty() && Base.read(Each.OldPath).has_value();
  });
}

/// Whether a directory that nobody named as a tree is one: of a kernel, or with files that the patches change.
bool isTreeOf(const Series &Patches, const Tree &Base) {
  for (const char *Name : {"Kbuild", "MAINTAINERS", "compile_commands.json", "compile_flags.txt"})
    if (Base.read(Name))
      return true;
  return std::any_of(Patches.Patches.begin(), Patches.Patches.end(),
                     [&](const Patch &Each) { return hasFileOf(Each, Base); });
}

/// Where nobody named a tree, and there is none around, patches fit nothing, and are not to blame for it.
void tellNoTree(Work &W) {
  if (!W.Quoted && isTreeOf(W.Patches, W.Base))
    return;
  for (Patch &Each : W.Patches.Patches) {
    Each.Applied = false;
    for (FileChange &Change : Each.Files)
      Change.Base = Change.Patched = std::nullopt;
  }
  std::erase_if(W.Problems, [](const InputProblem &Each) { return Each.OfTree; });
  W.BaseWord = "base: none (no --tree, and this directory is in no git tree)";
}

} // namespace

Outcome runReview(const Options &O) {
  const Checks With = checksWith(O.Asked);
  const auto Written = outputs(O, formatsOf(O.What));
  Work W =
      openWork({O.Inputs, O.Tree.empty() ? "." : O.Tree, O.Base, O.Series, O.Trees, O.Archives, O.Answered, O.Heads});
  if (O.Tree.empty() && O.Trees.empty() && !W.Base.isGit())
    tellNoTree(W);
  return remembered(O, reviewQuestion(W), [&] {
    Baseline Known = Baseline::of(O);
    // A patch must not change the rules that it is held to.
    const Rules R = findRules(O, regularFilesOf(W.Base));
    return inChild(O, [&] { return reviewed(W, R, With, Known, Written, O); });
  });
}

} // namespace kverdict
