// kverdict sweep WHAT... --tree DIR --out DIR: plans, hands the shards out, and puts what came of them together.
#include "commit.h"
#include "core/Version.h"
#include "core/Visible.h"
#include "kbuild/CompileCommands.h"
#include "report/Words.h"
#include "sweep/Merged.h"
#include "sweep/Place.h"
#include "sweep/Plan.h"
#include "sweep/Workers.h"
#include "tool/Commands.h"
#include "tool/Files.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/FileSystem.h>

#include <algorithm>
#include <unistd.h>

namespace kverdict {
namespace {

namespace fs = llvm::sys::fs;

std::string absoluteOr(const std::string &Path) { return Path.empty() ? "" : absolutePath(Path); }

SweepRequest requestOf(const Options &O, const Tree &Of) {
  SweepRequest R;
  const bool All = llvm::all_of(O.Inputs, [](const std::string &Each) { return fs::exists(Each); });
  R.What = O.Files ? SweepKind::Files : All ? SweepKind::Archive : SweepKind::Range;
  if (R.What != SweepKind::Archive && !O.Trees.empty())
    throw Error(ExitCode::Usage,
                "--trees is for the series of an archive; name the tree of commits or files with --tree");
  for (const std::string &Each : O.Inputs)
    R.Inputs.push_back(R.What == SweepKind::Range ? Each : absolutePath(Each));
  R.Tree = Of.root();
  R.Base = O.Base;
  R.Database = absoluteOr(O.Database);
  for (const std::string &Each : O.RulesFiles)
    R.Rules.push_back(Each.starts_with("+") ? "+" + absolutePath(Each.substr(1)) : absolutePath(Each));
  R.Asked = O.Asked;
  R.Callers = O.Callers;
  for (const std::string &Each : O.Answered)
    R.Answered.push_back(absolutePath(Each));
  for (const std::string &Each : O.Trees)
    R.Trees.push_back(absolutePath(Each));
  R.SayClean = O.SayClean;
  R.Program = std::string(Version) + " " + CommitOfBuild;
  return R;
}

/// The files of the build that stand among the inputs, or below one.
std::vector<std::string> filesOf(const SweepRequest &R) {
  std::vector<std::string> Found;
  for (const std::string &File : filesOfBuild(R.Tree, R.Database))
    if (llvm::any_of(R.Inputs, [&](const std::string &In) { return File == In || File.starts_with(In + "/"); }))
      Found.push_back(File);
  std::sort(Found.begin(), Found.end());
  Found.erase(std::unique(Found.begin(), Found.end()), Found.end());
  return Found;
}

SweepPlan planOf(const SweepRequest &R, const Tree &Of) {
  switch (R.What) {
  case SweepKind::Archive:
    return planArchive(R);
  case SweepKind::Range:
    return planRange(R, Of);
  case SweepKind::Files:
    break;
  }
  return planFiles(R, filesOf(R));
}

/// The manifest comes last: without one, the plan is made anew.
Manifest planInto(const SweepPlace &Place, const SweepRequest &R, const Tree &Of) {
  SweepPlan Made = planOf(R, Of);
  Made.Of.Heads = {Of.commit()};
  for (size_t I = 1; I < R.Trees.size(); ++I)
    Made.Of.Heads.push_back(Tree::open(R.Trees[I]).commit());
  for (const std::string &Directory : {Place.Directory + "/inputs", Place.results()})
    if (const std::error_code Bad = fs::create_directories(Directory))
      throw Error(ExitCode::Usage, "cannot make " + visible(Directory) + ": " + Bad.message());
  for (const auto &[Path, Text] : Made.Inputs) // one by one: each is open while it is written
    writeOutputs({{Place.Directory + "/" + Path, Text}});
  writeOutputs({{Place.manifest(), renderManifest(Made.Of)}});
  return std::move(Made.Of);
}

/// The plan that the directory has, or a new one.
Manifest plannedIn(const SweepPlace &Place, const SweepRequest &R, const Tree &Of) {
  if (!fs::exists(Place.manifest()))
    return planInto(Place, R, Of);
  Manifest Known = readManifest(readFile(Place.manifest()), Place.manifest());
  if (Known.Request == R)
    return Known;
  const bool Version = Known.Request.Program != R.Program;
  throw Error(
      ExitCode::Usage,
      visible(Place.Directory) + " has another sweep: " +
          (Version ? "by kverdict " + Known.Request.Program : "of " + visible(llvm::join(Known.Request.Inputs, " "))) +
          (Version || Known.Request.Inputs != R.Inputs ? "" : ", asked for with other options") +
          "; name another directory with --out, or remove it");
}

std::vector<unsigned> pendingOf(const Manifest &M, const SweepPlace &Place) {
  std::vector<unsigned> Pending;
  for (const Shard &Each : M.Shards)
    if (!fs::exists(Place.result(Each.Number)))
      Pending.push_back(Each.Number);
  return Pending;
}

void dropFailed(const Manifest &M, const SweepPlace &Place) {
  for (const Shard &Each : M.Shards)
    if (const std::string File = Place.result(Each.Number); fs::exists(File) && readResult(readFile(File), File).Failed)
      fs::remove(File);
}

Outcome merged(const Manifest &M, const SweepPlace &Place) {
  Merged All(M);
  for (const Shard &Each : M.Shards) {
    const std::string File = Place.result(Each.Number);
    if (fs::exists(File))
      All.add(Each, readResult(readFile(File), File), File);
    else
      All.miss(Each);
  }
  writeOutputs({{Place.record(), All.record()}, {Place.page(), renderSweep(All.page())}});
  std::string Notes;
  for (const std::string &Problem : M.Problems)
    Notes += "kverdict: " + Problem + "\n";
  Notes += "kverdict: note: " + visible(Place.record()) + ", " + visible(Place.page()) + "\n";
  return {All.line(), Notes, All.code()};
}

WorkerProgram workerOf(const Options &O, const SweepPlace &Place) {
  static int Anchor;
  return {fs::getMainExecutable(O.Program.c_str(), &Anchor), Place, O.Jobs};
}

/// The command that hands the shards out. What it reads is written.
std::vector<std::string> handOut(const Options &O, const SweepPlace &Place, const Manifest &M,
                                 const std::vector<unsigned> &Pending) {
  const WorkerProgram Worker = workerOf(O, Place);
  if (O.Slurm) {
    writeOutputs({{Place.batch(), batchScript(Worker, M.Shards.size())}});
    return {"sbatch", "--wait", Place.batch()};
  }
  std::string Numbers;
  for (unsigned Each : Pending)
    Numbers += std::to_string(Each) + "\n";
  writeOutputs({{Place.pending(), Numbers}});
  return parallelArguments(Worker, isatty(STDERR_FILENO));
}

std::string inShell(const std::vector<std::string> &Arguments) {
  std::vector<std::string> Quoted;
  for (const std::string &Each : Arguments)
    Quoted.push_back(shellWord(Each));
  return llvm::join(Quoted, " ");
}

} // namespace

Outcome runSweep(const Options &O) {
  const SweepPlace Place{absolutePath(O.Into)};
  const Tree Of = Tree::open(!O.Trees.empty() ? O.Trees.front() : O.Tree.empty() ? "." : O.Tree);
  findRules(O, regularFilesOf(Of)); // what is wrong with them is wrong at once
  const Manifest M = plannedIn(Place, requestOf(O, Of), Of);
  if (O.RetryFailed)
    dropFailed(M, Place);
  const std::vector<unsigned> Pending = pendingOf(M, Place);
  std::string Notes = "kverdict: note: " + counted(M.Shards.size(), "shard") + ", " +
                      std::to_string(M.Shards.size() - Pending.size()) + " of them done before\n";
  if (!Pending.empty()) {
    const std::vector<std::string> Command = handOut(O, Place, M, Pending);
    if (O.DryRun)
      return {"cd " + shellWord(Place.Directory) + " && " + inShell(Command) + "\n", Notes};
    runWorkers(Command, Place.Directory,
               O.Slurm ? "submit " + Place.batch() + " where Slurm is, and give this command again"
                       : "apt-get install parallel (GNU parallel)");
  }
  Outcome Made = merged(M, Place);
  Made.Notes = Notes + Made.Notes;
  if (const size_t Left = pendingOf(M, Place).size())
    Made.Notes += "kverdict: " + counted(Left, "shard") +
                  " without a result: " + (O.Slurm ? "sacct, or " : visible(Place.joblog()) + ", or ") +
                  "'kverdict sweep-shard " + visible(Place.Directory) + " " +
                  std::to_string(pendingOf(M, Place).front()) + "', says why; the same command goes on with them\n";
  return Made;
}

Outcome runSweepMerge(const Options &O) {
  const SweepPlace Place{absolutePath(O.Into)};
  return merged(readManifest(readFile(Place.manifest()), Place.manifest()), Place);
}

} // namespace kverdict
