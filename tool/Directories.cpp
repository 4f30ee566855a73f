#include "tool/Directories.h"

#include "cache/Reads.h"
#include "core/Error.h"
#include "kbuild/CompileCommands.h"
#include "report/Words.h"
#include "tool/Files.h"
#include "tool/Near.h"

#include <llvm/ADT/StringExtras.h>

#include <algorithm>
#include <filesystem>
#include <map>

namespace kverdict {
namespace {

bool isCompiled(const std::string &File, const std::string &Database) {
  try {
    findCommand(File, Database);
    return true;
  } catch (const Error &E) {
    if (E.code() != ExitCode::Incomplete)
      throw;
    return false;
  }
}

/// The texts below a directory whose names end so, by their names there.
std::map<std::string, std::string> textsBelow(const std::string &Directory, const std::string &Ending) {
  std::map<std::string, std::string> Out;
  for (const std::string &Path : filesBelow(Directory, Ending))
    Out[std::filesystem::path(Path).lexically_relative(Directory).string()] = readFile(Path);
  return Out;
}

std::string named(const std::vector<std::string> &Files) {
  constexpr size_t Most = 8;
  std::vector<std::string> Some(Files.begin(), Files.begin() + std::min(Files.size(), Most));
  return llvm::join(Some, ", ") + (Files.size() > Most ? ", ..." : "");
}

} // namespace

CompiledSources compiledSources(const Options &O) {
  CompiledSources Out;
  for (const std::string &Input : O.Inputs) {
    const std::string Path = absolutePath(Input);
    if (!seen::isDirectory(Path)) {
      Out.Paths.insert(Path);
      continue;
    }
    size_t Without = 0;
    for (const std::string &Each : filesBelow(Path, ".c"))
      if (isCompiled(Each, O.Database))
        Out.Paths.insert(Each);
      else
        ++Without;
    if (Without)
      Out.Notes +=
          "kverdict: note: " + Path + ": " + counted(Without, "C file") + " without a compile command left out\n";
  }
  return Out;
}

std::string fileDefining(const std::string &Function, const std::string &Path, const std::string &Database) {
  if (!seen::isDirectory(absolutePath(Path)))
    return Path;
  std::vector<std::string> Found, Compiled;
  const std::vector<std::string> All = filesBelow(absolutePath(Path), ".c");
  for (const std::string &Each : All)
    if (!definitionLines(readFile(Each), Function).empty()) {
      Found.push_back(Each);
      if (isCompiled(Each, Database))
        Compiled.push_back(Each);
    }
  if (Found.empty())
    throw Error(ExitCode::Usage, "none of the " + counted(All.size(), "C file") + " below " + Path + " defines " +
                                     Function + "(), as far as their text shows; name the file");
  if (Compiled.size() > 1 || (Compiled.empty() && Found.size() > 1))
    throw Error(ExitCode::Usage, std::to_string(Found.size()) + " C files below " + Path + " define " + Function +
                                     "(); name one of them: " + named(Found));
  return Compiled.empty() ? Found[0] : Compiled[0];
}

SourcesBelow sourcesBelow(const std::string &Directory) {
  return {textsBelow(absolutePath(Directory), ".c"), textsBelow(absolutePath(Directory), ".h")};
}

DirectoryPair pairOf(const SourcesBelow &Old, const SourcesBelow &New) {
  DirectoryPair Out;
  for (const auto &[Name, Text] : Old.C)
    if (const auto It = New.C.find(Name); It == New.C.end())
      Out.Old.push_back(Name);
    else if (It->second == Text)
      ++Out.Same;
    else
      Out.Both.push_back(Name);
  for (const auto &[Name, Text] : New.C)
    if (!Old.C.count(Name))
      Out.New.push_back(Name);
  for (const auto *Each : {&Old.Headers, &New.Headers})
    for (const auto &[Name, Text] : *Each) {
      const auto &Other = Each == &Old.Headers ? New.Headers : Old.Headers;
      if (const auto It = Other.find(Name); It == Other.end() || (Each == &Old.Headers && It->second != Text))
        Out.Headers.push_back(Name);
    }
  std::sort(Out.Headers.begin(), Out.Headers.end());
  return Out;
}

} // namespace kverdict
