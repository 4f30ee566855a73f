#include "tool/Graphviz.h"

#include "cache/Reads.h"
#include "core/Error.h"
#include "core/Visible.h"
#include "input/tree/TempDir.h"

#include <llvm/Support/Program.h>

namespace kverdict {

constexpr unsigned MostSeconds = 60;

std::string drawnByDot(const std::string &Graph) {
  seen::unnoted(); // another program does it
  const auto Program = llvm::sys::findProgramByName("dot");
  if (!Program)
    throw Error(ExitCode::Incomplete, "the diagram is drawn by Graphviz' program dot, which is not installed (Debian: "
                                      "apt install graphviz); -f dot prints the graph for one that is elsewhere");
  const TempDir Scratch;
  const std::string In = Scratch.file("in"), Out = Scratch.file("out"), Err = Scratch.file("err");
  writeFile(In, Graph);
  writeFile(Out, "");
  writeFile(Err, "");
  // An environment of its own: neither plugins nor fonts that a user's environment names.
  const std::string Home = "HOME=" + Scratch.path();
  const llvm::StringRef Env[] = {"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", Home};
  const std::optional<llvm::StringRef> Redirects[] = {llvm::StringRef(In), llvm::StringRef(Out), llvm::StringRef(Err)};
  std::string Problem;
  const int Code = llvm::sys::ExecuteAndWait(*Program, {*Program, "-Tsvg"}, llvm::ArrayRef<llvm::StringRef>(Env),
                                             Redirects, MostSeconds, 0, &Problem);
  if (Code == 0)
    return readFile(Out, "dot's output");
  if (Problem.empty())
    Problem = visible(llvm::StringRef(readFile(Err, "dot's messages")).split('\n').first);
  throw Error(ExitCode::Incomplete, "dot did not draw the diagram: " + Problem);
}

} // namespace kverdict
