#include "cache/Store.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/BLAKE3.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <ctime>
#include <random>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kverdict {
namespace {

constexpr llvm::StringRef Head = "kverdict 1 "; ///< then the key, the checksum, and the text
constexpr size_t KeyLength = 64;
constexpr size_t HeadLength = Head.size() + 2 * (KeyLength + 1);
constexpr llvm::StringRef Unfinished = ".new-"; ///< what the name of a file begins with that is being written
constexpr time_t Abandoned = 3600;              ///< seconds after which nobody writes it any more

bool isKey(llvm::StringRef Name) {
  return Name.size() == KeyLength && Name.find_first_not_of("0123456789abcdef") == Name.npos;
}

/// Of this user alone.
bool isOurs(const struct stat &S) { return S.st_uid == geteuid() && !(S.st_mode & (S_IWGRP | S_IWOTH)); }

std::string headOf(const std::string &Key, llvm::StringRef Text) {
  return (Head + Key + " " + storeKey(Key + Text.str()) + "\n").str();
}

/// Each part of a path that is not there yet.
bool makeDirectories(const std::string &Path) {
  for (size_t Slash = Path.find('/', 1); Slash != Path.npos; Slash = Path.find('/', Slash + 1))
    if (mkdir(Path.substr(0, Slash).c_str(), 0700) != 0 && errno != EEXIST && errno != EROFS && errno != EACCES)
      return false;
  return mkdir(Path.c_str(), 0700) == 0 || errno == EEXIST || errno == EROFS;
}

std::string whyNot(int Directory) {
  struct stat S {};
  if (fstat(Directory, &S) != 0)
    return std::strerror(errno);
  if (S.st_uid != geteuid())
    return "it belongs to somebody else";
  if (S.st_mode & (S_IRWXG | S_IRWXO))
    return "others than its owner have rights there: chmod 700";
  return faccessat(Directory, ".", R_OK | W_OK | X_OK, AT_EACCESS) == 0 ? "" : std::strerror(errno);
}

bool readWhole(int File, size_t Size, std::string &Text) {
  Text.resize(Size);
  for (size_t At = 0; At < Size;) {
    const ssize_t Got = ::read(File, Text.data() + At, Size - At);
    if (Got <= 0 && !(Got < 0 && errno == EINTR))
      return false;
    At += Got > 0 ? Got : 0;
  }
  return true;
}

bool writeWhole(int File, llvm::StringRef Text) {
  while (!Text.empty()) {
    const ssize_t Put = ::write(File, Text.data(), Text.size());
    if (Put < 0 && errno != EINTR)
      return false;
    Text = Text.drop_front(Put > 0 ? Put : 0);
  }
  return true;
}

std::string unfinishedName() {
  std::random_device Source;
  return (Unfinished + std::to_string(getpid()) + "-" + llvm::utohexstr(Source())).str();
}

/// A file of the store, as it lies there.
struct Kept {
  std::string Name;
  std::uint64_t Size;
  time_t Used;
};

/// Those that are whole; what nobody finished is removed.
std::vector<Kept> keptIn(int Directory) {
  std::vector<Kept> Out;
  DIR *const List = fdopendir(openat(Directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!List)
    return Out;
  while (const dirent *Entry = readdir(List)) {
    const llvm::StringRef Name = Entry->d_name;
    struct stat S {};
    if ((!isKey(Name) && !Name.starts_with(Unfinished)) ||
        fstatat(Directory, Entry->d_name, &S, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(S.st_mode))
      continue;
    if (isKey(Name))
      Out.push_back({Name.str(), static_cast<std::uint64_t>(S.st_size), S.st_mtime});
    else if (std::abs(std::time(nullptr) - S.st_mtime) > Abandoned) // a clock may have gone back since
      unlinkat(Directory, Entry->d_name, 0);
  }
  closedir(List);
  return Out;
}

} // namespace

std::string storeKey(llvm::StringRef Text) {
  llvm::BLAKE3 Hash;
  Hash.update(Text);
  return llvm::toHex(Hash.final(), /*LowerCase=*/true);
}

std::optional<Store> Store::open(const std::string &Directory, std::string &Why, std::uint64_t Bound) {
  Why.clear();
  std::string Path = Directory;
  while (Path.size() > 1 && Path.back() == '/')
    Path.pop_back();
  int File = -1;
  if (!makeDirectories(Path) || (File = ::open(Path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)) < 0)
    Why = errno == ENOTDIR || errno == ELOOP ? "it is no directory" : std::strerror(errno);
  else
    Why = whyNot(File);
  if (Why.empty())
    return Store(File, Bound);
  if (File >= 0)
    ::close(File);
  return std::nullopt;
}

Store::Store(Store &&Other) noexcept : Directory(Other.Directory), Bound(Other.Bound) { Other.Directory = -1; }

Store::~Store() {
  if (Directory >= 0)
    ::close(Directory);
}

std::optional<std::string> Store::get(const std::string &Key) const {
  const int File = openat(Directory, Key.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (File < 0)
    return std::nullopt;
  struct stat S {};
  std::string Text;
  const bool Read = fstat(File, &S) == 0 && S_ISREG(S.st_mode) && isOurs(S) && S.st_size >= off_t(HeadLength) &&
                    std::uint64_t(S.st_size) <= Bound && readWhole(File, S.st_size, Text);
  const llvm::StringRef Body = llvm::StringRef(Text).drop_front(std::min(Text.size(), HeadLength));
  const bool Whole = Read && llvm::StringRef(Text).take_front(HeadLength) == headOf(Key, Body);
  if (Whole)
    futimens(File, nullptr);
  ::close(File);
  return Whole ? std::optional(Body.str()) : std::nullopt;
}

bool Store::put(const std::string &Key, llvm::StringRef Text) const {
  if (Text.size() + HeadLength > Bound / 8)
    return false;
  const std::string Name = unfinishedName();
  const int File = openat(Directory, Name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (File < 0)
    return false;
  bool Done = writeWhole(File, headOf(Key, Text)) && writeWhole(File, Text);
  Done &= ::close(File) == 0; // some file systems tell of a full disk here
  Done = Done && renameat(Directory, Name.c_str(), Directory, Key.c_str()) == 0;
  if (!Done)
    unlinkat(Directory, Name.c_str(), 0);
  bound();
  return Done;
}

void Store::bound() const {
  std::vector<Kept> All = keptIn(Directory);
  std::uint64_t Sum = 0;
  for (const Kept &Each : All)
    Sum += Each.Size;
  if (Sum <= Bound)
    return;
  std::sort(All.begin(), All.end(), [](const Kept &A, const Kept &B) { return A.Used < B.Used; });
  for (const Kept &Each : All) {
    if (Sum <= Bound / 4 * 3)
      return;
    unlinkat(Directory, Each.Name.c_str(), 0);
    Sum -= Each.Size;
  }
}

} // namespace kverdict
