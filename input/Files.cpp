// Finding the mailboxes that the user names.
#include "core/Error.h"
#include "core/Visible.h"
#include "input/Mailbox.h"
#include "input/TempDir.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <algorithm>

namespace kverdict {

static bool namesMail(llvm::StringRef Path) {
  llvm::StringRef Extension = llvm::sys::path::extension(Path);
  return llvm::is_contained({".patch", ".mbox", ".mbx", ".eml", ".diff"}, Extension);
}

static std::vector<std::string> mailsIn(const std::string &Directory) {
  std::vector<std::string> Found;
  std::error_code Bad;
  for (llvm::sys::fs::directory_iterator It(Directory, Bad), End; It != End && !Bad; It.increment(Bad))
    if (namesMail(It->path()))
      Found.push_back(It->path());
  if (Bad)
    throw Error(ExitCode::Incomplete, visible(Directory) + ": cannot read the directory: " + Bad.message());
  if (Found.empty())
    throw Error(ExitCode::Incomplete, visible(Directory) + ": no patches in this directory; kverdict reads files that "
                                                           "end in .patch, .mbox, .mbx, .eml or .diff");
  std::sort(Found.begin(), Found.end());
  return Found;
}

static Series readInput(const std::string &Input) {
  if (Input != "-")
    return readMailbox(readFile(Input, "a patch or a mailbox"), Input);
  auto Buffer = llvm::MemoryBuffer::getSTDIN();
  if (!Buffer)
    throw Error(ExitCode::Incomplete, "stdin: cannot read it: " + Buffer.getError().message());
  return readMailbox((*Buffer)->getBuffer().str(), "stdin");
}

static void append(Series &All, Series More) {
  std::move(More.Patches.begin(), More.Patches.end(), std::back_inserter(All.Patches));
  std::move(More.Notes.begin(), More.Notes.end(), std::back_inserter(All.Notes));
}

Series readSeries(const std::vector<std::string> &Inputs) {
  Series All;
  for (const std::string &Input : Inputs) {
    std::vector<std::string> Files = {Input};
    if (Input != "-" && llvm::sys::fs::is_directory(Input))
      Files = mailsIn(Input);
    for (const std::string &File : Files)
      append(All, readInput(File));
  }
  if (All.Patches.empty())
    throw Error(ExitCode::Incomplete, (All.Notes.empty() ? "nothing given to review" : All.Notes.front()) +
                                          "; give a file made by git format-patch");
  return All;
}

} // namespace kverdict
