#include "review/Followed.h"

#include "analysis/Analysis.h"
#include "kbuild/CompileCommands.h"

#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/Path.h>

#include <algorithm>

namespace kverdict {
namespace {

std::string readOr(const std::string &Path, const std::string &Otherwise) {
  auto Buffer = llvm::MemoryBuffer::getFile(Path);
  return Buffer ? (*Buffer)->getBuffer().str() : Otherwise;
}

/// Whether an object's note names the header as a dependency; true if there is no note.
bool mayInclude(const std::string &Cmd, const std::vector<std::string> &Headers) {
  return Cmd.empty() || std::any_of(Headers.begin(), Headers.end(), [&](const std::string &Header) {
           return Cmd.find("/" + Header + " ") != std::string::npos ||
                  Cmd.find(" " + Header + " ") != std::string::npos;
         });
}

} // namespace

std::vector<std::string> filesIncluding(const std::vector<std::string> &Headers, const std::string &Tree,
                                        const std::string &Database, const Rules &R) {
  std::vector<std::string> Out;
  for (const std::string &File : filesOfBuild(Tree, Database)) {
    if (!hasSubject(readOr(File, ""), R))
      continue;
    const std::string Beside =
        (llvm::sys::path::parent_path(File) + "/." + llvm::sys::path::stem(File) + ".o.cmd").str();
    if (mayInclude(readOr(Beside, ""), Headers))
      Out.push_back(File);
  }
  std::sort(Out.begin(), Out.end());
  Out.erase(std::unique(Out.begin(), Out.end()), Out.end());
  return Out;
}

} // namespace kverdict
