#include "isolate/Isolated.h"

#include "cache/Reads.h"
#include "isolate/AtWork.h"
#include "isolate/Failures.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kverdict {
namespace {

/// Shared with the children.
template <class What> class Page {
public:
  Page() {
    void *Made = mmap(nullptr, sizeof(What), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (Made == MAP_FAILED)
      throw Error(ExitCode::Incomplete, "out of memory");
    Words = new (Made) What;
  }
  ~Page() { munmap(Words, sizeof(What)); }
  Page(const Page &) = delete;
  What *operator->() const { return Words; }
  What *get() const { return Words; }

private:
  What *Words;
};

/// What both sides share, and who looks at it.
struct Shared {
  Page<LastWords> Words;
  Page<SharedProgress> Seen;
  const LookAtProgress &Look;

  void look() const {
    if (!Look)
      return;
    Progress Now;
    Now.Done = Seen->Done, Now.Total = Seen->Total;
    if (!Seen->Taken.test_and_set()) {
      Now.File = Seen->File, Now.Function = Seen->Function;
      Seen->Taken.clear();
    }
    Look(Now);
  }
};

void writeAll(int To, const std::string &Text) {
  for (size_t At = 0; At < Text.size();) {
    const ssize_t Written = write(To, Text.data() + At, Text.size() - At);
    if (Written < 0 && errno != EINTR)
      _exit(98);
    At += Written > 0 ? Written : 0;
  }
}

constexpr int LookEvery = 1000; // milliseconds

std::string readAll(int From, const Shared &With) {
  std::string Text;
  char Part[1 << 16];
  for (;;) {
    pollfd Waits = {From, POLLIN, 0};
    if (poll(&Waits, 1, LookEvery) <= 0) {
      With.look();
      continue;
    }
    const ssize_t Length = read(From, Part, sizeof(Part));
    if (Length > 0)
      Text.append(Part, Length);
    else if (Length == 0 || errno != EINTR)
      return Text;
  }
}

[[noreturn]] void beTheChild(const Shared &With, std::vector<Failure> Known, int To, pid_t Parent,
                             const std::function<std::string()> &Work) {
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != Parent)
    _exit(98);
  const char *Provoked = std::getenv("KVERDICT_TEST_CRASH");
  isolation() = {With.Words.get(), With.Seen.get(), std::move(Known), Provoked ? Provoked : ""};
  watchThisProcess();
  try {
    writeAll(To, Work());
  } catch (...) { // the frames above are the parent's
    std::terminate();
  }
  _exit(0);
}

/// One go.
struct Attempt {
  bool Done = false;
  std::string Result;
  int Status = 0;
};

Attempt attempt(const Shared &With, const std::vector<Failure> &Known, const std::function<std::string()> &Work) {
  int Ends[2];
  if (pipe2(Ends, O_CLOEXEC) != 0)
    throw Error(ExitCode::Incomplete, std::string("no pipe: ") + std::strerror(errno));
  const pid_t Parent = getpid(), Child = fork();
  if (Child == 0) {
    close(Ends[0]);
    beTheChild(With, Known, Ends[1], Parent, Work);
  }
  close(Ends[1]);
  Attempt Out;
  if (Child > 0) {
    Out.Result = readAll(Ends[0], With);
    while (waitpid(Child, &Out.Status, 0) < 0 && errno == EINTR)
      ;
    Out.Done = WIFEXITED(Out.Status) && WEXITSTATUS(Out.Status) == 0;
  }
  close(Ends[0]);
  if (Child < 0)
    throw Error(ExitCode::Incomplete, std::string("no process: ") + std::strerror(errno));
  return Out;
}

std::string wordsOn(int Status) {
  if (!WIFSIGNALED(Status))
    return "it ended with code " + std::to_string(WEXITSTATUS(Status));
  if (WTERMSIG(Status) == SIGKILL)
    return "it was killed; the machine may have run out of memory";
  return "signal " + std::to_string(WTERMSIG(Status));
}

/// Throws Failed if this end names nothing that can be left out.
Failure blamed(const LastWords &Words, int Status, const std::vector<Failure> &Known) {
  if (!Words.Said)
    throw Failed("kverdict failed: " + wordsOn(Status) + "; a bug of kverdict");
  Failure Found{Words.File, Words.Function, Words.Version, Words.Why};
  if (Found.File.empty() || Known.size() == MostFailures)
    throw Failed("kverdict failed: " + Found.Why + "; a bug of kverdict");
  for (const Failure &F : Known)
    if (F.sameWork(Found))
      throw Failed(Found.told(" again"));
  return Found;
}

} // namespace

std::string isolated(const std::function<std::string()> &Work, const LookAtProgress &Look) {
  const Shared With{{}, {}, Look};
  std::vector<Failure> Known;
  for (;;) {
    With.Words->Said = 0;
    With.Seen->Taken.clear(); // a child may have died with it
    const Attempt One = attempt(With, Known, Work);
    if (One.Done)
      return One.Result;
    seen::unnoted(); // it may have been the time or the memory that there was
    Known.push_back(blamed(*With.Words.get(), One.Status, Known));
  }
}

} // namespace kverdict
