#include "isolate/AtWork.h"

#include "isolate/Failures.h"
#include "isolate/Progress.h"

#include <llvm/ADT/StringRef.h>
#include <llvm/Support/ErrorHandling.h>
#include <llvm/Support/xxhash.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <cxxabi.h>
#include <exception>
#include <fcntl.h>
#include <memory>
#include <typeinfo>
#include <unistd.h>

namespace kverdict {
namespace {

/// Of this thread. The handler of a signal has nothing else to go by.
thread_local AtWork *Current = nullptr;

/// What an exception has left on this thread: if nobody catches it, that is to blame.
thread_local Failure Left;

constexpr int Tick = SIGPROF;
constexpr int DeadlySignals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS};

void copy(char *To, std::size_t Size, const char *From) {
  std::size_t I = 0;
  for (; From[I] && I + 1 < Size; ++I)
    To[I] = From[I];
  To[I] = 0;
}

const char *nameOf(int Signal) {
  switch (Signal) {
  case SIGSEGV:
    return "signal 11, an invalid address";
  case SIGBUS:
    return "signal 7, an invalid address";
  case SIGILL:
    return "signal 4, an invalid instruction";
  case SIGFPE:
    return "signal 8, an arithmetic error";
  case SIGABRT:
    return "signal 6, it gave up";
  default:
    return "a signal";
  }
}

void died(int Signal) { dieOf(nameOf(Signal)); }

/// A stack that is used up has no place for a handler: each thread has another one for it.
void giveSignalsAStack() {
  static thread_local std::unique_ptr<std::array<char, 64 << 10>> Stack;
  if (Stack)
    return;
  Stack = std::make_unique<std::array<char, 64 << 10>>();
  stack_t Use{};
  Use.ss_sp = Stack->data();
  Use.ss_size = Stack->size();
  sigaltstack(&Use, nullptr);
}

/// An exception that nobody catches: what it says is more than its signal.
[[noreturn]] void terminated() {
  std::string Why = "an exception";
  if (const std::type_info *Type = abi::__cxa_current_exception_type())
    Why += std::string(" of type ") + Type->name();
  try {
    if (const std::exception_ptr Thrown = std::current_exception())
      std::rethrow_exception(Thrown);
  } catch (const std::bad_alloc &) {
    dieOf(Failure::TooMuchMemory);
  } catch (const std::exception &E) {
    Why = E.what();
  } catch (...) {
    dieOf(Why.c_str());
  }
  dieOf(Why.c_str());
}

[[noreturn]] void outOfMemory(void *, const char *, bool) { dieOf(Failure::TooMuchMemory); }

// LLVM gives up where there is no room for the stack of a thread.
[[noreturn]] void fatalError(void *, const char *Why, bool) {
  dieOf(llvm::StringRef(Why).starts_with("pthread_create") ? Failure::TooMuchMemory : Why);
}

/// Read with nothing that a signal handler must not call.
bool needsTooMuchMemory() {
  char Text[128];
  const int File = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  const ssize_t Length = File < 0 ? 0 : read(File, Text, sizeof(Text) - 1);
  if (File >= 0)
    close(File);
  long Resident = 0;
  ssize_t I = 0;
  while (I < Length && Text[I] != ' ')
    ++I;
  for (++I; I < Length && Text[I] >= '0' && Text[I] <= '9'; ++I)
    Resident = Resident * 10 + (Text[I] - '0');
  return Resident > isolation().MostPages;
}

/// For the parent, who shows it.
void show(const Failure &What) {
  SharedProgress *Seen = isolation().Seen;
  if (!Seen || Seen->Taken.test_and_set())
    return;
  copy(Seen->File, sizeof(Seen->File), What.File.c_str());
  copy(Seen->Function, sizeof(Seen->Function), What.Function.c_str());
  Seen->Taken.clear();
}

} // namespace

