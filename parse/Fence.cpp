#include "parse/Fence.h"

#include "cache/Reads.h"

#include <clang/Basic/SourceManager.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Lex/HeaderSearchOptions.h>
#include <clang/Lex/PPCallbacks.h>
#include <clang/Lex/Pragma.h>
#include <clang/Lex/Preprocessor.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

#include <algorithm>

using namespace clang;
using llvm::SmallString;
using llvm::StringRef;

namespace kverdict {
namespace {

constexpr StringRef Clocks[] = {"__DATE__", "__TIME__", "__TIMESTAMP__"};

std::string placeOf(const SourceManager &SM, SourceLocation At) {
  const PresumedLoc Place = SM.getPresumedLoc(SM.getExpansionLoc(At), false);
  return Place.isValid() ? std::string(Place.getFilename()) + ":" + std::to_string(Place.getLine()) : "";
}

/// Not even as a part of the include path.
bool isOfTheMachine(StringRef Path) {
  for (const StringRef Each : {"/proc", "/sys", "/etc"})
    if (Path == Each || (Path.starts_with(Each) && Path.drop_front(Each.size()).starts_with("/")))
      return true;
  return Path == "/" || Path == "/dev" || Path.empty();
}

std::string absolute(llvm::vfs::FileSystem &Files, const llvm::Twine &Path) {
  SmallString<256> Full;
  Path.toVector(Full);
  Files.makeAbsolute(Full);
  return Full.str().str();
}

/// A file of which is noted what is read of it.
class NotedFile : public llvm::vfs::File {
public:
  NotedFile(std::unique_ptr<llvm::vfs::File> Inner, std::string Path)
      : Inner(std::move(Inner)), Path(std::move(Path)) {}

  llvm::ErrorOr<llvm::vfs::Status> status() override { return Inner->status(); }
  llvm::ErrorOr<std::string> getName() override { return Inner->getName(); }
  std::error_code close() override { return Inner->close(); }

  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> getBuffer(const llvm::Twine &Name, int64_t Size, bool NeedsNull,
                                                               bool /*IsVolatile*/) override {
    // A copy, not the file mapped into memory: that changes below us if the file is written while it is read.
    auto Text = Inner->getBuffer(Name, Size, NeedsNull, true);
    const auto Status = Inner->status();
    const auto Real = Inner->getName();
    if (!Text || !Status || !Real)
      seen::unnoted();
    else
      note((*Text)->getBuffer(), *Real, Status->getUniqueID());
    return Text;
  }

private:
  void note(StringRef Text, const std::string &Real, llvm::sys::fs::UniqueID Id) const {
    seen::source(Path, Text, Real, {Id.getDevice(), Id.getFile()});
  }

  std::unique_ptr<llvm::vfs::File> Inner;
  std::string Path;
};

using Opened = llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>>;

Opened noted(llvm::vfs::FileSystem &Files, const llvm::Twine &Path, Opened File) {
  if (!Recording::now())
    return File;
  if (File)
    return std::make_unique<NotedFile>(std::move(*File), absolute(Files, Path));
  seen::unreadable(absolute(Files, Path));
  return File;
}

class Directives : public PPCallbacks {
public:
  Directives(Preprocessor &PP, Fence &Files, Refusal &Into) : PP(PP), Files(Files), Into(Into) {}

  void InclusionDirective(SourceLocation At, const Token &, StringRef, bool, CharSourceRange, OptionalFileEntryRef File,
                          StringRef, StringRef, const clang::Module *, bool, SrcMgr::CharacteristicKind) override {
    looked(At);
  }
  void HasInclude(SourceLocation At, StringRef, bool, OptionalFileEntryRef File, SrcMgr::CharacteristicKind) override {
    looked(At);
  }
  void HasEmbed(SourceLocation At, StringRef, bool, OptionalFileEntryRef File) override { looked(At); }
  void EmbedDirective(SourceLocation At, StringRef, bool, OptionalFileEntryRef File,
                      const LexEmbedParametersResult &) override {
    looked(At);
  }

  /// What asks for the time answers otherwise the next time, wherever it is written: in a flag, in two parts.
  void MacroExpands(const Token &Name, const MacroDefinition &Macro, SourceRange, const MacroArgs *) override {
    const MacroInfo *Info = Macro.getMacroInfo();
    if (Info && Info->isBuiltinMacro() && llvm::is_contained(Clocks, Name.getIdentifierInfo()->getName()))
      seen::unnoted();
  }

  void refuse(SourceLocation At, const std::string &What) {
    if (Into.What.empty())
      Into = {placeOf(PP.getSourceManager(), At), What};
  }

private:
  /// Also if it was found in another directory behind: the compiler would have taken the first one.
  void looked(SourceLocation At) {
    if (Files.touched())
      refuse(At, OutsideTheFence);
    Files.settle();
  }

