#include "input/tree/Git.h"

#include "core/Error.h"
#include "core/Visible.h"
#include "input/tree/ScratchRoot.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Program.h"

#include <chrono>
#include <csignal>
#include <cstdlib>

#include <poll.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kverdict {

// Long enough for a large mailbox on a slow disk; a git that takes longer hangs. Tests do not wait so long.
static unsigned mostSeconds() {
  const char *Of = std::getenv("KVERDICT_TEST_GIT_SECONDS");
  unsigned Seconds = 300;
  if (Of)
    llvm::StringRef(Of).getAsInteger(10, Seconds);
  return Seconds;
}

// LLVM's own bound is an alarm, which may reach another thread than the one that waits.
static bool endsWithin(pid_t Id, unsigned Seconds) {
  using Clock = std::chrono::steady_clock;
  const auto Until = Clock::now() + std::chrono::seconds(Seconds);
  const int File = ::syscall(SYS_pidfd_open, Id, 0); // may fail: there are no descriptors left
  bool Ended = false;
  while (!Ended && Clock::now() < Until) {
    pollfd Waits = {File, POLLIN, 0};
    siginfo_t Of{};
    if (File >= 0)
      Ended = ::poll(&Waits, 1, 1000) > 0;
    else
      Ended = !::waitid(P_PID, Id, &Of, WEXITED | WNOHANG | WNOWAIT) && Of.si_pid == Id;
    if (!Ended && File < 0)
      ::usleep(1000);
  }
  if (File >= 0)
    ::close(File);
  return Ended;
}

// The exit code; -1 if it could not be started, -2 if it died or took too long.
static int execute(llvm::StringRef Program, llvm::ArrayRef<llvm::StringRef> Argv, llvm::ArrayRef<llvm::StringRef> Env,
                   llvm::ArrayRef<std::optional<llvm::StringRef>> Redirects, std::string &Problem) {
  bool Failed = false;
  const llvm::sys::ProcessInfo Started = llvm::sys::ExecuteNoWait(Program, Argv, Env, Redirects, 0, &Problem, &Failed);
  if (Failed || Started.Pid <= 0)
    return -1;
  const StartedProcess Noted(Started.Pid);
  const unsigned Seconds = mostSeconds();
  const bool Ended = endsWithin(Started.Pid, Seconds);
  if (!Ended)
    ::kill(Started.Pid, SIGKILL);
  const int Code = llvm::sys::Wait(Started, std::nullopt, &Problem).ReturnCode;
  if (!Ended)
    Problem = "it takes more than " + std::to_string(Seconds) + " s";
  return Ended ? Code : -2;
}

Git::Git() {
  auto Found = llvm::sys::findProgramByName("git");
  if (!Found)
    throw Error(ExitCode::Incomplete, "git is not installed; kverdict reads patches with it: apt-get install git");
  Program = *Found;
}

// What a repository's configuration could make git run, by option: all of it off.
static const std::vector<std::string> &safety() {
  static const std::vector<std::string> Options = {"--no-pager",
                                                   "-c",
                                                   "core.hooksPath=/dev/null",
                                                   "-c",
                                                   "core.fsmonitor=false",
                                                   "-c",
                                                   "core.attributesFile=/dev/null",
                                                   "-c",
                                                   "core.splitIndex=false",
                                                   "-c",
                                                   "core.untrackedCache=false",
                                                   "-c",
                                                   "core.looseCompression=0", // what is stored is read once
                                                   "-c",
                                                   "core.quotePath=true",
                                                   "-c",
                                                   "safe.directory=*",
                                                   "-c",
                                                   "protocol.allow=never",
                                                   "-c",
                                                   "i18n.commitEncoding=UTF-8"};
  return Options;
}

// The directories above the scratch directory must not be taken for repositories.
std::vector<std::string> Git::environment() const {
  std::vector<std::string> Variables = {"LC_ALL=C",
                                        "HOME=" + Scratch.path(),
                                        "GIT_CONFIG_NOSYSTEM=1",
                                        "GIT_CONFIG_GLOBAL=/dev/null",
                                        "GIT_ATTR_NOSYSTEM=1",
                                        "GIT_TERMINAL_PROMPT=0",
                                        "GIT_OPTIONAL_LOCKS=0",
                                        "GIT_NO_LAZY_FETCH=1",
                                        "GIT_ALLOW_PROTOCOL=none",
                                        "GIT_LITERAL_PATHSPECS=1",
                                        "GIT_CEILING_DIRECTORIES=" +
                                            Scratch.path().substr(0, Scratch.path().rfind('/'))};
  if (const char *Path = std::getenv("PATH"))
    Variables.push_back(std::string("PATH=") + Path);
  if (!Repository.empty())
    Variables.push_back("GIT_DIR=" + Repository);
  return Variables;
}

static bool isFull(const std::string &Directory) {
  struct statvfs Room {};
  return !::statvfs(Directory.c_str(), &Room) && (Room.f_bavail == 0 || (Room.f_files != 0 && Room.f_favail == 0));
}

GitResult Git::run(const std::vector<std::string> &Arguments, const std::string &Input) const {
  std::vector<std::string> All = {Program};
  All.insert(All.end(), safety().begin(), safety().end());
  All.insert(All.end(), {"-C", Scratch.path()});
  All.insert(All.end(), Arguments.begin(), Arguments.end());
  llvm::SmallVector<llvm::StringRef, 32> Argv(All.begin(), All.end());
  std::vector<std::string> Variables = environment();
  llvm::SmallVector<llvm::StringRef, 16> Env(Variables.begin(), Variables.end());

  std::string In = file("stdin"), Out = file("stdout"), Err = file("stderr"), Problem;
  writeFile(In, Input);
  writeFile(Out, ""); // LLVM opens them without cutting off what the run before has left
  writeFile(Err, "");
  std::optional<llvm::StringRef> Redirects[] = {In, Out, Err};
  GitResult Result;
  Result.Code = execute(Program, Argv, Env, Redirects, Problem);
  if (Result.Code < 0)
    throw Error(ExitCode::Incomplete, "git " + Arguments.front() + " did not finish: " + Problem);
  if (Result.Code != 0 && isFull(Scratch.path())) // there was no room for what git says, either
    throw Error(ExitCode::Incomplete,
                visible(Scratch.path()) + ": No space left on device; set TMPDIR to a directory with more room");
  Result.Out = readFile(Out, "git's output");
  Result.Err = readFile(Err, "git's messages");
  return Result;
}

std::string Git::must(const std::vector<std::string> &Arguments, const std::string &Input) const {
  GitResult Result = run(Arguments, Input);
  if (Result.Code != 0)
    throw Error(ExitCode::Incomplete, "git " + Arguments.front() + " failed: " + gitSays(Result));
  return Result.Out;
}

std::string gitSays(const GitResult &Result) {
  std::string Line;
  for (llvm::StringRef Rest = Result.Err; !Rest.empty();) {
    auto [First, Next] = Rest.split('\n');
    Line += (Line.empty() ? "" : "; ") + visible(First);
    Rest = Next;
  }
  return Line.empty() ? "nothing (exit code " + std::to_string(Result.Code) + ")" : Line;
}

} // namespace kverdict