/// The CPU time of one thread, looked at twice a second.
class Watch {
public:
  static void begin(AtWork &W) {
    sigevent Event{};
    Event.sigev_notify = SIGEV_THREAD_ID;
    Event.sigev_signo = Tick;
    Event._sigev_un._tid = gettid();
    timer_t Made;
    if (timer_create(CLOCK_THREAD_CPUTIME_ID, &Event, &Made) == 0)
      W.Timer = Made;
    set(W);
  }

  static void set(AtWork &W) {
    if (!W.Timer)
      return;
    Began = now();
    const itimerspec Every{{0, 500'000'000}, {0, 500'000'000}};
    timer_settime(static_cast<timer_t>(W.Timer), 0, &Every, nullptr);
  }

  static void end(AtWork &W) {
    if (W.Timer)
      timer_delete(static_cast<timer_t>(W.Timer));
  }

  static void tick(int) {
    const int Saved = errno;
    if (Current && now() - Began > Current->Seconds)
      dieOf(Failure::TooLong);
    if (needsTooMuchMemory())
      dieOf(Failure::TooMuchMemory);
    errno = Saved;
  }

  static time_t now() {
    timespec Now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &Now);
    return Now.tv_sec;
  }

  static void say(LastWords &To) {
    const Failure &At = Current ? Current->What : Left;
    copy(To.File, sizeof(To.File), At.File.c_str());
    copy(To.Function, sizeof(To.Function), At.Function.c_str());
    copy(To.Version, sizeof(To.Version), At.Version.c_str());
  }

private:
  static thread_local time_t Began;
};

thread_local time_t Watch::Began = 0;

Isolation &isolation() {
  static Isolation One;
  return One;
}

void dieOf(const char *Why) {
  if (LastWords *Page = isolation().Page; Page && !Page->Said) {
    copy(Page->Why, sizeof(Page->Why), Why);
    Watch::say(*Page);
    Page->Said = 1;
  }
  _exit(99);
}

void watchThisProcess() {
  giveSignalsAStack();
  struct sigaction Act {};
  Act.sa_flags = SA_ONSTACK;
  Act.sa_handler = died;
  sigfillset(&Act.sa_mask);
  for (int Signal : DeadlySignals)
    sigaction(Signal, &Act, nullptr);
  Act.sa_flags = SA_ONSTACK | SA_RESTART;
  Act.sa_handler = Watch::tick;
  sigaction(Tick, &Act, nullptr);
  isolation().MostPages = sysconf(_SC_PHYS_PAGES) / 4 * 3;
  std::set_terminate(terminated);
  llvm::remove_fatal_error_handler(); // the parent's
  llvm::remove_bad_alloc_error_handler();
  llvm::install_fatal_error_handler(fatalError);
  llvm::install_bad_alloc_error_handler(outOfMemory);
}

AtWork::AtWork(const std::string &File, const std::string &Function, const std::string &Text, unsigned Seconds)
    : What{File, Function, Text.empty() ? "" : std::to_string(llvm::xxh3_64bits(Text)), ""}, Seconds(Seconds),
      Outer(Current), Exceptions(std::uncaught_exceptions()) {
  const Isolation &Here = isolation();
  for (const Failure &F : Here.Known)
    if (F.sameWork(What))
      throw Failed(F.told());
  Current = this;
  Left = {};
  if (!Here.Page)
    return;
  giveSignalsAStack();
  show(What);
  Watch::begin(*this);
  if (!Function.empty() && Function == Here.Provoked)
    std::abort();
}

AtWork::~AtWork() {
  Watch::end(*this);
  Current = Outer;
  if (std::uncaught_exceptions() > Exceptions && Left.File.empty())
    Left = What;
}

void expectFiles(unsigned Total) {
  if (SharedProgress *Seen = isolation().Seen)
    Seen->Done = 0, Seen->Total = Total;
}

void finishFile() {
  if (SharedProgress *Seen = isolation().Seen)
    ++Seen->Done;
}

void AtWork::restart() { Watch::set(*this); }

} // namespace kverdict
