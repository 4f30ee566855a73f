#include "cache/Reads.h"

#include "cache/Store.h"
#include "cache/Words.h"

#include <llvm/ADT/StringExtras.h>

#include <algorithm>
#include <atomic>
#include <climits>
#include <cstdlib>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kverdict {
namespace {

using Kind = Reads::Kind;

constexpr const char *Nothing = "-";

char kindOf(mode_t Mode) { return S_ISREG(Mode) ? 'f' : S_ISDIR(Mode) ? 'd' : 'o'; }

char statusNow(const std::string &Path) {
  struct stat S {};
  return ::stat(Path.c_str(), &S) == 0 ? kindOf(S.st_mode) : Nothing[0];
}

std::string realNow(const std::string &Path) {
  char Buffer[PATH_MAX];
  return ::realpath(Path.c_str(), Buffer) ? Buffer : Nothing;
}

std::string listed(std::vector<std::string> Names) {
  std::sort(Names.begin(), Names.end());
  return storeKey(llvm::join(Names, "/"));
}

std::string listNow(const std::string &Path) {
  DIR *const List = ::opendir(Path.c_str());
  if (!List)
    return Nothing;
  std::vector<std::string> Names;
  while (const dirent *Entry = ::readdir(List))
    if (const llvm::StringRef Name = Entry->d_name; Name != "." && Name != "..")
      Names.push_back(Name.str());
  ::closedir(List);
  return listed(std::move(Names));
}

/// The hash of a text, and where it really stands.
std::string sourceWords(const std::string &Hash, const std::string &Real) { return Hash + " " + Real; }

/// A regular file that is open.
class OpenedFile {
public:
  explicit OpenedFile(const std::string &Path)
      : File(::open(Path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)) {
    Regular = File >= 0 && ::fstat(File, &Stat) == 0 && S_ISREG(Stat.st_mode);
  }
  ~OpenedFile() {
    if (File >= 0)
      ::close(File);
  }
  OpenedFile(const OpenedFile &) = delete;

  std::string hash() const {
    static thread_local std::string Text; // most files are of one size
    Text.resize(std::max<size_t>(Text.size(), Stat.st_size + 1));
    size_t Size = 0;
    for (ssize_t Got = 0; Regular && (Got = ::read(File, Text.data() + Size, Text.size() - Size)) > 0;)
      if ((Size += Got) == Text.size())
        Text.resize(2 * Size);
    return Regular ? storeKey(llvm::StringRef(Text.data(), Size)) : Nothing;
  }

  std::string real() const {
    char Buffer[PATH_MAX];
    const ssize_t Size = ::readlink(("/proc/self/fd/" + std::to_string(File)).c_str(), Buffer, sizeof Buffer);
    return std::string(Buffer, Size > 0 ? Size : 0);
  }

  Reads::Identity identity() const { return {Stat.st_dev, Stat.st_ino}; }
  bool regular() const { return Regular; }

private:
  int File;
  struct stat Stat {};
  bool Regular;
};

std::string foundNow(Kind What, const std::string &Path, Reads::Identity &Of) {
  switch (What) {
  case Kind::Status:
    return std::string(1, statusNow(Path));
  case Kind::Real:
    return realNow(Path);
  case Kind::List:
    return listNow(Path);
  case Kind::Text:
    return OpenedFile(Path).hash();
  case Kind::Source:
    const OpenedFile File(Path);
    Of = File.identity();
    return File.regular() ? sourceWords(File.hash(), File.real()) : Nothing;
  }
  return "";
}

std::atomic<Recording *> &current() {
  static std::atomic<Recording *> One = nullptr;
  return One;
}

std::string absolute(const std::string &Path) {
  char Here[PATH_MAX];
  return Path.starts_with("/") || !::getcwd(Here, sizeof Here) ? Path : std::string(Here) + "/" + Path;
}

void note(Kind What, const std::string &Path, std::string Found, Reads::Identity Of = {}) {
  if (Recording *Now = Recording::now())
    Now->What.add(What, absolute(Path), std::move(Found), Of);
}

} // namespace

Reads::Reads(Reads &&Other) noexcept : All(std::move(Other.All)), Spoiled(Other.Spoiled) {}

