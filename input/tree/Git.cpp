#include "input/tree/Git.h"

#include "core/Error.h"
#include "core/Visible.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Program.h"

#include <cstdlib>

namespace kverdict {

// Long enough for a large mailbox on a slow disk; a git that takes longer hangs.
static constexpr unsigned Seconds = 300;

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
  Result.Code =
      llvm::sys::ExecuteAndWait(Program, Argv, llvm::ArrayRef<llvm::StringRef>(Env), Redirects, Seconds, 0, &Problem);
  if (Result.Code < 0)
    throw Error(ExitCode::Incomplete, "git " + Arguments.front() + " did not finish: " + Problem);
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
