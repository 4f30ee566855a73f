// kverdict check FILE...
#include "analysis/Analysis.h"
#include "kbuild/CompileCommands.h"
#include "parse/text/Nesting.h"
#include "tool/Baseline.h"
#include "tool/Commands.h"
#include "tool/Files.h"
#include "tool/Reporting.h"

#include <algorithm>
#include <atomic>
#include <llvm/Support/thread.h>

namespace kverdict {
namespace {

/// One file, from its name to its report.
struct Job {
  std::string Path; ///< absolute
  std::string Text;
  std::optional<FileReport> Report;
  std::string Failure; ///< why there is no report
  ExitCode Code = ExitCode::Clean;
};

void analyseFile(Job &J, const Rules &R, const Options &O) {
  try {
    FileVersion V;
    V.Command = findCommand(J.Path, O.Database);
    V.Text = J.Text;
    J.Report = analyse(V, R);
  } catch (const Error &E) {
    J.Failure = E.what();
    J.Code = E.code();
  }
}

/// Several files at a time; each has its own unit, solver and report, so the order does not matter.
void analyseAll(std::vector<Job> &Jobs, const Rules &R, const Options &O) {
  std::atomic<size_t> Next = 0;
  auto work = [&] {
    for (size_t I; (I = Next++) < Jobs.size();)
      analyseFile(Jobs[I], R, O);
  };
  std::vector<llvm::thread> Others;
  for (size_t I = 1; I < std::min<size_t>(O.Jobs, Jobs.size()); ++I)
    Others.emplace_back(StackSize, work);
  work();
  for (llvm::thread &T : Others)
    T.join();
}

} // namespace

Outcome runCheck(const Options &O) {
  const Rules R = findRules(O);
  const auto Written = outputs(O, formatsOf(O.What));
  Baseline Known = Baseline::of(O);
  std::vector<std::string> Paths;
  for (const std::string &Input : O.Inputs)
    Paths.push_back(absolutePath(Input));
  std::sort(Paths.begin(), Paths.end());
  Paths.erase(std::unique(Paths.begin(), Paths.end()), Paths.end());

  std::vector<Job> Jobs;
  Outcome Result;
  for (const std::string &Path : Paths) {
    Job J{Path, readFile(Path), {}, "", ExitCode::Clean};
    if (hasSubject(J.Text, R))
      Jobs.push_back(std::move(J));
  }
  analyseAll(Jobs, R, O);

  std::vector<FileReport> Reports;
  std::map<std::string, std::string> Texts;
  std::vector<std::string> Failures;
  ExitCode Failed = ExitCode::Clean;
  for (Job &J : Jobs) {
    if (J.Report) {
      Texts[J.Report->File] = J.Text;
      Known.mark(*J.Report);
      Reports.push_back(std::move(*J.Report));
      continue;
    }
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

} // namespace kverdict
