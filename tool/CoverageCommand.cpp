// kverdict coverage PATH... -p DIR
#include "analysis/Compiled.h"
#include "explore/Survey.h"
#include "explore/Verdicts.h"
#include "kbuild/CompileCommands.h"
#include "parse/text/Nesting.h"
#include "parse/text/TextScan.h"
#include "report/terminal/CoverageText.h"
#include "tool/Commands.h"
#include "tool/Files.h"

#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/thread.h>

#include <algorithm>
#include <atomic>

namespace kverdict {
namespace {

/// A file that has a compile command.
struct Source {
  std::string Path;
  CompileCommand Command;
};

/// One file, explored.
class FileSurvey {
public:
  FileSurvey(const Source &Which, const Rules &R) : R(R) {
    Request.Command = Which.Command;
    Request.Text = readFile(Which.Path);
    Rules Models;
    Models.Models = R.Models;
    Request.Extras = compileRules(Models, Request.Text, {});
    Request.Opaque = modelled(R);
    for (const auto &[Name, Mentioned] : scanText(Request.Text))
      Request.Wanted.insert(Name);
  }

  FileCoverage run() {
    FileCoverage Out;
    Out.File = Request.Command.File;
    // Bodies that turned out to be needed are read in another go, for the functions that need them.
    for (int Attempt = 0;; ++Attempt) {
      U = parseUnit(Request);
      std::set<std::string> Missed = survey();
      if (Missed.empty() || Attempt == 2)
        break;
      Request.Wanted.insert(Missed.begin(), Missed.end());
    }
    for (const std::string &Name : verdictFunctions(*U))
      Out.Functions.push_back(Known.at(Name));
    return Out;
  }

private:
  /// What the functions need that are not known yet.
  std::set<std::string> survey() {
    Surveyor S(*U, R);
    std::set<std::string> Missed;
    for (const std::string &Name : verdictFunctions(*U)) {
      if (Known.count(Name) && !Open.count(Name))
        continue;
      U->missed().clear();
      Known.insert_or_assign(Name, S.survey(Name));
      Open.erase(Name);
      if (!U->missed().empty())
        Open.insert(Name);
      Missed.merge(std::set<std::string>(U->missed()));
    }
    return Missed;
  }

  const Rules &R;
  UnitRequest Request;
  std::unique_ptr<Unit> U;
  std::map<std::string, FunctionCoverage> Known; ///< by function
  std::set<std::string> Open;                    ///< those of them that missed a body
};

FileCoverage surveyFile(const Source &Which, const Rules &R) {
  try {
    return FileSurvey(Which, R).run();
  } catch (const Error &E) {
    return {Which.Path, {}, E.what()};
  }
}

std::vector<std::string> sourcesBelow(const std::string &Directory) {
  std::vector<std::string> Out;
  std::error_code Failed;
  for (llvm::sys::fs::recursive_directory_iterator It(Directory, Failed, false), End; It != End && !Failed;
       It.increment(Failed))
    if (llvm::StringRef(It->path()).ends_with(".c") && llvm::sys::fs::is_regular_file(It->path()))
      Out.push_back(It->path());
  if (Failed)
    throw Error(ExitCode::Usage, "cannot read the directory " + Directory + ": " + Failed.message());
  return Out;
}

/// What is named itself must have a compile command; of a directory's files, those that do are taken.
void addSources(const std::string &Path, const Options &O, std::map<std::string, Source> &Out) {
  if (!llvm::sys::fs::is_directory(Path)) {
    Out.insert({Path, {Path, findCommand(Path, O.Database)}});
    return;
  }
  for (const std::string &Each : sourcesBelow(Path))
    try {
      Out.insert({Each, {Each, findCommand(Each, O.Database)}});
    } catch (const Error &E) {
      if (E.code() != ExitCode::Incomplete)
        throw;
    }
}

/// Several files at a time; the results stand in the order of the files.
std::vector<FileCoverage> surveyAll(const std::vector<Source> &Sources, const Rules &R, unsigned Jobs) {
  std::vector<FileCoverage> Out(Sources.size());
  std::atomic<size_t> Next = 0;
  auto work = [&] {
    for (size_t I; (I = Next++) < Sources.size();)
      Out[I] = surveyFile(Sources[I], R);
  };
  std::vector<llvm::thread> Others;
  for (size_t I = 1; I < std::min<size_t>(Jobs, Sources.size()); ++I)
    Others.emplace_back(StackSize, work);
  work();
  for (llvm::thread &T : Others)
    T.join();
  return Out;
}

} // namespace

Outcome runCoverage(const Options &O) {
  const Rules R = findRules(O);
  std::map<std::string, Source> ByPath;
  for (const std::string &Input : O.Inputs)
    addSources(absolutePath(Input), O, ByPath);
  Outcome Result;
  if (ByPath.empty()) {
    Result.Notes = "kverdict: nothing to explore: no C file there has a compile command\n";
    Result.Code = ExitCode::Nothing;
    return Result;
  }
  std::vector<Source> Sources;
  for (auto &[Path, Each] : ByPath)
    Sources.push_back(std::move(Each));
  const std::vector<FileCoverage> Files = surveyAll(Sources, R, O.Jobs);
  for (const FileCoverage &F : Files)
    if (!F.Failure.empty()) {
      Result.Notes += "kverdict: " + F.Failure + "\n";
      Result.Code = ExitCode::Incomplete;
    }
  Result.Output = O.Format == "jsonl" ? coverageRecords(Files) : renderCoverage(Files);
  return Result;
}

} // namespace kverdict
