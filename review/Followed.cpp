#include "review/Followed.h"

#include "analysis/Analysis.h"
#include "cache/Reads.h"
#include "kbuild/CompileCommands.h"

#include <llvm/ADT/StringRef.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/Path.h>

#include <algorithm>

namespace kverdict {
namespace {

constexpr size_t MostListed = 5000; ///< files of a tree without a build that are looked into

std::string readOr(const std::string &Path, const std::string &Otherwise) {
  if (!llvm::sys::fs::is_regular_file(Path)) // a build may name a pipe, which would be waited for
    return Otherwise;
  auto Buffer = llvm::MemoryBuffer::getFile(Path);
  return Buffer ? (*Buffer)->getBuffer().str() : Otherwise;
}

/// Whether an object's note names the header as a dependency.
bool names(const std::string &Cmd, const std::vector<std::string> &Headers) {
  return std::any_of(Headers.begin(), Headers.end(), [&](const std::string &Header) {
    return Cmd.find("/" + Header + " ") != std::string::npos || Cmd.find(" " + Header + " ") != std::string::npos;
  });
}

/// Whether a text has the header's name in an #include.
bool mentions(llvm::StringRef Text, const std::vector<std::string> &Headers) {
  return std::any_of(Headers.begin(), Headers.end(), [&](llvm::StringRef Header) {
    const std::string Name = Header.rsplit('/').second.empty() ? Header.str() : Header.rsplit('/').second.str();
    return Text.contains(Name + "\"") || Text.contains(Name + ">");
  });
}

std::string noteOf(const std::string &File) {
  return readOr((llvm::sys::path::parent_path(File) + "/." + llvm::sys::path::stem(File) + ".o.cmd").str(), "");
}

/// The C files beside the headers and below, where no build says more.
std::vector<std::string> filesBeside(const std::vector<std::string> &Headers, const Tree &Base) {
  std::vector<std::string> Out;
  for (llvm::StringRef Header : Headers)
    for (const auto &[Path, Entry] : Base.list(Header.contains('/') ? Header.rsplit('/').first.str() : "", true))
      if (llvm::StringRef(Path).ends_with(".c") && Out.size() < MostListed)
        Out.push_back(Path);
  return Out;
}

class Search {
public:
  Search(const std::vector<std::string> &Headers, const Tree &Base, const std::string &Database, const Rules &R,
         unsigned Others)
      : Headers(Headers), Base(Base), Database(Database), R(R), Others(Others) {}

  Followers run() {
    seen::unnoted();
    std::vector<std::string> Files = filesOfBuild(Base.root(), Database);
    std::sort(Files.begin(), Files.end());
    Files.erase(std::unique(Files.begin(), Files.end()), Files.end());
    for (const std::string &File : Files)
      look(File);
    if (Files.empty() && Base.isGit())
      for (const std::string &Path : filesBeside(Headers, Base))
        if (const std::string Text = Base.read(Path).value_or(""); mentions(Text, Headers))
          add(Path, hasSubject(Text, R));
    std::sort(Out.Files.begin(), Out.Files.end(), [](const Follower &A, const Follower &B) { return A.Path < B.Path; });
    return std::move(Out);
  }

private:
  void look(const std::string &File) {
    const bool Enough = Out.More;
    const std::string Text = readOr(File, "");
    const bool Subject = hasSubject(Text, R);
    if (!Subject && Enough)
      return;
    const std::string Note = noteOf(File);
    if (Note.empty() ? !Subject && !mentions(Text, Headers) : !names(Note, Headers))
      return;
    const std::string Built = Database.empty() ? "" : kernelRoot(File); // -p may name another tree
    llvm::StringRef Path = File;
    if (Path.consume_front(Built.empty() ? Base.root() : Built) && Path.consume_front("/"))
      add(Path.str(), Subject);
  }

  void add(const std::string &Path, bool Subject) {
    Out.More |= !Subject && Found >= Others;
    if (!Subject && Found++ >= Others)
      return;
    Out.Files.push_back({Path, Subject});
  }

  const std::vector<std::string> &Headers;
  const Tree &Base;
  const std::string &Database;
  const Rules &R;
  const unsigned Others;
  unsigned Found = 0;
  Followers Out;
};

} // namespace

Followers filesIncluding(const std::vector<std::string> &Headers, const Tree &Base, const std::string &Database,
                         const Rules &R, unsigned Others) {
  return Search(Headers, Base, Database, R, Others).run();
}

} // namespace kverdict
