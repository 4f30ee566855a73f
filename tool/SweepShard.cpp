// kverdict sweep-shard DIR N...: does shards of a sweep that have no result yet.
#include "core/Visible.h"
#include "sweep/Claim.h"
#include "sweep/Manifest.h"
#include "sweep/Place.h"
#include "sweep/ShardResult.h"
#include "tool/Commands.h"
#include "tool/Files.h"

#include <llvm/ADT/StringRef.h>
#include <llvm/Support/FileSystem.h>

namespace kverdict {
namespace {

namespace fs = llvm::sys::fs;

/// What the command line would be.
Options optionsOf(const Manifest &M, const Shard &S, const Options &O) {
  const SweepRequest &R = M.Request;
  Options Of;
  Of.What = R.What == SweepKind::Files ? Command::Check : Command::Review;
  Of.Inputs = S.Inputs;
  Of.Tree = R.Tree;
  Of.Trees = R.Trees;
  Of.Answered = R.Answered;
  Of.Heads = M.Heads;
  Of.Base = R.Base;
  Of.Database = R.Database;
  Of.RulesFiles = R.Rules;
  Of.Asked = R.Asked;
  Of.Callers = R.Callers;
  Of.Format = "jsonl";
  Of.Program = O.Program;
  return Of;
}

/// Whatever is wrong with a shard is its result: the others are not to wait for it.
ShardResult done(const Shard &S, const Options &Of) {
  auto failed = [&](ExitCode Code, const std::string &Why) {
    return ShardResult{S.Number, Code, "kverdict: " + Why + "\n", true, ""};
  };
  try {
    Outcome Came = Of.What == Command::Check ? runCheck(Of) : runReview(Of);
    if (Came.Output.empty()) // what the child process threw
      return {S.Number, Came.Code, Came.Notes, true, ""};
    return {S.Number, Came.Code, Came.Notes, false, std::move(Came.Output)};
  } catch (const Error &E) {
    return failed(E.code(), E.what());
  } catch (const std::exception &E) {
    return failed(ExitCode::Incomplete, E.what());
  }
}

/// Nobody else does the shard meanwhile, and it is done once.
void doShard(unsigned Number, const SweepPlace &Place, const std::string &Planned, const Options &O) {
  if (fs::exists(Place.result(Number)))
    return;
  const Manifest M = readManifestOf(Number, Planned, Place.manifest());
  const Claim Held(Place.locks(), Number);
  if (fs::exists(Place.result(Number)))
    return;
  const ShardResult Came = done(M.Shards.front(), optionsOf(M, M.Shards.front(), O));
  writeOutputs({{Place.result(Number), renderResult(Came)}});
}

unsigned numberOf(const std::string &Word) {
  unsigned Number = 0;
  if (llvm::StringRef(Word).getAsInteger(10, Number) || !Number)
    throw Error(ExitCode::Usage, "'" + visible(Word) + "' is no number of a shard");
  return Number;
}

} // namespace

Outcome runSweepShard(const Options &O) {
  const SweepPlace Place{absolutePath(O.Into)};
  const std::string Planned = readFile(Place.manifest());
  if (const std::error_code Bad = fs::set_current_path(Place.Directory)) // the inputs are named as they lie there
    throw Error(ExitCode::Usage, visible(Place.Directory) + ": " + Bad.message());
  for (const std::string &Each : O.Inputs)
    doShard(numberOf(Each), Place, Planned, O);
  return {};
}

} // namespace kverdict
