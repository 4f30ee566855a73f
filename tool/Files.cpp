#include "tool/Files.h"

#include "cache/Reads.h"
#include "core/Error.h"
#include "core/OpenFile.h"
#include "rules/Loader.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/raw_ostream.h>

#include <cerrno>
#include <cstring>
#include <map>
#include <set>

#include <fcntl.h>
#include <unistd.h>

namespace kverdict {

static constexpr size_t MostRead = 512u << 20;

std::string readFile(const std::string &Path) {
  if (llvm::sys::fs::is_directory(Path))
    throw Error(ExitCode::Usage, Path + " is a directory; name a file");
  std::string Text, Why;
  const int File = openForReading(Path, Why);
  if (File < 0 || !readAll(File, MostRead, Text, Why))
    throw Error(ExitCode::Usage, "cannot read " + Path + ": " + Why);
  seen::text(Path, Text);
  return Text;
}

namespace fs = llvm::sys::fs;

std::vector<std::string> filesBelow(const std::string &Directory, const std::string &Ending) {
  std::vector<std::string> Out;
  std::error_code Failed;
  std::map<std::string, std::vector<std::string>> Names{{Directory, {}}};
  for (fs::recursive_directory_iterator It(Directory, Failed, false), End; It != End && !Failed; It.increment(Failed)) {
    Names[llvm::sys::path::parent_path(It->path()).str()].push_back(llvm::sys::path::filename(It->path()).str());
    if (It->type() == fs::file_type::directory_file)
      Names[It->path()];
    if (llvm::StringRef(It->path()).ends_with(Ending) && seen::isFile(It->path()))
      Out.push_back(It->path());
  }
  for (auto &[Path, Below] : Names)
    seen::list(Path, std::move(Below));
  if (Failed)
    throw Error(ExitCode::Usage, "cannot read the directory " + Directory + ": " + Failed.message());
  return Out;
}

namespace {

[[noreturn]] void cannotWrite(const std::string &Path, const std::string &Why, ExitCode Code = ExitCode::Usage) {
  throw Error(Code, "cannot write " + Path + ": " + Why);
}

/// The descriptor that a name stands for, as /dev/stdout does; -1 for another.
int descriptorOf(llvm::StringRef Path) {
  int Number = -1;
  if (Path == "/dev/stdout" || Path == "/dev/stderr")
    return Path == "/dev/stdout" ? STDOUT_FILENO : STDERR_FILENO;
  if (!Path.consume_front("/dev/fd/") && !Path.consume_front("/proc/self/fd/"))
    return -1;
  return Path.getAsInteger(10, Number) ? -1 : Number;
}

/// Whether a name stands for something that is written to and not replaced: a pipe, a device, a descriptor.
bool isWrittenThrough(const std::string &Path) {
  fs::file_status Status;
  if (descriptorOf(Path) >= 0)
    return true;
  return !fs::status(Path, Status) && fs::exists(Status) && Status.type() != fs::file_type::regular_file;
}

/// The file that a symbolic link leads to, which may not be there yet: the link stays.
std::string behindLinks(std::string Path) {
  static constexpr unsigned Most = 40;
  for (unsigned I = 0; fs::is_symlink_file(Path); ++I) {
    char Target[4096];
    const ssize_t Size = ::readlink(Path.c_str(), Target, sizeof Target);
    if (Size < 0 || I == Most)
      cannotWrite(Path, "its symbolic links lead nowhere");
    llvm::SmallString<256> Next(llvm::StringRef(Target, Size));
    if (llvm::sys::path::is_relative(Next)) {
      Next = llvm::sys::path::parent_path(Path);
      llvm::sys::path::append(Next, llvm::StringRef(Target, Size));
    }
    Path = Next.str().str();
  }
  return Path;
}

/// -1 for a pipe that nobody reads, which is not waited for.
int openThrough(const std::string &Path) {
  const int Known = descriptorOf(Path);
  const int File = Known >= 0 ? ::fcntl(Known, F_DUPFD_CLOEXEC, 0)
                              : ::open(Path.c_str(), O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (File < 0 && errno != ENXIO)
    cannotWrite(Path, std::strerror(errno));
  if (Known < 0 && File >= 0)
    ::fcntl(File, F_SETFL, ::fcntl(File, F_GETFL) & ~O_NONBLOCK);
  return File;
}

void writeAll(llvm::raw_fd_ostream &Out, const std::string &Text, const std::string &Path) {
  Out << Text;
  Out.flush();
  const std::error_code Failed = Out.error();
  Out.clear_error();
  if (Failed)
    cannotWrite(Path, Failed.message(), ExitCode::Incomplete);
}

/// The files of one run: made beside their places first, and put there when all of them are written. What cannot be
/// taken back, as what goes into a pipe, comes last.
class OutputFiles {
public:
  ~OutputFiles() {
    for (auto &[File, Path] : Beside)
      llvm::consumeError(File.discard());
    for (auto &[File, Ignored] : Through)
      if (File >= 0)
        ::close(File);
  }

  void add(const std::string &Path, const std::string &Text) {
    if (fs::is_directory(Path))
      cannotWrite(Path, "it is a directory");
    if (isWrittenThrough(Path))
      Through.emplace_back(openThrough(Path), std::pair(Path, &Text));
    else
      addBeside(behindLinks(Path), Text);
  }

  void finish() {
    while (!Beside.empty()) {
      auto [File, Path] = std::move(Beside.back());
      Beside.pop_back();
      if (llvm::Error Failed = File.keep(Path))
        cannotWrite(Path, llvm::toString(std::move(Failed)));
    }
    for (auto &[File, PathAndText] : Through) {
      if (File < 0)
        cannotWrite(PathAndText.first, "it is a pipe that nobody reads", ExitCode::Incomplete);
      llvm::raw_fd_ostream Out(File, false);
      writeAll(Out, *PathAndText.second, PathAndText.first);
    }
  }

private:
  void addBeside(const std::string &Path, const std::string &Text) {
    const unsigned Mode = fs::all_read | fs::all_write;
    auto File = fs::TempFile::create(Path + ".%%%%%%", Mode & ~fs::getUmask());
    if (!File)
      cannotWrite(Path, llvm::toString(File.takeError()));
    Beside.emplace_back(std::move(*File), Path);
    llvm::raw_fd_ostream Out(Beside.back().first.FD, false);
    writeAll(Out, Text, Path);
  }

  std::vector<std::pair<fs::TempFile, std::string>> Beside;
  std::vector<std::pair<int, std::pair<std::string, const std::string *>>> Through;
};

} // namespace

void writeOutputs(const std::map<std::string, std::string> &Texts) {
  OutputFiles All;
  for (const auto &[Path, Text] : Texts)
    All.add(Path, Text);
  All.finish();
}

namespace {

/// The directory of the rules that come with the program; empty if there are none.
std::string homeOfRules(const Options &O) {
  static int Anchor;
  llvm::SmallString<128> Directory(llvm::sys::fs::getMainExecutable(O.Program.c_str(), &Anchor));
  llvm::sys::path::remove_filename(Directory);
  for (const char *Place : {"", "..", "../share/kverdict"}) {
    llvm::SmallString<128> Home(Directory);
    llvm::sys::path::append(Home, Place);
    llvm::sys::path::remove_dots(Home, true);
    if (seen::exists((Home + "/rules.yaml").str()))
      return Home.str().str();
  }
  return "";
}

/// What comes with the program; it is named as if it stood here.
RulesText besideProgram(const Options &O) {
  const std::string Home = homeOfRules(O);
  if (Home.empty())
    throw Error(ExitCode::Usage, "no rules.yaml beside the program; name one with --rules or in KVERDICT_RULES");
  return {"rules.yaml", readFile(Home + "/rules.yaml"),
          [Home](const std::string &Name, std::string &Text, std::string &Why) {
            return readRulesFile(Home + "/" + Name, Text, Why);
          },
          true};
}

/// A file that the user names. What it includes and does not have beside it is the program's own: of a changed copy of
/// rules.yaml, only that need be copied.
RulesText userFile(const Options &O, const std::string &Path) {
  RulesText Out = rulesFile(Path);
  const std::string Here = llvm::sys::path::parent_path(Path).str(), Home = homeOfRules(O);
  Out.Read = [Here, Home](const std::string &Name, std::string &Text, std::string &Why) {
    std::string Ignored;
    return readRulesFile(Name, Text, Why) ||
           (!Home.empty() && readRulesFile(Home + "/" + Name.substr(Here.size()), Text, Ignored));
  };
  return Out;
}

/// The rules that a tree has, if any.
std::optional<RulesText> ofTree(const ReadTree &Tree) {
  std::optional<std::string> Text = Tree ? Tree(TreeRules) : std::nullopt;
  if (!Text)
    return std::nullopt;
  return RulesText{TreeRules, std::move(*Text),
                   [Tree](const std::string &Name, std::string &Text, std::string &Why) {
                     std::optional<std::string> Found = Tree(Name);
                     Why = "the tree has no such file";
                     Text = Found.value_or("");
                     return Found.has_value();
                   },
                   false};
}

/// Sorts what --rules names.
struct NamedRules {
  explicit NamedRules(const Options &O) {
    std::vector<std::string> Names = O.RulesFiles;
    if (const char *Named = std::getenv("KVERDICT_RULES"); Named && *Named && !replaces(Names)) // for hooks
      Names.insert(Names.begin(), Named);
    for (const std::string &Name : Names) {
      if (!Name.empty() && Name[0] == '+')
        Added.push_back(userFile(O, Name.substr(1)));
      else if (Instead)
        throw Error(ExitCode::Usage, "--rules " + Name + ": other rules take the place of the usual ones already (" +
                                         Instead->Name + "); write +" + Name + " to add to them");
      else
        Instead = userFile(O, Name);
    }
  }

