#include "parse/IncludedText.h"

#include <clang/AST/ASTContext.h>
#include <clang/Basic/FileManager.h>
#include <clang/Basic/SourceManager.h>

#include <llvm/ADT/SmallString.h>
#include <llvm/Support/Path.h>

namespace kverdict {

std::optional<std::pair<std::string, std::string>> includedText(const Unit &U, const std::string &PathEnd) {
  const clang::SourceManager &SM = U.context().getSourceManager();
  for (auto Each = SM.fileinfo_begin(); Each != SM.fileinfo_end(); ++Each) {
    llvm::SmallString<256> Path(Each->first.getName());
    const auto Text = Each->second->getBufferDataIfLoaded();
    if (!Text || !llvm::StringRef(Path).ends_with("/" + PathEnd))
      continue;
    SM.getFileManager().makeAbsolutePath(Path);
    llvm::sys::path::remove_dots(Path, true);
    return std::pair(Path.str().str(), Text->str());
  }
  return std::nullopt;
}

} // namespace kverdict
