#include "tool/Files.h"

#include "core/Error.h"
#include "rules/Loader.h"

#include <llvm/ADT/SmallString.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/raw_ostream.h>

namespace kverdict {

std::string readFile(const std::string &Path) {
  if (llvm::sys::fs::is_directory(Path))
    throw Error(ExitCode::Usage, Path + " is a directory; name a file");
  auto Buffer = llvm::MemoryBuffer::getFile(Path, true);
  if (!Buffer)
    throw Error(ExitCode::Usage, "cannot read " + Path + ": " + Buffer.getError().message());
  return (*Buffer)->getBuffer().str();
}

void writeOutputs(const std::map<std::string, std::string> &Texts) {
  std::vector<std::pair<llvm::sys::fs::TempFile, std::string>> Written;
  auto giveUp = [&](const std::string &Path, llvm::Error Failed) {
    for (auto &[File, Name] : Written)
      llvm::consumeError(File.discard());
    throw Error(ExitCode::Usage, "cannot write " + Path + ": " + llvm::toString(std::move(Failed)));
  };
  for (const auto &[Path, Text] : Texts) {
    const unsigned Mode = llvm::sys::fs::all_read | llvm::sys::fs::all_write;
    auto File = llvm::sys::fs::TempFile::create(Path + ".%%%%%%", Mode & ~llvm::sys::fs::getUmask());
    if (!File)
      giveUp(Path, File.takeError());
    Written.emplace_back(std::move(*File), Path);
    llvm::raw_fd_ostream Out(Written.back().first.FD, false);
    Out << Text;
    Out.flush();
    if (std::error_code Failed = Out.error()) {
      Out.clear_error();
      giveUp(Path, llvm::errorCodeToError(Failed));
    }
  }
  for (auto &[File, Path] : Written)
    if (llvm::Error Failed = File.keep(Path))
      throw Error(ExitCode::Usage, "cannot write " + Path + ": " + llvm::toString(std::move(Failed)));
}

Rules findRules(const Options &O) {
  if (!O.RulesFile.empty())
    return loadRules(O.RulesFile);
  if (const char *Named = std::getenv("KVERDICT_RULES"); Named && *Named) // for hooks
    return loadRules(Named);
  static int Anchor;
  llvm::SmallString<128> Directory(llvm::sys::fs::getMainExecutable(O.Program.c_str(), &Anchor));
  llvm::sys::path::remove_filename(Directory);
  for (const char *Place : {"rules.yaml", "../rules.yaml", "../share/kverdict/rules.yaml"}) {
    llvm::SmallString<128> Path(Directory);
    llvm::sys::path::append(Path, Place);
    llvm::sys::path::remove_dots(Path, true);
    if (llvm::sys::fs::exists(Path))
      return parseRules(readFile(Path.str().str()), "rules.yaml");
  }
  throw Error(ExitCode::Usage, "no rules.yaml beside the program; name one with --rules or in KVERDICT_RULES");
}

std::string absolutePath(const std::string &Path) {
  llvm::SmallString<128> Full(Path);
  llvm::sys::fs::make_absolute(Full);
  llvm::sys::path::remove_dots(Full, true);
  return Full.str().str();
}

} // namespace kverdict
