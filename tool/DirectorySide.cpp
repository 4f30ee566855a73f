#include "tool/DirectorySide.h"

#include "tool/DiffInputs.h"
#include "tool/Files.h"

#include <llvm/ADT/StringRef.h>

#include <filesystem>

namespace fs = std::filesystem;

namespace kverdict {

/// A directory of a commit as git calls it: "mm", and "" for all of it. Nothing for what leads out of the tree.
static std::optional<std::string> inTree(const std::string &Path) {
  std::string Plain = fs::path(Path).lexically_normal().string();
  while (Plain.ends_with("/"))
    Plain.pop_back();
  if (Path.starts_with("/") || Plain == ".." || Plain.starts_with("../"))
    return std::nullopt;
  return Plain == "." ? "" : Plain;
}

std::optional<DirectorySide> DirectorySide::find(const Options &O, const std::string &Named) {
  DirectorySide Made;
  Made.Shown = Named;
  while (Made.Shown.size() > 1 && Made.Shown.ends_with("/"))
    Made.Shown.pop_back();
  const auto Parts = kverdict::inCommit(Named);
  if (!Parts)
    return fs::is_directory(Named) ? std::optional(std::move(Made)) : std::nullopt;
  const auto Plain = inTree(Parts->second);
  if (!Plain)
    throw Error(ExitCode::Usage, Named + " leads out of the tree; give its path from the top of the tree");
  Made.Path = *Plain;
  Made.Commit = treeOfCommits(O, Named).at(Parts->first);
  if (Made.Commit->list(Made.Path, true).empty())
    return std::nullopt;
  return Made;
}

SourcesBelow DirectorySide::sources(bool Ids) const {
  if (!Commit)
    return sourcesBelow(Shown);
  SourcesBelow Out;
  std::vector<std::string> Names;
  const std::map<std::string, TreeEntry> All = Commit->list(Path, true);
  for (const auto &[Name, Entry] : All)
    if (Name.ends_with(".c") || Name.ends_with(".h"))
      Names.push_back(Name);
  const std::map<std::string, TreeFile> Texts = Ids ? std::map<std::string, TreeFile>() : Commit->readAll(Names);
  for (const std::string &Name : Names) {
    auto &Into = Name.ends_with(".c") ? Out.C : Out.Headers;
    Into[Path.empty() ? Name : Name.substr(Path.size() + 1)] = Ids ? All.at(Name).Id : Texts.at(Name).Text;
  }
  return Out;
}

std::string DirectorySide::fileName(const std::string &Name) const {
  const bool Top = Commit ? Path.empty() : Shown.ends_with("/");
  const std::string In = Commit ? Shown.substr(0, Shown.find(':') + 1) + Path : Shown;
  return In + (Top ? "" : "/") + Name;
}

std::string DirectorySide::text(const std::string &Name) const {
  if (!Commit)
    return readFile(fileName(Name));
  return Commit->read(Path.empty() ? Name : Path + "/" + Name).value_or("");
}

} // namespace kverdict
