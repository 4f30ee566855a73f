// kverdict review PATCH... --tree DIR
#include "checks/Analysis.h"
#include "input/Inputs.h"
#include "parse/CompileCommands.h"
#include "tool/Commands.h"
#include "tool/Files.h"
#include "tool/Reporting.h"

#include <algorithm>
#include <set>

namespace kverdict {
namespace {

/// What came of one patch.
struct Reviewed {
  std::vector<FileReport> Reports;
  std::map<std::string, std::string> Texts; ///< the patched files, for quoting
};

class Reviewer {
public:
  Reviewer(const Options &O, const Rules &R, const Tree &T) : O(O), R(R), T(T) {}

  Reviewed review(const Patch &P) {
    Reviewed Out;
    for (const FileChange &C : P.Files) {
      if (isHeader(C.path()))
        Notes += "kverdict: note: " + C.path() + " is a header; the files that include it are not looked at\n";
      if (!C.Patched || !isSource(C.path()) || !hasSubject(*C.Patched, R))
        continue;
      reviewFile(P, C, Out);
    }
    return Out;
  }

  std::string Notes;
  ExitCode Failed = ExitCode::Clean;

private:
  static bool isSource(const std::string &Path) { return Path.ends_with(".c"); }
  static bool isHeader(const std::string &Path) { return Path.ends_with(".h"); }

  void reviewFile(const Patch &P, const FileChange &C, Reviewed &Out) {
    Out.Texts[C.path()] = *C.Patched;
    Shared = std::make_shared<Versions>();
    try {
      FileReport New = analyse(version(P, C, true), R);
      if (C.Base && hasSubject(*C.Base, R))
        compare(New, analyse(version(P, C, false), R));
      else
        for (Finding &F : New.Findings)
          F.From = Origin::Introduced;
      New.File = C.path();
      Out.Reports.push_back(std::move(New));
    } catch (const Error &E) {
      Notes += std::string("kverdict: ") + E.what() + "\n";
      if (Failed != ExitCode::Usage)
        Failed = E.code();
    }
  }

  /// A file before or after the patch, with the headers as the patch has them.
  FileVersion version(const Patch &P, const FileChange &C, bool Patched) {
    FileVersion V;
    V.Command = findCommand(T.absolutePath(Patched || C.OldPath.empty() ? C.NewPath : C.OldPath), O.Database);
    V.Text = Patched ? *C.Patched : *C.Base;
    V.Shared = Shared;
    for (const FileChange &Other : P.Files)
      if (const auto &Text = Patched ? Other.Patched : Other.Base; Text && &Other != &C)
        V.Overlay[T.absolutePath(Other.path())] = *Text;
    return V;
  }

  /// Each finding of the new version is introduced unless the old version had it; what only the old version had is
  /// fixed.
  static void compare(FileReport &New, const FileReport &Old) {
    auto has = [](const FileReport &Report, const Finding &F) {
      return std::any_of(Report.Findings.begin(), Report.Findings.end(),
                         [&](const Finding &Other) { return Other.Fingerprint == F.Fingerprint; });
    };
    for (Finding &F : New.Findings)
      F.From = has(Old, F) ? Origin::PreExisting : Origin::Introduced;
    for (Finding F : Old.Findings)
      if (!has(New, F)) {
        F.From = Origin::Fixed;
        New.Findings.push_back(std::move(F));
      }
  }

  const Options &O;
  const Rules &R;
  const Tree &T;
  std::shared_ptr<Versions> Shared;
};

/// The last version of each file, for formats that make one document of a series. A finding that any patch introduced
/// is introduced.
Reviewed wholeSeries(const std::vector<Reviewed> &Patches) {
  std::map<std::string, FileReport> Last;
  std::set<std::string> Introduced;
  Reviewed Whole;
  for (const Reviewed &One : Patches) {
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

} // namespace

Outcome runReview(const Options &O) {
  const Rules R = findRules(O);
  const auto Written = outputs(O, formatsOf(O.What));
  const Work W = openWork({O.Inputs, O.Tree.empty() ? "." : O.Tree, O.Base, O.Series});
  const Series &S = W.Patches;
  const Tree &T = W.Base;

  Outcome Result;
  Result.Notes = "kverdict: note: " + W.BaseWord + "\n";
  for (const std::string &Note : S.Notes)
    Result.Notes += "kverdict: note: " + Note + "\n";
  Reviewer Reviewing(O, R, T);
  for (const InputProblem &Problem : W.Problems) {
    Result.Notes += "kverdict: " + Problem.Message + "\n";
    Reviewing.Failed = ExitCode::Incomplete;
  }
  std::map<std::string, std::string> Files; // what --out asks for
  bool Any = false;
  std::vector<FileReport> Everything;
  std::vector<Reviewed> All;
  for (const Patch &P : S.Patches) {
    const Reviewed One = Reviewing.review(P);
    Any |= !One.Texts.empty();
    const SourceLine Lines = sourceLines(One.Texts);
    Reviewing.Notes += notesOnHidden(One.Reports, O);
    if (!One.Reports.empty() && !isWhole(O.Format))
      Result.Output += render(O.Format, One.Reports, &P, Lines, O);
    for (const auto &[Format, File] : Written)
      if (!isWhole(Format))
        Files[File] += render(Format, One.Reports, &P, Lines, O);
    Everything.insert(Everything.end(), One.Reports.begin(), One.Reports.end());
    All.push_back(One);
  }
  // Programs that read these want a document even if it is empty.
  const Reviewed Whole = wholeSeries(All);
  const SourceLine WholeLines = sourceLines(Whole.Texts);
  if (isWhole(O.Format))
    Result.Output = render(O.Format, Whole.Reports, nullptr, WholeLines, O);
  for (const auto &[Format, File] : Written)
    if (isWhole(Format))
      Files[File] += render(Format, Whole.Reports, nullptr, WholeLines, O);
  writeOutputs(Files);
  Result.Notes += Reviewing.Notes;
  if (!Any && !W.Problems.empty()) {
    Result.Code = ExitCode::Incomplete;
    return Result;
  }
  if (!Any) {
    Result.Notes += "kverdict: nothing to check: the patch touches no file with a function that the rules speak of\n";
    Result.Code = ExitCode::Nothing;
    return Result;
  }
  Result.Code = judge(Everything, O);
  if (Reviewing.Failed == ExitCode::Usage || (Reviewing.Failed != ExitCode::Clean && Result.Code != ExitCode::Findings))
    Result.Code = Reviewing.Failed;
  return Result;
}

} // namespace kverdict