void Reads::add(Kind What, const std::string &Path, std::string Now, Identity Of) {
  const std::lock_guard Held(Lock);
  const auto [It, New] = All.try_emplace({Path, static_cast<char>(What)}, Found{Now, Of, ""});
  Spoiled |= !New && (It->second.What != Now || It->second.Of != Of);
}

void Reads::add(const Reads &Other) {
  for (const auto &[Key, Each] : Other.All)
    add(static_cast<Kind>(Key.second), Key.first, Each.What, Each.Of);
  Spoiled |= Other.Spoiled;
}

void Reads::spoil() {
  const std::lock_guard Held(Lock);
  Spoiled = true;
}

void Reads::nameFirst() {
  std::map<Identity, std::string> First;
  for (auto &[Key, Each] : All)
    if (Each.Of != Identity())
      Each.First = First.try_emplace(Each.Of, Key.first).first->second;
}

bool Reads::hold() const {
  std::map<Identity, std::string> First;
  return !Spoiled && std::all_of(All.begin(), All.end(), [&](const auto &One) {
    const auto &[Key, Each] = One;
    Identity Of;
    if (foundNow(static_cast<Kind>(Key.second), Key.first, Of) != Each.What)
      return false;
    return Of == Identity() || First.try_emplace(Of, Key.first).first->second == Each.First;
  });
}

std::string Reads::packed() const {
  Reads Named;
  Named.add(*this);
  Named.nameFirst();
  std::string Out = Spoiled ? "spoiled " : "";
  for (const auto &[Key, Each] : Named.All) {
    Out += Key.second;
    for (const std::string &Word : {Key.first, Each.What, Each.First})
      packWord(Out, Word);
    Out += std::to_string(Each.Of.first) + " " + std::to_string(Each.Of.second) + "\n";
  }
  return Out;
}

std::optional<Reads> Reads::unpacked(llvm::StringRef Text) {
  Reads Out;
  Out.Spoiled = Text.consume_front("spoiled ");
  while (!Text.empty()) {
    const char What = Text.front();
    std::string Path;
    Found Each;
    Text = Text.drop_front();
    if (!llvm::StringRef("TCSRL").contains(What) || !unpackWord(Text, Path) || !unpackWord(Text, Each.What) ||
        !unpackWord(Text, Each.First) || Text.consumeInteger(10, Each.Of.first) || !Text.consume_front(" ") ||
        Text.consumeInteger(10, Each.Of.second) || !Text.consume_front("\n"))
      return std::nullopt;
    Out.All.emplace(std::pair(std::move(Path), What), std::move(Each));
  }
  return Out;
}

Recording::Recording() { current() = this; }
Recording::~Recording() { current() = nullptr; }
Recording *Recording::now() { return current(); }

namespace seen {

void status(const std::string &Path, char Found) { note(Kind::Status, Path, std::string(1, Found)); }

static char statusOf(const std::string &Path) {
  const char Found = statusNow(Path);
  status(Path, Found);
  return Found;
}

bool isFile(const std::string &Path) { return statusOf(Path) == 'f'; }
bool isDirectory(const std::string &Path) { return statusOf(Path) == 'd'; }
bool exists(const std::string &Path) { return statusOf(Path) != Nothing[0]; }

void text(const std::string &Path, llvm::StringRef Text) {
  if (Recording::now())
    note(Kind::Text, Path, storeKey(Text));
}

void unreadable(const std::string &Path) { note(Kind::Text, Path, Nothing); }

void source(const std::string &Path, llvm::StringRef Text, const std::string &Real, Reads::Identity Of) {
  if (Recording::now())
    note(Kind::Source, Path, sourceWords(storeKey(Text), Real), Of);
}

void real(const std::string &Path, const std::string &Found) {
  note(Kind::Real, Path, Found.empty() ? Nothing : Found);
}

void list(const std::string &Path, std::vector<std::string> Names) {
  if (Recording::now())
    note(Kind::List, Path, listed(std::move(Names)));
}

void unnoted() {
  if (Recording *Now = Recording::now())
    Now->What.spoil();
}

} // namespace seen
} // namespace kverdict
