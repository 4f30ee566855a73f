#include "input/tree/ScratchRoot.h"

#include "core/Error.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

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

// Only calls that a signal handler may make.
void removeAll(int Above, const char *Name, unsigned Depth) {
  if (!::unlinkat(Above, Name, 0) || errno == ENOENT || Depth == 0)
    return;
  const int Directory = ::openat(Above, Name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (Directory < 0)
    return;
  alignas(Entry) char Buffer[2048];
  for (long Size; (Size = ::syscall(SYS_getdents64, Directory, Buffer, sizeof Buffer)) > 0;)
    for (long At = 0; At < Size;) {
      const auto *Each = reinterpret_cast<const Entry *>(Buffer + At);
      if (std::strcmp(Each->Name, ".") != 0 && std::strcmp(Each->Name, "..") != 0)
        removeAll(Directory, Each->Name, Depth - 1);
      At += Each->Size;
    }
  ::close(Directory);
  ::unlinkat(Above, Name, AT_REMOVEDIR);
}

// Other threads and a git that still runs may write meanwhile, until there is no directory to write to.
void removeRoot() {
  static constexpr unsigned Tries = 200, Deepest = 24;
  for (unsigned I = 0; I < Tries && ::access(Known->Root, F_OK) == 0; ++I)
    removeAll(AT_FDCWD, Known->Root, Deepest);
}

void answer(int Signal) {
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

void removeScratchOnSignals() {
  std::signal(SIGPIPE, SIG_IGN);
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
