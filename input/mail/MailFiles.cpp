#include "input/mail/MailFiles.h"

#include "core/Error.h"
#include "core/Visible.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <algorithm>

namespace kverdict {

static bool namesMail(llvm::StringRef Path) {
  Path.consume_back(".gz");
  llvm::StringRef Extension = llvm::sys::path::extension(Path);
  return llvm::is_contained({".patch", ".mbox", ".mbx", ".eml", ".diff"}, Extension);
}

static void list(const std::string &Directory, bool All, std::vector<std::string> &Found) {
  std::error_code Bad;
  for (llvm::sys::fs::directory_iterator It(Directory, Bad), End; It != End && !Bad; It.increment(Bad))
    if (All || namesMail(It->path()))
      Found.push_back(It->path());
  if (Bad)
    throw Error(ExitCode::Incomplete, visible(Directory) + ": cannot read the directory: " + Bad.message());
}

bool isMaildir(const std::string &Directory) {
  return llvm::sys::fs::is_directory(Directory + "/cur") && llvm::sys::fs::is_directory(Directory + "/new");
}

static std::vector<std::string> mailsIn(const std::string &Directory) {
  std::vector<std::string> Found;
  // The directories of a Maildir hold a mail in each file, whatever it is called.
  const bool Maildir = isMaildir(Directory);
  if (Maildir)
    for (const char *Part : {"/cur", "/new"})
      list(Directory + Part, true, Found);
  else
    list(Directory, false, Found);
  if (Found.empty())
    throw Error(ExitCode::Incomplete,
                visible(Directory) +
                    (Maildir ? ": no mails in this Maildir"
                             : ": no patches in this directory; kverdict reads files that end in .patch, .mbox, .mbx, "
                               ".eml or .diff, and Maildirs"));
  std::sort(Found.begin(), Found.end());
  return Found;
}

std::vector<std::string> mailFilesOf(const std::string &Input) {
  return Input != "-" && llvm::sys::fs::is_directory(Input) ? mailsIn(Input) : std::vector<std::string>{Input};
}

} // namespace kverdict
