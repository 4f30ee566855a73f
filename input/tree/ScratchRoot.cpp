#include "input/tree/ScratchRoot.h"

#include "core/Error.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <mutex>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace kverdict {

namespace {

// A signal handler can be handed nothing: what it needs is static. The name stands here before the directory is made.
struct Scratch {
  char Root[4096] = "";
  std::atomic<bool> Dying = false;
  pid_t Owner = 0; ///< a child process leaves the directories of its parent alone
  std::mutex Lock;
  unsigned Users = 0, Made = 0;
  std::array<std::atomic<std::uint64_t>, 64> Processes{}; ///< who waits for whom; 0 where nobody does
};
Scratch &scratch() {
  static Scratch Only;
  return Only;
}
Scratch *const Known = &scratch(); // made before any handler runs

struct Entry {
  ino64_t Inode;
  off64_t Offset;
  unsigned short Size;
  unsigned char Type;
  char Name[1];
};

/// A directory on the way down, and the whole way as one text. Only calls that a signal handler may make.
class Remover {
public:
  explicit Remover(const char *Root) : Size(std::strlen(Root)), RootSize(Size) { std::memcpy(Way, Root, Size + 1); }

  /// Tries to remove all below the root and the root, with one descriptor at a time: there may be no other. Ends after
  /// as many directories as there may be.
  void run() {
    static constexpr unsigned MostSteps = 100'000;
    for (unsigned I = 0; I < MostSteps; ++I) {
      if (enterOne())
        continue;
      const bool Gone = !::rmdir(Way) || errno == ENOENT;
      if (!Gone || Size == RootSize)
        return;
      leave();
    }
  }

private:
  /// Removes the files of the directory; true if it went into a directory of it.
  bool enterOne() {
    const int Directory = ::open(Way, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (Directory < 0)
      return false;
    bool Entered = false;
    alignas(Entry) char Buffer[2048];
    for (long Read; !Entered && (Read = ::syscall(SYS_getdents64, Directory, Buffer, sizeof Buffer)) > 0;)
      for (long At = 0; At < Read && !Entered;) {
        const auto *Each = reinterpret_cast<const Entry *>(Buffer + At);
        const bool Itself = !std::strcmp(Each->Name, ".") || !std::strcmp(Each->Name, "..");
        Entered = !Itself && ::unlinkat(Directory, Each->Name, 0) && errno != ENOENT && enter(Each->Name);
        At += Each->Size;
      }
    ::close(Directory);
    return Entered;
  }

  bool enter(const char *Name) {
    const size_t More = std::strlen(Name);
    if (Size + More + 2 > sizeof Way)
      return false;
    Way[Size] = '/';
    std::memcpy(Way + Size + 1, Name, More + 1);
    Size += More + 1;
    return true;
  }

  void leave() {
    while (Way[Size] != '/')
      --Size;
    Way[Size] = 0;
  }

  char Way[4096 + 512];
  size_t Size, RootSize;
};

// Other threads and a git that still runs may write meanwhile, until there is no directory to write to.
void removeRoot() {
  static constexpr unsigned Tries = 200;
  for (unsigned I = 0; I < Tries && ::access(Known->Root, F_OK) == 0; ++I)
    Remover(Known->Root).run();
}

// A child process has a copy of what its parent waits for.
std::uint64_t waits(pid_t For) { return static_cast<std::uint64_t>(::getpid()) << 32 | static_cast<unsigned>(For); }

void killProcesses() {
  for (const std::atomic<std::uint64_t> &Each : Known->Processes) {
    const std::uint64_t Pair = Each;
    if (const pid_t Id = static_cast<pid_t>(Pair); Id > 0 && Pair == waits(Id))
      ::kill(Id, SIGKILL);
  }
}

void answer(int Signal) {
  killProcesses();
  if (::getpid() == Known->Owner) {
    Known->Dying = true;
    if (Known->Root[0])
      removeRoot();
  }
  std::signal(Signal, SIG_DFL);
  sigset_t Only;
  sigemptyset(&Only);
  sigaddset(&Only, Signal);
  ::pthread_sigmask(SIG_UNBLOCK, &Only, nullptr);
  ::raise(Signal);
}

// A child process goes on with the root of its parent, but neither takes the other's directories.
std::string ownName() { return std::to_string(::getpid()) + "-"; }

[[noreturn]] void refuse(const std::string &Why) {
  throw Error(ExitCode::Incomplete,
              "cannot make a temporary directory: " + Why + "; set TMPDIR to a directory that can be written to");
}

void makeRoot() {
  llvm::SmallString<128> Model, Path;
  llvm::sys::path::system_temp_directory(/*erasedOnReboot=*/true, Model);
  llvm::sys::path::append(Model, "kverdict-%%%%%%%%");
  for (unsigned Tries = 0;; ++Tries) {
    llvm::sys::fs::createUniquePath(Model, Path, /*MakeAbsolute=*/true);
    if (Path.size() >= sizeof Known->Root)
      refuse("its path is too long");
    std::memcpy(Known->Root, Path.c_str(), Path.size() + 1);
    if (!::mkdir(Known->Root, 0700))
      return;
    const int Failed = errno;
    Known->Root[0] = 0;
    if (Failed != EEXIST || Tries == 100)
      refuse(std::strerror(Failed));
  }
}

void enterRoot() {
  if (Known->Users)
    return;
  Known->Owner = ::getpid();
  makeRoot();
}

// A child process that died has left its directories there.
void leaveRoot() {
  if (Known->Users || Known->Dying || !Known->Root[0] || ::getpid() != Known->Owner)
    return;
  removeRoot();
  Known->Root[0] = 0;
}

} // namespace

std::string makeScratchDirectory() {
  const std::lock_guard<std::mutex> Held(Known->Lock);
  enterRoot();
  const std::string Path = std::string(Known->Root) + "/" + ownName() + std::to_string(++Known->Made);
  if (::mkdir(Path.c_str(), 0700))
    refuse(std::strerror(errno));
  ++Known->Users;
  return Path;
}

void removeScratchDirectory(const std::string &Path) {
  if (llvm::sys::path::filename(Path).take_until([](char C) { return C == '-'; }).str() + "-" != ownName())
    return;
  llvm::sys::fs::remove_directories(Path, /*IgnoreErrors=*/true);
  const std::lock_guard<std::mutex> Held(Known->Lock);
  --Known->Users;
  leaveRoot();
}

void holdScratch() {
  const std::lock_guard<std::mutex> Held(Known->Lock);
  try {
    enterRoot();
    ++Known->Users;
  } catch (const Error &) { // who needs it will say so
  }
}

void dropScratch() {
  const std::lock_guard<std::mutex> Held(Known->Lock);
  Known->Users -= Known->Users > 0;
  leaveRoot();
}

StartedProcess::StartedProcess(int Id) {
  for (std::atomic<std::uint64_t> &Each : Known->Processes) {
    std::uint64_t None = 0;
    if (Each.compare_exchange_strong(None, waits(Id))) {
      Place = &Each;
      return;
    }
  }
}

StartedProcess::~StartedProcess() {
  if (Place)
    *Place = 0;
}

void removeScratch() {
  if (::getpid() == Known->Owner && Known->Root[0])
    removeRoot();
}

void removeScratchOnSignals() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN); // a file that may not grow so far is one that cannot be written
  struct sigaction Action {};
  Action.sa_handler = answer;
  sigfillset(&Action.sa_mask);
  for (int Signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU}) {
    struct sigaction Before {};
    if (!::sigaction(Signal, nullptr, &Before) && Before.sa_handler != SIG_IGN) // as under nohup
      ::sigaction(Signal, &Action, nullptr);
  }
}

void waitForSignals() {
  while (Known->Dying)
    ::pause();
}

} // namespace kverdict
