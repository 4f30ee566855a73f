// kverdict cc-check KBUILD-ARGV: what `make C=1 CHECK="kverdict cc-check"` runs, as it would run sparse.
#include "analysis/Analysis.h"
#include "core/Visible.h"
#include "kbuild/CompileFlags.h"
#include "report/terminal/CcText.h"
#include "tool/Commands.h"
#include "tool/Files.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/FileSystem.h>

namespace kverdict {
namespace {

/// The compiler is not on kbuild's line. Only clang's has a target, and gcc's other flags must not reach Clang.
std::string compilerOf(const std::vector<std::string> &Flags) {
  const bool Clang = llvm::any_of(Flags, [](llvm::StringRef Flag) { return Flag.starts_with("--target="); });
  return Clang ? "clang" : "gcc";
}

FileVersion versionOf(const std::vector<std::string> &Flags, const std::string &Source) {
  std::vector<std::string> Line = {compilerOf(Flags)};
  Line.insert(Line.end(), Flags.begin(), Flags.end());
  llvm::SmallString<128> Directory;
  llvm::sys::fs::real_path(".", Directory);
  FileVersion V;
  V.Command = {absolutePath(Source), Directory.str().str(), analysisFlags(Line, "the command line of cc-check")};
  V.Text = readFile(Source);
  return V;
}

} // namespace

Outcome runCcCheck(const Options &O) {
  const std::string Source = sourceOf(O.Inputs);
  if (Source.empty())
    throw Error(ExitCode::Usage,
                "cc-check is for the kernel's build: make C=1 CHECK=\"kverdict cc-check\"; there is no C "
                "file on its command line");
  const Rules R = findRules(O);
  const FileVersion V = versionOf(O.Inputs, Source);
  Outcome Result;
  if (!hasSubject(V.Text, R))
    return Result;
  // Whatever is said of the file, the build goes on: any other code would make it fail.
  try {
    Result.Notes = renderCc({analyse(V, R)});
  } catch (const Error &E) {
    if (E.code() == ExitCode::Usage)
      throw;
    Result.Notes = visible(Source) + ":1:1: warning: kverdict: " + E.what() + "\n";
  }
  return Result;
}

} // namespace kverdict