  static bool replaces(const std::vector<std::string> &Names) {
    return llvm::any_of(Names, [](llvm::StringRef Each) { return !Each.starts_with("+"); });
  }

  std::optional<RulesText> Instead;
  std::vector<RulesText> Added;
};

} // namespace

/// What stands in for functions, and how values are called, is no judgement: rules that take the place of the usual
/// ones go on from there, unless they say otherwise.
static void addKnowledge(Rules &To, Rules Ours) {
  auto add = [](auto &Own, auto &Other, auto Key) {
    std::set<std::string> Known;
    for (const auto &Each : Own)
      Known.insert(Key(Each));
    for (auto &Each : Other)
      if (!Known.count(Key(Each)))
        Own.push_back(std::move(Each));
  };
  add(To.Models, Ours.Models, [](const Model &Each) { return Each.Function; });
  add(To.Names, Ours.Names, [](const NameRule &Each) { return Each.Member; });
  add(To.Layout, Ours.Layout, [](const std::string &Each) { return Each; });
}

Rules findRules(const Options &O, const ReadTree &Tree) {
  const NamedRules Named(O);
  std::vector<RulesText> All = {Named.Instead ? *Named.Instead : besideProgram(O)};
  if (std::optional<RulesText> Own = Named.Instead ? std::nullopt : ofTree(Tree))
    All.push_back(std::move(*Own));
  All.insert(All.end(), Named.Added.begin(), Named.Added.end());
  Rules Out = readRules(All);
  if (Named.Instead && !homeOfRules(O).empty())
    addKnowledge(Out, readRules({besideProgram(O)}));
  return Out;
}

ReadTree treeAround(const std::string &File) {
  llvm::SmallString<128> Directory(absolutePath(File));
  while (llvm::sys::path::has_parent_path(Directory)) {
    llvm::sys::path::remove_filename(Directory);
    if (seen::exists((Directory + "/" + TreeRules).str()))
      return treeAt(Directory.str().str());
  }
  return nullptr;
}

ReadTree regularFilesOf(const Tree &From) {
  return [&From](const std::string &Path) -> std::optional<std::string> {
    std::map<std::string, TreeFile> Found = From.readAll({Path});
    if (!Found.empty() && Found.begin()->second.regular())
      return std::move(Found.begin()->second.Text);
    if (!Found.empty() || (!From.isGit() && seen::exists(From.absolutePath(Path))))
      throw Error(ExitCode::Usage, Path + ": cannot be read: it is no regular file in the tree; make it one, or name "
                                          "other rules with --rules");
    return std::nullopt;
  };
}

ReadTree treeAt(const std::string &Root) {
  return [Root](const std::string &Path) -> std::optional<std::string> {
    std::string Text, Why;
    if (!seen::exists(Root + "/" + Path))
      return std::nullopt;
    if (!readRulesFile(Root + "/" + Path, Text, Why))
      throw Error(ExitCode::Usage, Root + "/" + Path + ": cannot be read: " + Why);
    return Text;
  };
}

std::string absolutePath(const std::string &Path) {
  llvm::SmallString<128> Full(Path);
  llvm::sys::fs::make_absolute(Full);
  llvm::sys::path::remove_dots(Full, true);
  return Full.str().str();
}

} // namespace kverdict
