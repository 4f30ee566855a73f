#include "kbuild/TreeBuild.h"

#include "core/Visible.h"

namespace kverdict {

CompileCommand TreeBuild::command(const std::string &Path) {
  TreeCommand Found = findTreeCommand(Base.isBare() ? "" : Base.root(), Path, DatabaseDir);
  if (!Found.Note.empty())
    Notes.insert(Found.Note);
  if (!Base.isGit() && Found.Command.Root != Base.root())
    Notes.insert("headers are read from " + visible(Found.Command.Root) + ", where the build is, not from the tree");
  return Found.Command;
}

std::map<std::string, std::string> TreeBuild::overlay(const CompileCommand &Command,
                                                      const std::vector<std::string> &Versions) {
  auto Found = Texts.overlay(Command, Versions);
  for (const auto &[Path, Ignored] : Found)
    Instead[Command.Root].insert(Path.substr(Command.Root.size() + 1));
  return Found;
}

std::vector<std::string> TreeBuild::notes() const {
  static constexpr size_t Most = 3;
  std::vector<std::string> All(Notes.begin(), Notes.end());
  for (const auto &[Root, Paths] : Instead) {
    std::string Some;
    size_t Count = 0;
    for (const std::string &Path : Paths)
      if (++Count <= Most)
        Some += (Some.empty() ? "" : ", ") + visible(Path);
    All.push_back(visible(Root) + " has another text of " + Some +
                  (Count > Most ? " and " + std::to_string(Count - Most) + " more files" : "") +
                  " than the base; that of the base was used");
  }
  return All;
}

} // namespace kverdict
