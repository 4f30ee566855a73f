#include "tool/DiffInputs.h"

#include "input/tree/Tree.h"
#include "kbuild/CompileCommands.h"
#include "tool/Files.h"

#include <filesystem>

namespace fs = std::filesystem;

namespace kverdict {
namespace {

/// The git tree that a directory lies in, or an empty path.
fs::path gitTreeAbove(const fs::path &Directory) {
  for (fs::path Each = Directory;; Each = Each.parent_path()) {
    if (fs::exists(Each / ".git"))
      return Each;
    if (Each == Each.parent_path())
      return {};
  }
}

class Reader {
public:
  explicit Reader(const Options &O) : O(O) {}

  DiffInputs run() {
    const bool Three = O.Inputs.size() == 3;
    Out.Old = version(Three ? O.Inputs[0] + ":" + O.Inputs[2] : O.Inputs[0]);
    Out.New = version(Three ? O.Inputs[1] + ":" + O.Inputs[2] : O.Inputs[1]);
    commands();
    return std::move(Out);
  }

private:
  DiffVersion version(const std::string &Named) {
    if (const auto Parts = inCommit(Named))
      return ofCommit(Named, Parts->first, Parts->second);
    DiffVersion V;
    V.Shown = Named;
    V.Path = absolutePath(Named);
    V.Text = readFile(V.Path);
    return V;
  }

  DiffVersion ofCommit(const std::string &Named, const std::string &Revision, const std::string &Path) {
    const Tree Now = treeOfCommits(O, Named);
    const std::optional<std::string> Text = Now.at(Revision).read(Path);
    if (!Text)
      throw Error(ExitCode::Usage, Revision + " has no file " + Path + "; give its path from the top of the tree");
    if (!FromCommits++)
      Out.Notes += HeadersNote;
    return {{.Text = *Text}, Named, Now.absolutePath(Path)};
  }

  void commands() {
    std::string Why[2];
    DiffVersion *Both[2] = {&Out.Old, &Out.New};
    bool Found[2] = {};
    for (int I : {0, 1})
      try {
        Both[I]->Command = findCommand(Both[I]->Path, O.Database);
        Found[I] = true;
      } catch (const Error &E) {
        if (E.code() != ExitCode::Incomplete)
          throw;
        Why[I] = E.what();
      }
    for (int I : {0, 1})
      if (!Found[I])
        compileAnyway(*Both[I], Found[1 - I] ? Both[1 - I] : nullptr, Why[I]);
  }

  void compileAnyway(DiffVersion &V, const DiffVersion *Other, const std::string &Why) {
    if (Other) {
      V.Command = Other->Command;
      Out.Notes += "kverdict: note: " + V.Shown + " is compiled like " + Other->Shown + "\n";
    } else if (!O.Database.empty() || !kernelRoot(V.Path).empty()) {
      throw Error(ExitCode::Incomplete, Why);
    } else {
      V.Command = {V.Path, V.Path.substr(0, V.Path.rfind('/')), {"-std=gnu11", "-w"}};
      Out.Notes += "kverdict: note: no compile command for " + V.Shown + "; it is compiled with -std=gnu11\n";
    }
  }

  const Options &O;
  DiffInputs Out;
  unsigned FromCommits = 0;
};

} // namespace

Tree treeOfCommits(const Options &O, const std::string &Named) {
  const fs::path Root = O.Tree.empty() ? gitTreeAbove(fs::current_path()) : fs::path(O.Tree);
  if (Root.empty())
    throw Error(ExitCode::Usage, Named + " is a file of a commit, and this is no git tree; name one with --tree, or "
                                         "name two files");
  Tree Now = Tree::open(Root.string());
  if (!Now.isGit())
    throw Error(ExitCode::Usage, Named + " is a file of a commit, and " + Root.string() + " has none");
  return Now;
}

std::optional<std::pair<std::string, std::string>> inCommit(const std::string &Named) {
  const size_t Colon = Named.find(':');
  if (Colon == std::string::npos || Colon == 0 || fs::exists(Named))
    return std::nullopt;
  return std::pair(Named.substr(0, Colon), Named.substr(Colon + 1));
}

DiffInputs readDiffInputs(const Options &O) { return Reader(O).run(); }

} // namespace kverdict
