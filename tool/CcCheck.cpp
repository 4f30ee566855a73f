// kverdict cc-check KBUILD-ARGV: what `make C=1 CHECK="kverdict cc-check"` runs, as it would run sparse.
#include "analysis/Analysis.h"
#include "checks/Checks.h"
#include "core/Visible.h"
#include "isolate/AtWork.h"
#include "kbuild/CompileFlags.h"
#include "report/terminal/CcText.h"
#include "tool/Commands.h"
#include "tool/Files.h"
#include "tool/InChild.h"

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

Outcome said(const FileVersion &V, const Rules &R) {
  const AtWork Mark(V.Command.File, "", "check of " + V.Text);
  return {"", renderCc({analyse(V, R, checksWith({}))})};
}

/// Whatever is said of the file, the build goes on: any other code would make it fail.
Outcome buildGoesOn(const std::string &Source, const std::function<Outcome()> &Work) {
  try {
    return Work();
  } catch (const Error &E) {
    if (E.code() == ExitCode::Usage)
      throw;
    return {"", visible(Source) + ":1:1: warning: kverdict: " + E.what() + "\n"};
  }
}

} // namespace

Outcome runCcCheck(const Options &O) {
  const std::string Source = sourceOf(O.Inputs);
  if (Source.empty())
    throw Error(ExitCode::Usage,
                "cc-check is for the kernel's build: make C=1 CHECK=\"kverdict cc-check\"; there is no C "
                "file on its command line");
  const Rules R = findRules(O, treeAround(Source));
  const FileVersion V = versionOf(O.Inputs, Source);
  if (!hasSubject(V.Text, R))
    return {};
  return buildGoesOn(Source,
                     [&] { return inChild(O, [&] { return buildGoesOn(Source, [&] { return said(V, R); }); }); });
}

} // namespace kverdict
