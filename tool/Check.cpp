// kverdict check FILE...
#include "analysis/Analysis.h"
#include "analysis/Misnamed.h"
#include "cache/Reads.h"
#include "checks/Checks.h"
#include "isolate/AtWork.h"
#include "kbuild/CompileCommands.h"
#include "parse/Threads.h"
#include "report/Words.h"
#include "tool/Baseline.h"
#include "tool/Commands.h"
#include "tool/Directories.h"
#include "tool/Files.h"
#include "tool/InChild.h"
#include "tool/Remembered.h"
#include "tool/Reporting.h"

#include <llvm/Support/FileSystem.h>

#include <algorithm>
#include <set>

namespace kverdict {
namespace {

/// One file, from its name to its report.
struct Job {
  std::string Path; ///< absolute
  FileVersion Source;
  std::optional<FileReport> Report;
  std::string Failure; ///< why there is no report
  ExitCode Code = ExitCode::Clean;
  std::string Note = ""; ///< of the choice of its compile command
};

void analyseFile(Job &J, const Rules &R, const Checks &Known, const Options &O) {
  try {
    const AtWork Mark(J.Path, "", "check of " + J.Source.Text);
    J.Source.Command = findCommand(J.Path, O.Database, &J.Note);
    J.Report = analyse(J.Source, R, Known);
  } catch (const Error &E) {
    J.Failure = E.what();
    J.Code = E.code();
  }
}

/// From the texts to what is said of them.
Outcome checked(std::vector<Job> &Jobs, const Rules &R, const Checks &With, Baseline &Known,
                const std::vector<std::pair<std::string, std::string>> &Written, const Options &O) {
  Outcome Result;
  forEachFile(O.Jobs, Jobs.size(), [&](size_t I) { analyseFile(Jobs[I], R, With, O); });

  std::vector<FileReport> Reports;
  std::map<std::string, std::string> Texts;
  std::vector<std::string> Failures;
  ExitCode Failed = ExitCode::Clean;
  for (Job &J : Jobs) {
    if (!J.Note.empty())
      Result.Notes += "kverdict: note: " + J.Note + "\n";
    if (J.Report) {
      Texts[J.Report->File] = J.Source.Text;
      Known.mark(*J.Report);
      Reports.push_back(std::move(*J.Report));
      continue;
    }
    seen::unnoted();
    Result.Notes += "kverdict: " + J.Failure + "\n";
    Failures.push_back(J.Failure);
    if (Failed != ExitCode::Usage)
      Failed = J.Code;
  }
  const SourceLine Lines = sourceLines(Texts);
  std::map<std::string, std::string> Files;
  for (const auto &[Format, File] : Written)
    Files[File] += render(Format, Reports, nullptr, Lines, O, Failures);
  writeOutputs(Files);
  // Programs want a document even if it is empty; a person has read the notes.
  if (!Reports.empty() || isWhole(O.Format))
    Result.Output = render(O.Format, Reports, nullptr, Lines, O, Failures);
  if (Jobs.empty()) {
    Result.Notes = "kverdict: nothing to check: no file names a function that the rules speak of\n";
    Result.Code = ExitCode::Nothing;
    return Result;
  }
  Result.Notes += notesOnHidden(Reports, O) + Known.notes();
  Result.Code = judge(Reports, O);
  if (Failed == ExitCode::Usage || (Failed != ExitCode::Clean && Result.Code != ExitCode::Findings))
    Result.Code = Failed;
  return Result;
}

Outcome check(const Options &O) {
  const std::string &First = O.Inputs.front();
  const Rules R = findRules(O, treeAround(seen::isDirectory(First) ? First + "/file" : First));
  const Checks With = checksWith(O.Asked);
  const auto Written = outputs(O, formatsOf(O.What));
  Baseline Known = Baseline::of(O);
  const CompiledSources Given = compiledSources(O);
  std::vector<Job> Jobs;
  for (const std::string &Path : Given.Paths) {
    Job J;
    J.Path = Path;
    J.Source.Text = readFile(Path);
    refuseMisnamed(R, J.Source.Text, Path);
    if (hasSubject(J.Source.Text, R, With))
      Jobs.push_back(std::move(J));
  }
  Outcome Result = inChild(O, [&] { return checked(Jobs, R, With, Known, Written, O); });
  Result.Notes = Given.Notes + Result.Notes;
  return Result;
}

} // namespace

Outcome runCheck(const Options &O) {
  return remembered(O, "", [&] { return check(O); });
}

} // namespace kverdict
