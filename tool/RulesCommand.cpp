// kverdict rules list, kverdict rules check [--tree DIR]
#include "analysis/Analysis.h"
#include "analysis/Misnamed.h"
#include "checks/Checks.h"
#include "kbuild/CompileCommands.h"
#include "parse/text/TextScan.h"
#include "tool/Commands.h"
#include "tool/Files.h"
#include "tool/InChild.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

#include <algorithm>
#include <set>

namespace kverdict {
namespace {

/// The C files below a directory, sorted.
std::vector<std::string> sources(const std::string &Root) {
  std::vector<std::string> Files;
  std::error_code Failed;
  for (llvm::sys::fs::recursive_directory_iterator It(Root, Failed, false), End; It != End; It.increment(Failed)) {
    if (Failed)
      throw Error(ExitCode::Usage, "cannot read " + Root + ": " + Failed.message());
    if (It->type() == llvm::sys::fs::file_type::regular_file && It->path().ends_with(".c"))
      Files.push_back(It->path());
  }
  if (Failed)
    throw Error(ExitCode::Usage, "cannot read " + Root + ": " + Failed.message());
  std::sort(Files.begin(), Files.end());
  return Files;
}

bool definesSubject(const std::string &Text, const Rules &R) {
  if (!hasSubject(Text, R))
    return false;
  const Mentions Found = scanText(Text);
  return std::any_of(R.Contracts.begin(), R.Contracts.end(),
                     [&](const Contract &C) { return Found.count(C.Function) != 0; });
}

/// What became of each contract in the files of a tree.
class TreeCheck {
public:
  TreeCheck(const Rules &R, const Options &O) : R(R), O(O) {}

  Outcome run() {
    for (const std::string &Path : sources(absolutePath(O.Tree)))
      if (std::string Text = readFile(Path); definesSubject(Text, R))
        look(Path, Text);
      else if (named(Path))
        refuseMisnamed(R, Text, Path);
    for (const Contract &C : R.Contracts)
      Result.Output += line(C);
    for (const Ignore &I : R.Ignores)
      if (const std::string Why = whyIdle(I); !Why.empty())
        Result.Notes += "kverdict: warning: " + I.At.File + ":" + std::to_string(I.At.Line) +
                        ": this entry silences nothing: " + Why + "; remove it\n";
    return std::move(Result);
  }

private:
  /// Whether a contract says that its function is here.
  bool named(const std::string &Path) const {
    return std::any_of(R.Contracts.begin(), R.Contracts.end(),
                       [&](const Contract &C) { return !C.Files.empty() && expectedIn(C, Path); });
  }

  void look(const std::string &Path, const std::string &Text) {
    FileVersion V;
    V.Text = Text;
    try {
      V.Command = findCommand(Path, O.Database);
    } catch (const Error &E) {
      if (E.code() == ExitCode::Usage)
        throw;
      Result.Notes += "kverdict: note: not built in this configuration: " + std::string(E.what()) + "\n";
      return;
    }
    try {
      AnalysisOptions Quick;
      Quick.VerifyFixes = false;
      Quick.ContractsAlone = true;
      const FileReport Report = analyse(V, R, allChecks(), Quick);
      for (const Contract &C : R.Contracts)
        if (std::find(Report.Explored.begin(), Report.Explored.end(), C.Function) != Report.Explored.end())
          Applied[C.Id] = Report.File;
      for (const std::string &Function : Report.Explored)
        Explored.insert({{Report.File, Function}, {"", Function}});
      for (const NotApplied &N : Report.Skipped)
        Reasons.try_emplace(N.Contract, N.Reason);
      for (const NotApplied &N : Report.Skipped)
        Applied.erase(N.Contract);
    } catch (const Error &E) {
      if (E.code() == ExitCode::Usage)
        throw;
      Result.Notes += std::string("kverdict: ") + E.what() + "\n";
      Result.Code = ExitCode::Incomplete;
    }
  }

  /// Why an entry can silence nothing in this tree; empty if it can.
  std::string whyIdle(const Ignore &I) const {
    if (!I.File.empty() && !llvm::sys::fs::exists(absolutePath(O.Tree) + "/" + I.File))
      return "this tree has no " + I.File;
    if (!Explored.count({I.File, I.Function}))
      return "no contract is asked of " + I.Function + "()" + (I.File.empty() ? "" : " in " + I.File);
    return "";
  }

  std::string line(const Contract &C) const {
    if (auto It = Applied.find(C.Id); It != Applied.end())
      return C.Id + ": applies to " + C.Function + "() in " + It->second + "\n";
    auto It = Reasons.find(C.Id);
    return C.Id +
           ": does not apply: " + (It == Reasons.end() ? "this tree defines no " + C.Function + "()" : It->second) +
           "\n";
  }

  const Rules &R;
  const Options &O;
  std::map<std::string, std::string> Applied; ///< contract to file
  std::map<std::string, std::string> Reasons;
  std::set<std::pair<std::string, std::string>> Explored; ///< file and function; and "" and function
  Outcome Result;
};

ReadTree treeOf(const Options &O) { return O.Tree.empty() ? nullptr : treeAt(absolutePath(O.Tree)); }

std::string counted(size_t Count, const std::string &What) {
  return std::to_string(Count) + " " + What + (Count == 1 ? "" : "s");
}

/// What each file of rules has, and all of them.
std::string counts(const Rules &R) {
  std::string Out;
  std::set<std::string> All;
  for (const std::string &File : R.Files) {
    std::set<std::string> Functions;
    size_t Contracts = 0;
    for (const Contract &C : R.Contracts)
      if (C.At.File == File && ++Contracts)
        Functions.insert(C.Function);
    Out += File + ": " + counted(Contracts, "contract") + " on " + counted(Functions.size(), "function") + "\n";
    All.merge(Functions);
  }
  return Out + "together: " + counted(R.Contracts.size(), "contract") + " on " + counted(All.size(), "function") +
         ", " + counted(R.Models.size(), "model") + "\n";
}

} // namespace

Outcome runRulesList(const Options &O) {
  const Rules R = findRules(O, treeOf(O));
  Outcome Result;
  for (const RuleInfo &Each : allChecks().Rules)
    Result.Output += "rule " + Each.Id + " (" + severityWord(Each.Level) +
                     (Each.OnByDefault ? "" : ", only with --check " + Each.Id) + "): " + Each.About + "\n";
  for (const Contract &C : R.Contracts)
    Result.Output += "contract " + C.Id + " (" + severityWord(C.Level) + ") on " + C.Function + "()" +
                     (C.Files.empty() ? "" : " in " + llvm::join(C.Files, ", ")) + ": " + C.Message + "\n";
  return Result;
}

Outcome runRulesCheck(const Options &O) {
  const Rules R = findRules(O, treeOf(O));
  if (!O.Tree.empty())
    return inChild(O, [&] { return TreeCheck(R, O).run(); });
  return {counts(R) + "give --tree DIR to compile them in a kernel tree\n", "", ExitCode::Clean};
}

} // namespace kverdict