  Preprocessor &PP;
  Fence &Files;
  Refusal &Into;
};

/// Stands where a pragma of Clang's stood.
class Refusing : public PragmaHandler {
public:
  Refusing(StringRef Name, Directives &Into) : PragmaHandler(Name), Into(Into) {}
  void HandlePragma(Preprocessor &PP, PragmaIntroducer, Token &First) override {
    Into.refuse(First.getLocation(), "#pragma clang " + getName().str() + ", which is a command to Clang");
    PP.DiscardUntilEndOfDirective();
  }

private:
  Directives &Into;
};

} // namespace

void Fence::close(const std::vector<std::string> &Directories) {
  for (const std::string &Each : Directories) {
    SmallString<256> Real;
    const bool Missing = static_cast<bool>(llvm::sys::fs::real_path(Each, Real));
    seen::real(Each, Missing ? "" : Real.str().str());
    if (Missing || isOfTheMachine(Real))
      continue;
    SmallString<256> Plain(Each);
    llvm::sys::path::remove_dots(Plain, true);
    for (const SmallString<256> &Form : {Plain, Real})
      if (!isOfTheMachine(Form))
        Roots.push_back(Form.str().str());
  }
  std::sort(Roots.begin(), Roots.end());
  Roots.erase(std::unique(Roots.begin(), Roots.end()), Roots.end());
  Closed = true;
}

bool Fence::within(StringRef Path) const {
  return std::any_of(Roots.begin(), Roots.end(), [&](StringRef Root) {
    return Path.starts_with(Root) && (Path.size() == Root.size() || Path[Root.size()] == '/');
  });
}

/// Whether a path, as it is written, leads to one of the directories.
bool Fence::known(const llvm::Twine &Path) {
  SmallString<256> Plain;
  Path.toVector(Plain);
  makeAbsolute(Plain);
  llvm::sys::path::remove_dots(Plain, true);
  return within(Plain);
}

std::error_code Fence::refuse() {
  Touched = true;
  return std::make_error_code(std::errc::no_such_file_or_directory);
}

/// What is there, whoever may read it.
llvm::ErrorOr<llvm::vfs::Status> Fence::stated(const llvm::Twine &Path) {
  auto Status = ProxyFileSystem::status(Path);
  if (Recording::now())
    seen::status(absolute(*this, Path), !Status                   ? '-'
                                        : Status->isRegularFile() ? 'f'
                                        : Status->isDirectory()   ? 'd'
                                                                  : 'o');
  return Status;
}

llvm::ErrorOr<llvm::vfs::Status> Fence::status(const llvm::Twine &Path) {
  auto Status = stated(Path);
  if (!Closed || !Status || Status->isDirectory() || (Status->isRegularFile() && known(Path)))
    return Status;
  return refuse();
}

bool Fence::exists(const llvm::Twine &Path) { return static_cast<bool>(status(Path)); }

llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> Fence::openFileForRead(const llvm::Twine &Path) {
  if (!Closed)
    return noted(*this, Path, ProxyFileSystem::openFileForRead(Path));
  // To open a device can be an act, and to open a pipe can take for ever.
  if (auto Status = this->status(Path); !Status)
    return Status.getError();
  auto File = noted(*this, Path, ProxyFileSystem::openFileForRead(Path));
  if (!File)
    return File;
  const auto Name = (*File)->getName(); // with links followed
  if (!Name || !within(*Name))
    return refuse();
  return File;
}

llvm::vfs::directory_iterator Fence::dir_begin(const llvm::Twine &Directory, std::error_code &Failed) {
  if (Recording::now()) {
    std::vector<std::string> Names;
    std::error_code Bad;
    auto It = ProxyFileSystem::dir_begin(Directory, Bad);
    const bool There = !Bad;
    for (const llvm::vfs::directory_iterator End; !Bad && It != End; It.increment(Bad))
      Names.push_back(llvm::sys::path::filename(It->path()).str());
    There ? seen::list(absolute(*this, Directory), std::move(Names)) : seen::status(absolute(*this, Directory), '-');
  }
  return ProxyFileSystem::dir_begin(Directory, Failed);
}

std::error_code Fence::getRealPath(const llvm::Twine &Path, llvm::SmallVectorImpl<char> &Output) {
  const std::error_code Failed = ProxyFileSystem::getRealPath(Path, Output);
  seen::real(absolute(*this, Path), Failed ? "" : std::string(Output.begin(), Output.end()));
  return Failed;
}

std::vector<std::string> readable(const CompilerInstance &Compiler, const std::vector<std::string> &Tree) {
  std::vector<std::string> Out;
  for (const std::string &Each : Tree)
    if (!Each.empty())
      Out.push_back(Each);
  const HeaderSearchOptions &Search = Compiler.getHeaderSearchOpts();
  std::vector<std::string> Paths = {Search.ResourceDir};
  for (const auto &Entry : Search.UserEntries)
    Paths.push_back(Entry.Path);
  const std::string &Directory = Tree.front();
  for (const std::string &Each : Paths)
    if (!Each.empty())
      Out.push_back(llvm::sys::path::is_absolute(Each) ? Each : Directory + "/" + Each);
  return Out;
}

void watchDirectives(Preprocessor &PP, Fence &Files, Refusal &Into) {
  auto Owned = std::make_unique<Directives>(PP, Files, Into);
  Directives &Watch = *Owned;
  PP.addPPCallbacks(std::move(Owned));
  for (const StringRef Name : {"__debug", "module"}) {
    Refusing Old(Name, Watch); // is asked for its name alone
    PP.RemovePragmaHandler("clang", &Old);
    PP.AddPragmaHandler("clang", new Refusing(Name, Watch));
  }
}

} // namespace kverdict
