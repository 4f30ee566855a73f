#include "testing/Running.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/Program.h>

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace fs = std::filesystem;

namespace kverdict {

/// Tests do without the user's cache; those of the cache itself name one.
static const bool WithoutCache = setenv("KVERDICT_CACHE", "", 1) == 0;

Ran runProgram(const std::string &Path, std::vector<std::string> Arguments, const std::string &Directory) {
  const Scratch Files;
  const std::string Out = Files.path("out"), Err = Files.path("err");
  // env changes the directory; the tests themselves stay where they are.
  std::vector<std::string> Words = {"env", "-C", Directory, Path};
  Words.insert(Words.end(), Arguments.begin(), Arguments.end());
  const std::vector<llvm::StringRef> Refs(Words.begin(), Words.end());
  const std::optional<llvm::StringRef> Redirects[] = {"", Out, Err};
  std::string Failure;
  Ran Result;
  Result.Code = llvm::sys::ExecuteAndWait("/usr/bin/env", Refs, std::nullopt, Redirects, 240, 0, &Failure);
  Result.Out = textOf(Out);
  Result.Err = textOf(Err) + Failure;
  return Result;
}

Ran kverdictIn(const std::string &Directory, std::vector<std::string> Arguments) {
  return runProgram(KVERDICT_BINARY_DIR "/kverdict", std::move(Arguments), Directory);
}

Scratch::Scratch() {
  std::string Name = (fs::temp_directory_path() / "kverdict-test-XXXXXX").string();
  if (!mkdtemp(Name.data()))
    throw std::runtime_error("cannot make a directory in " + fs::temp_directory_path().string());
  Path = fs::canonical(Name).string();
}

Scratch::~Scratch() {
  std::error_code Ignored;
  fs::remove_all(Path, Ignored);
}

std::string Scratch::write(const std::string &Name, const std::string &Text) const {
  fs::create_directories(fs::path(path(Name)).parent_path());
  std::ofstream(path(Name), std::ios::binary) << Text;
  return path(Name);
}

std::string textOf(const std::string &Path) {
  std::ifstream In(Path, std::ios::binary);
  std::ostringstream Text;
  Text << In.rdbuf();
  return Text.str();
}

std::vector<std::string> linesOf(const std::string &Text) {
  std::istringstream In(Text);
  std::vector<std::string> Lines;
  for (std::string Line; std::getline(In, Line);)
    Lines.push_back(Line);
  return Lines;
}

unsigned lineWith(const std::string &Text, const std::string &What, unsigned From) {
  const std::vector<std::string> Lines = linesOf(Text);
  for (unsigned I = From; I <= Lines.size(); ++I)
    if (Lines[I - 1].find(What) != std::string::npos)
      return I;
  return 0;
}

std::string kernel(const std::string &Version) {
  const char *Given = std::getenv("KVERDICT_KERNELS");
  const std::string Tree =
      (Given ? std::string(Given) : std::string(KVERDICT_SOURCE_DIR "/build/kernels")) + "/linux-" + Version;
  if (!fs::exists(Tree + "/.kverdict-ready"))
    throw std::runtime_error("there is no prepared kernel in " + Tree + ": run scripts/kernel " + Version +
                             ", then this test again");
  return fs::canonical(Tree).string();
}

std::string v1Mail(const Scratch &Into, std::vector<std::string> Options) {
  std::vector<std::string> Arguments = {kernel("6.12"), Into.path("v1.patch")};
  Arguments.insert(Arguments.end(), Options.begin(), Options.end());
  const Ran Made = runProgram(KVERDICT_SOURCE_DIR "/scripts/v1-patch", Arguments);
  EXPECT_EQ(Made.Code, 0) << Made.Err;
  return Into.path("v1.patch");
}

std::vector<std::string> shellWords(const std::string &Command) {
  std::vector<std::string> Words(1);
  bool Quoted = false;
  for (size_t I = 0; I < Command.size(); ++I) {
    if (Command[I] == '\'')
      Quoted = !Quoted;
    else if (Command[I] == '\\' && !Quoted && I + 1 < Command.size())
      Words.back() += Command[++I];
    else if (Command[I] == ' ' && !Quoted)
      Words.emplace_back();
    else
      Words.back() += Command[I];
  }
  return Words;
}

std::map<std::string, std::string> contentsOf(const std::string &Directory) {
  std::map<std::string, std::string> Found;
  for (const auto &Entry : fs::recursive_directory_iterator(Directory)) {
    const auto Time = fs::is_symlink(Entry) ? 0 : Entry.last_write_time().time_since_epoch().count();
    const auto Size = Entry.is_regular_file() && !Entry.is_symlink() ? Entry.file_size() : 0;
    Found[Entry.path().string()] = std::to_string(Size) + " " + std::to_string(Time);
  }
  return Found;
}

} // namespace kverdict
