// kverdict coverage PATH... -p DIR
#include "analysis/Compiled.h"
#include "cache/Reads.h"
#include "explore/Survey.h"
#include "explore/Verdicts.h"
#include "isolate/AtWork.h"
#include "kbuild/CompileCommands.h"
#include "parse/Complete.h"
#include "parse/Threads.h"
#include "parse/text/TextScan.h"
#include "report/terminal/CoverageText.h"
#include "tool/Commands.h"
#include "tool/Files.h"
#include "tool/InChild.h"
#include "tool/Remembered.h"

#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

#include <algorithm>

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
    CompleteUnit U(Request);
    U.complete([this](Unit &Each) { survey(Each); });
    for (const std::string &Name : verdictFunctions(*U))
      Out.Functions.push_back(Known.at(Name));
    Out.Died.assign(Died.begin(), Died.end());
    return Out;
  }

private:
  /// The functions that are not known yet, or missed a body before.
  void survey(Unit &U) {
    Surveyor S(U, R);
    std::set<std::string> Missed;
    for (const std::string &Name : verdictFunctions(U)) {
      if (Known.count(Name) && !Open.count(Name))
        continue;
      U.missed().clear();
      Known.insert_or_assign(Name, surveyOne(U, S, Name));
      Open.erase(Name);
      if (!U.missed().empty())
        Open.insert(Name);
      Missed.merge(std::set<std::string>(U.missed()));
    }
    U.missed() = std::move(Missed);
  }

  /// A function that an earlier process died of is open.
  FunctionCoverage surveyOne(const Unit &U, Surveyor &S, const std::string &Name) {
    try {
      const AtWork Mark(Request.Command.File, Name);
      return S.survey(Name);
    } catch (const Failed &Why) {
      FunctionCoverage Open;
      Open.Function = Name;
      Open.At = U.functionPlace(Name);
      Open.What = FunctionCoverage::Kind::Open;
      Open.Reasons = {{Why.what(), Open.At}};
      Died.insert(Request.Command.File + ": " + Why.what());
      return Open;
    }
  }

  const Rules &R;
  UnitRequest Request;
  std::map<std::string, FunctionCoverage> Known; ///< by function
  std::set<std::string> Open;                    ///< those of them that missed a body
  std::set<std::string> Died;                    ///< what is said of functions that an earlier process died of
};

FileCoverage surveyFile(const Source &Which, const Rules &R) {
  try {
    const AtWork Mark(Which.Path, "", "coverage");
    return FileSurvey(Which, R).run();
  } catch (const Error &E) {
    return {Which.Path, {}, E.what(), {}};
  }
}

/// What is named itself must have a compile command; of a directory's files, those that do are taken.
void addSources(const std::string &Path, const Options &O, std::map<std::string, Source> &Out) {
  if (!seen::isDirectory(Path)) {
    Out.insert({Path, {Path, findCommand(Path, O.Database)}});
    return;
  }
  for (const std::string &Each : filesBelow(Path, ".c"))
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
  forEachFile(Jobs, Sources.size(), [&](size_t I) { Out[I] = surveyFile(Sources[I], R); });
  return Out;
}

Outcome covered(const std::vector<Source> &Sources, const Rules &R, const Options &O) {
  Outcome Result;
  const std::vector<FileCoverage> Files = surveyAll(Sources, R, O.Jobs);
  for (const FileCoverage &F : Files) {
    for (const std::string &Died : F.Died)
      Result.Notes += "kverdict: " + Died + "\n";
    if (!F.Failure.empty())
      Result.Notes += "kverdict: " + F.Failure + "\n";
    if (!F.Failure.empty() || !F.Died.empty())
      seen::unnoted(), Result.Code = ExitCode::Incomplete;
  }
  Result.Output = O.Format == "jsonl" ? coverageRecords(Files) : renderCoverage(Files);
  return Result;
}

Outcome coverage(const Options &O) {
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
  return inChild(O, [&] { return covered(Sources, R, O); });
}

} // namespace

Outcome runCoverage(const Options &O) {
  return remembered(O, "", [&] { return coverage(O); });
}

} // namespace kverdict
