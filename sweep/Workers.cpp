#include "sweep/Workers.h"

#include "core/Error.h"

#include "llvm/Support/Program.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kverdict {

std::string shellWord(const std::string &Word) {
  std::string Out = "'";
  for (char C : Word)
    Out += C == '\'' ? std::string("'\\''") : std::string(1, C);
  return Out + "'";
}

std::vector<std::string> parallelArguments(const WorkerProgram &W, bool Bar) {
  std::vector<std::string> Out = {"parallel",    "--plain",
                                  "--will-cite", "--quote",
                                  "-j",          std::to_string(W.Jobs),
                                  "--joblog",    "+" + W.Place.joblog(),
                                  "-a",          W.Place.pending()};
  if (Bar)
    Out.push_back("--bar");
  Out.insert(Out.end(), {W.Path, "sweep-shard", ".", "{}"}); // no name of a stranger: parallel replaces in all of it
  return Out;
}

// No cluster lets an array have more tasks than this unless it says so (MaxArraySize is 1001).
static constexpr unsigned MostTasks = 1000;

std::string batchScript(const WorkerProgram &W, unsigned Shards) {
  const unsigned Tasks = std::max(1u, std::min(Shards, MostTasks));
  return "#!/bin/bash\n"
         "#SBATCH --job-name=kverdict-sweep\n"
         "#SBATCH --array=1-" +
         std::to_string(Tasks) + "%" + std::to_string(W.Jobs) +
         "\n"
         "#SBATCH --ntasks=1\n"
         "#SBATCH --cpus-per-task=1\n"
         "#SBATCH --output=/dev/null\n"
         "#SBATCH --requeue\n"
         "# Task N has the shards N, N + " +
         std::to_string(Tasks) +
         " and so on. What has a result is not done again.\n"
         "code=0\n"
         "for ((shard = SLURM_ARRAY_TASK_ID; shard <= " +
         std::to_string(Shards) + "; shard += " + std::to_string(Tasks) +
         ")); do\n"
         "\t" +
         shellWord(W.Path) + " sweep-shard " + shellWord(W.Place.Directory) +
         " \"$shard\" || code=1\n"
         "done\n"
         "exit $code\n";
}

// In the child, where nothing may be allocated.
[[noreturn]] static void become(const char *Program, char *const *Arguments, const char *Directory, pid_t Parent) {
  const int Nothing = ::open("/dev/null", O_RDONLY);
  const bool Ready = Nothing >= 0 && ::dup2(Nothing, STDIN_FILENO) >= 0 && ::dup2(STDERR_FILENO, STDOUT_FILENO) >= 0 &&
                     ::chdir(Directory) == 0 && ::prctl(PR_SET_PDEATHSIG, SIGTERM) == 0;
  if (Ready && ::getppid() == Parent)
    ::execv(Program, Arguments);
  ::_exit(127);
}

int runWorkers(const std::vector<std::string> &Arguments, const std::string &Directory, const std::string &Advice) {
  const auto Program = llvm::sys::findProgramByName(Arguments.front());
  if (!Program)
    throw Error(ExitCode::Incomplete, Arguments.front() + " is not installed; " + Advice);
  std::vector<char *> Argv;
  for (const std::string &Each : Arguments)
    Argv.push_back(const_cast<char *>(Each.c_str()));
  Argv.push_back(nullptr);
  const pid_t Parent = ::getpid(), Child = ::fork();
  if (Child < 0)
    throw Error(ExitCode::Incomplete, Arguments.front() + " cannot be started: " + std::strerror(errno));
  if (Child == 0)
    become(Program->c_str(), Argv.data(), Directory.c_str(), Parent);
  int Status = 0;
  while (::waitpid(Child, &Status, 0) < 0 && errno == EINTR)
    ;
  return WIFEXITED(Status) ? WEXITSTATUS(Status) : 128 + WTERMSIG(Status);
}

} // namespace kverdict
