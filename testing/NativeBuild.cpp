#include "testing/NativeBuild.h"

#include <llvm/ADT/SmallString.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Program.h>

#include <fstream>
#include <optional>

namespace kverdict {
namespace {

int execute(const std::vector<std::string> &Arguments, const std::string &Input, const std::string &Output,
            const std::string &Errors, unsigned Seconds) {
  std::vector<llvm::StringRef> Refs(Arguments.begin(), Arguments.end());
  std::optional<llvm::StringRef> Redirects[] = {llvm::StringRef(Input), llvm::StringRef(Output),
                                                llvm::StringRef(Errors)};
  return llvm::sys::ExecuteAndWait(Arguments[0], Refs, std::nullopt, Redirects, Seconds);
}

} // namespace

std::string readFile(const std::string &Path) {
  std::ifstream In(Path);
  return {std::istreambuf_iterator<char>(In), {}};
}

std::string compiledTo(const std::string &Form, const std::string &Text, const std::vector<std::string> &Flags) {
  llvm::SmallString<128> Made;
  if (llvm::sys::fs::createUniqueDirectory("kverdict-compiled", Made))
    return "";
  const std::string Directory = Made.str().str();
  std::ofstream(Directory + "/a.c") << Text;
  std::vector<std::string> Compile = {KVERDICT_CLANG,    "-O2", "-S", "-w", Form, "-o", Directory + "/out",
                                      Directory + "/a.c"};
  Compile.insert(Compile.end(), Flags.begin(), Flags.end());
  const bool Done = execute(Compile, "", Directory + "/log", Directory + "/log", 60) == 0;
  const std::string Out = Done ? readFile(Directory + "/out") : "";
  llvm::sys::fs::remove_directories(Directory);
  return Out;
}

NativeBuild::NativeBuild(const std::vector<std::string> &Texts, const std::vector<std::string> &Flags) {
  llvm::SmallString<128> Made;
  if (llvm::sys::fs::createUniqueDirectory("kverdict-native", Made))
    return;
  Directory = Made.str().str();
  std::vector<std::string> Compile = {KVERDICT_CLANG, "-std=gnu11", "-w", "-o", Directory + "/a"};
  for (const std::string &Text : Texts) {
    Compile.push_back(Directory + "/" + std::to_string(Compile.size()) + ".c");
    std::ofstream(Compile.back()) << Text;
  }
  Compile.insert(Compile.end(), Flags.begin(), Flags.end());
  Built = execute(Compile, "", Directory + "/log", Directory + "/log", 300) == 0;
  Log = readFile(Directory + "/log");
}

NativeBuild::~NativeBuild() {
  if (!Directory.empty())
    llvm::sys::fs::remove_directories(Directory);
}

std::vector<std::string> NativeBuild::run(const std::string &Input, int *Status, unsigned Seconds) const {
  std::ofstream(Directory + "/in") << Input;
  int Code = execute({Directory + "/a"}, Directory + "/in", Directory + "/out", "", Seconds);
  if (Status)
    *Status = Code;
  std::ifstream Out(Directory + "/out");
  std::vector<std::string> Lines;
  for (std::string Line; std::getline(Out, Line);)
    Lines.push_back(Line);
  return Lines;
}

} // namespace kverdict
