#include "sweep/Plan.h"

#include "core/Error.h"
#include "core/Visible.h"
#include "sweep/Place.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"

namespace kverdict {

namespace {

/// The commits of a range with what `git log` knows of each: "id\tseconds\taddress\ttitle".
std::string logOf(const Tree &From, const std::string &Range) {
  const Git &G = From.objects();
  std::vector<std::string> Arguments = {"rev-list", "--no-merges", "--topo-order", "--reverse",
                                        "--format=%H%x09%at%x09%ae%x09%s"};
  const auto [First, Second] = llvm::StringRef(Range).split("..");
  unsigned Count = 0;
  llvm::StringRef Number = Range;
  if (Number.consume_front("-") && !Number.getAsInteger(10, Count) && Count) {
    Arguments.insert(Arguments.end(), {"-n" + std::to_string(Count), From.commit()});
  } else {
    auto id = [&](llvm::StringRef Name) { return From.resolve(Name.empty() ? "HEAD" : Name.str()); };
    const auto After = id(First), Last = id(Second);
    if (Range.find("..") == std::string::npos || Second.starts_with(".") || !After || !Last)
      throw Error(ExitCode::Usage, visible(Range) + ": neither an archive nor a range of the tree (" + From.describe() +
                                       "); give a mailbox, a directory, a range a..b or -N");
    Arguments.push_back(*After + ".." + *Last);
  }
  return G.must(Arguments);
}

Shard shardOf(llvm::StringRef Line, unsigned Number) {
  llvm::SmallVector<llvm::StringRef, 4> Parts;
  Line.split(Parts, '\t', 3);
  Parts.resize(4);
  Shard Made{.Number = Number, .Title = Parts[3].str(), .Author = Parts[2].str(), .Patches = 1};
  Parts[1].getAsInteger(10, Made.Time);
  Made.Inputs = {Parts[0].str()};
  return Made;
}

} // namespace

SweepPlan planRange(const SweepRequest &R, const Tree &From) {
  SweepPlan Made;
  Made.Of.Request = R;
  for (const std::string &Range : R.Inputs) {
    const std::string Log = logOf(From, Range);
    for (llvm::StringRef Rest = Log; !Rest.empty();) {
      auto [Line, Next] = Rest.split('\n');
      Rest = Next;
      if (!Line.starts_with("commit ") && !Line.empty()) // git's own line above the one that was asked for
        Made.Of.Shards.push_back(shardOf(Line, Made.Of.Shards.size() + 1));
    }
  }
  if (Made.Of.Shards.empty())
    throw Error(ExitCode::Usage, "there are no commits in " + visible(llvm::join(R.Inputs, ", ")) +
                                     "; the newer one stands behind the dots: old..new");
  return Made;
}

SweepPlan planFiles(const SweepRequest &R, const std::vector<std::string> &Files) {
  SweepPlan Made;
  Made.Of.Request = R;
  for (const std::string &File : Files) {
    const std::string Name = File.starts_with(R.Tree + "/") ? File.substr(R.Tree.size() + 1) : File;
    Made.Of.Shards.push_back(
        {.Number = static_cast<unsigned>(Made.Of.Shards.size() + 1), .Title = Name, .Inputs = {File}});
  }
  if (Made.Of.Shards.empty())
    throw Error(ExitCode::Usage, "none of these files has a compile command: build the tree, or name the directory of "
                                 "compile_commands.json with -p");
  return Made;
}

} // namespace kverdict
