#include "input/tree/Tree.h"

#include "cache/Reads.h"
#include "core/Error.h"
#include "core/Visible.h"
#include "input/tree/GitDirectory.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"

#include <unistd.h>

namespace fs = llvm::sys::fs;

namespace kverdict {

Tree Tree::open(const std::string &Directory) {
  Tree Made;
  llvm::SmallString<256> Real;
  if (auto Bad = fs::real_path(Directory, Real))
    throw Error(ExitCode::Usage, visible(Directory) + ": cannot open the tree: " + Bad.message() +
                                     "; give the directory of a kernel tree with --tree");
  if (!fs::is_directory(Real))
    throw Error(ExitCode::Usage, visible(Directory) + ": not a directory; give the directory of a kernel tree with "
                                                      "--tree");
  Made.Root = Real.str().str();
  Made.Bare = fs::exists(Made.Root + "/HEAD") && fs::is_directory(Made.Root + "/objects") &&
              fs::is_directory(Made.Root + "/refs");
  if (Made.Bare)
    Made.openGit(Made.Root);
  else if (fs::exists(Made.Root + "/.git"))
    Made.openGit(Made.Root + "/.git");
  return Made;
}

// Three lines from git: where the objects are, where the list of a shallow clone's lowest commits is, and which hashes.
static std::vector<std::string> layoutOf(const Git &G) {
  std::string Says = G.must({"rev-parse", "--path-format=absolute", "--git-path", "objects", "--git-path", "shallow",
                             "--show-object-format"});
  std::vector<std::string> Lines;
  for (llvm::StringRef Rest = Says; !Rest.empty();) {
    auto [Line, Next] = Rest.split('\n');
    Lines.push_back(Line.str());
    Rest = Next;
  }
  Lines.resize(3);
  return Lines;
}

bool Tree::openGit(const std::string &GitDir) {
  checkGitDirectory(GitDir);
  Repository->use(GitDir);
  GitResult Dir = Repository->run({"rev-parse", "--absolute-git-dir"});
  if (Dir.Code != 0)
    throw Error(ExitCode::Incomplete, visible(Root) + ": a git repository that git cannot read: " + gitSays(Dir));
  Repository->use(llvm::StringRef(Dir.Out).trim().str()); // a linked work tree's .git is a file that names it
  if (auto Head = resolve("HEAD"))
    Commit = *Head;
  else if (Bare)
    throw Error(ExitCode::Incomplete, visible(Root) + ": a bare repository without a commit at HEAD; nothing can be "
                                                      "read from it");
  if (!isGit())
    return false;
  std::vector<std::string> Layout = layoutOf(*Repository);
  ObjectDirectory = Layout[0];
  ObjectFormat = Layout[2];
  if (fs::exists(Layout[1]))
    Shallow = readFile(Layout[1], "a repository that can be read");
  lendObjects();
  return true;
}

void useScratchRepository(Git &G, const std::string &ObjectFormat) {
  if (ObjectFormat == "sha1") { // as git init makes it, without a process
    for (const char *Directory : {"objects/info", "objects/pack", "refs/heads"})
      fs::create_directories(G.file(std::string("scratch.git/") + Directory));
    writeFile(G.file("scratch.git/HEAD"), "ref: refs/heads/main\n");
    writeFile(G.file("scratch.git/config"), "[core]\n\trepositoryformatversion = 0\n\tbare = true\n");
  } else {
    G.must({"init", "--quiet", "--bare", "--template=", "--object-format=" + ObjectFormat, "scratch.git"});
  }
  G.use(G.file("scratch.git"));
}

// Alternates make git read objects there.
void Tree::lendObjects() const {
  useScratchRepository(*Objects, ObjectFormat);
  fs::create_directories(Objects->file("scratch.git/objects/info"));
  writeFile(Objects->file("scratch.git/objects/info/alternates"), ObjectDirectory + "\n");
  if (isShallow())
    writeFile(Objects->file("scratch.git/shallow"), Shallow);
}

bool Tree::isCutAt(const std::string &Commit) const { return llvm::StringRef(Shallow).contains(Commit); }

Tree Tree::with(std::map<std::string, std::optional<TreeFile>> More) const {
  Tree Other = *this;
  for (auto &[Path, File] : More)
    Other.Changed[Path] = std::move(File);
  return Other;
}

std::optional<std::string> Tree::resolve(const std::string &Revision) const {
  if (Revision.starts_with("^")) // which would leave out what it names
    return std::nullopt;
  GitResult Found = Repository->run({"rev-parse", "--verify", "--quiet", "--end-of-options", Revision + "^{commit}"});
  if (Found.Code != 0)
    return std::nullopt;
  const llvm::StringRef Id = llvm::StringRef(Found.Out).trim();
  if ((Id.size() != 40 && Id.size() != 64) || Id.find_first_not_of("0123456789abcdef") != Id.npos)
    throw Error(ExitCode::Incomplete, "git rev-parse says '" + visible(Id.take_front(80)) +
                                          "' where the id of a commit was expected; is this git in the PATH?");
  return Id.str();
}

std::string Tree::emptyTree() const {
  return llvm::StringRef(Objects->must({"hash-object", "-t", "tree", "--stdin"})).trim().str();
}

Tree Tree::at(const std::string &Revision) const {
  if (!isGit())
    throw Error(ExitCode::Usage, visible(Root) + ": a plain directory has no commit '" + visible(Revision) +
                                     "'; give a git repository with --tree");
  Tree Other = *this;
  auto Found = resolve(Revision);
  if (!Found && Revision == emptyTree())
    Found = Revision;
  if (!Found)
    throw Error(ExitCode::Usage, visible(Root) + ": the repository has no commit '" + visible(Revision) +
                                     "'; fetch it, or name another with --base");
  Other.AtHead = *Found == Commit && AtHead;
  Other.Commit = *Found;
  return Other;
}

std::optional<std::string> Tree::read(const std::string &Path) const {
  auto Files = readAll({Path});
  if (Files.empty() || !Files.begin()->second.regular())
    return std::nullopt;
  return std::move(Files.begin()->second.Text);
}

std::map<std::string, TreeFile> Tree::readAll(const std::vector<std::string> &Paths) const {
  std::vector<std::string> Below;
  std::map<std::string, TreeFile> Files;
  for (const std::string &Path : Paths)
    if (auto It = Changed.find(Path); It == Changed.end())
      Below.push_back(Path);
    else if (It->second)
      Files[Path] = *It->second;
  Files.merge(readBase(Below));
  return Files;
}

std::map<std::string, TreeFile> Tree::readBase(const std::vector<std::string> &Paths) const {
  if (isGit())
    return readCommit(Paths);
  std::map<std::string, TreeFile> Files;
  for (const std::string &Path : Paths)
    if (auto File = readPlain(Path))
      Files[Path] = std::move(*File);
  return Files;
}

// "100644 blob <id>\t<path>", each ended by a NUL.
std::map<std::string, TreeFile> Tree::readCommit(const std::vector<std::string> &Paths) const {
  if (Paths.empty())
    return {};
  std::vector<std::string> Arguments = {"ls-tree", "-z", "--full-tree", Commit, "--"};
  Arguments.insert(Arguments.end(), Paths.begin(), Paths.end());
  std::string Listing = Objects->must(Arguments);
  std::vector<std::string> Names, Modes, Ids;
  for (llvm::StringRef Rest = Listing; !Rest.empty();) {
    auto [Entry, Next] = Rest.split('\0');
    auto [Info, Path] = Entry.split('\t');
    auto [Mode, TypeAndId] = Info.split(' ');
    auto [Type, Id] = TypeAndId.split(' ');
    if (Type == "blob")
      Names.push_back(Path.str()), Modes.push_back(Mode.str()), Ids.push_back(Id.str());
    Rest = Next;
  }
  std::vector<std::string> Texts = readBlobs(*Objects, Ids);
  std::map<std::string, TreeFile> Files;
  for (size_t I = 0; I < Names.size(); ++I)
    Files[Names[I]] = {Modes[I], std::move(Texts[I])};
  return Files;
}

std::map<std::string, TreeEntry> Tree::list(const std::string &Directory, bool Recursive) const {
  std::vector<std::string> Arguments = {"ls-tree", "-z", "--full-tree", Commit};
  if (Recursive)
    Arguments.insert(Arguments.begin() + 1, "-r");
  if (!Directory.empty())
    Arguments.insert(Arguments.end(), {"--", Directory + "/"});
  std::string Listing = Objects->must(Arguments);
  std::map<std::string, TreeEntry> Found;
  for (llvm::StringRef Rest = Listing; !Rest.empty();) {
    auto [Entry, Next] = Rest.split('\0');
    auto [Info, Path] = Entry.split('\t');
    auto [Mode, TypeAndId] = Info.split(' ');
    if (Mode.starts_with("100"))
      Found[Path.str()] = {Mode.str(), TypeAndId.split(' ').second.str()};
    Rest = Next;
  }
  for (const auto &[Path, File] : Changed)
    if (auto It = Found.find(Path); It != Found.end() && !File)
      Found.erase(It);
    else if (llvm::StringRef(Path).starts_with(Directory) && File && File->regular())
      Found[Path] = {File->Mode, ""};
  return Found;
}

std::vector<std::string> readBlobs(const Git &G, const std::vector<std::string> &Ids) {
  std::string Wanted;
  for (const std::string &Id : Ids)
    Wanted += Id + "\n";
  std::string All = Ids.empty() ? "" : G.must({"cat-file", "--batch"}, Wanted);
  std::vector<std::string> Texts;
  llvm::StringRef Rest = All;
  for (const std::string &Id : Ids) {
    auto [Header, Next] = Rest.split('\n');
    size_t Size = 0;
    if (Header.rsplit(' ').second.getAsInteger(10, Size) || Size > Next.size())
      throw Error(ExitCode::Incomplete, "the repository lacks the object " + Id +
                                            " (a partial clone?); fetch it with git, kverdict uses no network");
    Texts.push_back(Next.take_front(Size).str());
    Rest = Next.substr(Size + 1);
  }
  return Texts;
}

// A path that goes through a symbolic link may leave the tree.
static bool throughLink(const std::string &Root, llvm::StringRef Path) {
  for (size_t Slash = Path.find('/'); Slash != Path.npos; Slash = Path.find('/', Slash + 1)) {
    const std::string Above = Root + "/" + Path.take_front(Slash).str();
    if (fs::is_symlink_file(Above))
      return true;
    seen::real(Above, fs::exists(Above) ? Above : ""); // the root has no links in it
  }
  return false;
}

static TreeFile readLink(const std::string &Full) {
  char Target[4096];
  ssize_t Size = ::readlink(Full.c_str(), Target, sizeof Target);
  return {"120000", std::string(Target, Size > 0 ? Size : 0)};
}

std::optional<TreeFile> Tree::readPlain(const std::string &Path) const {
  std::string Full = absolutePath(Path);
  fs::file_status Status;
  if (throughLink(Root, Path))
    throw Error(ExitCode::Incomplete, visible(Path) + ": this path goes through a symbolic link of the tree; give the "
                                                      "tree that the patch was made for");
  if (fs::status(Full, Status, /*follow=*/false) || Status.type() == fs::file_type::file_not_found) {
    seen::status(Full, '-');
    return std::nullopt;
  }
  if (Status.type() == fs::file_type::symlink_file)
    return seen::unnoted(), readLink(Full);
  seen::real(Full, Full);
  if (Status.type() != fs::file_type::regular_file)
    return std::nullopt;
  bool Runs = (Status.permissions() & fs::owner_exe) != fs::no_perms;
  std::string Text = readFile(Full, "a tree whose files can be read");
  seen::text(Full, Text);
  return TreeFile{Runs ? "100755" : "100644", std::move(Text)};
}

std::string Tree::absolutePath(const std::string &Path) const { return Root + "/" + Path; }

std::string Tree::describe() const {
  return isGit() ? std::string("git tree at ") + (AtHead ? "HEAD " : "") + Commit.substr(0, 12) : "plain directory";
}

} // namespace kverdict
