#include "tool/Remembered.h"

#include "cache/Reads.h"
#include "cache/Store.h"
#include "cache/Words.h"
#include "tool/InChild.h"
#include "tool/ProgramId.h"

#include <llvm/ADT/SmallString.h>
#include <llvm/Support/FileSystem.h>

#include <cstdlib>
#include <set>

#include <unistd.h>

namespace kverdict {
namespace {

std::string environment(const char *Name) {
  const char *Value = std::getenv(Name);
  return Value ? Value : "";
}

/// Where answers are kept; empty if nowhere.
std::string directory() {
  if (std::getenv("KVERDICT_CACHE"))
    return environment("KVERDICT_CACHE");
  if (const std::string Caches = environment("XDG_CACHE_HOME"); Caches.starts_with("/"))
    return Caches + "/kverdict";
  const std::string Home = environment("HOME");
  return Home.starts_with("/") ? Home + "/.cache/kverdict" : "";
}

std::uint64_t bound() {
  const std::string Given = environment("KVERDICT_CACHE_MB");
  unsigned Megabytes = 0;
  if (Given.empty())
    return Store::UsualBound;
  if (llvm::StringRef(Given).getAsInteger(10, Megabytes))
    throw Error(ExitCode::Usage, "KVERDICT_CACHE_MB is '" + Given + "'; it takes a number of megabytes");
  return std::uint64_t(Megabytes) << 20;
}

/// Of Note is made what a person should know.
std::optional<Store> storeFor(const Options &O, std::string &Note) {
  // A shard of a sweep has no words of its own: its result is kept by the sweep.
  if (!O.Cache || !O.Outputs.empty() || O.Words.empty() || std::getenv("KVERDICT_TEST_CRASH"))
    return std::nullopt;
  const std::string Directory = directory();
  if (Directory.empty())
    return std::nullopt;
  std::string Why;
  std::optional<Store> Made = Store::open(Directory, Why, bound());
  if (!Made)
    Note = "kverdict: note: no cache in " + Directory + ": " + Why +
           "; KVERDICT_CACHE names another directory, or none if it is empty\n";
  return Made;
}

/// Whether a variable of the environment can make another run of it: what Clang's driver and the libraries look at
/// (CPATH, CLANG_CONFIG_PATH, CCC_OVERRIDE_OPTIONS, SDKROOT, SOURCE_DATE_EPOCH, TZ), and some that they do not.
bool counts(llvm::StringRef Name) {
  for (const char *Begin : {"CLANG", "LIBCLANG", "LLVM", "CCC", "GCC", "SDK", "SOURCE_DATE", "LC_"})
    if (Name.starts_with(Begin))
      return true;
  for (const char *All : {"HOME", "LANG", "TZ", "KVERDICT_RULES"})
    if (Name == All)
      return true;
  return Name.ends_with("PATH") || Name.ends_with("_TARGET") || Name.contains("INCLUDE");
}

/// The variables that count, each with its value.
std::set<std::string> environmentThatCounts() {
  std::set<std::string> Out;
  for (char **Each = environ; Each && *Each; ++Each)
    if (counts(llvm::StringRef(*Each).split('=').first))
      Out.insert(*Each);
  return Out;
}

std::string workingDirectory() {
  llvm::SmallString<256> Here;
  llvm::sys::fs::current_path(Here);
  return Here.str().str();
}

std::string programPath(const Options &O) {
  static int Anchor;
  return llvm::sys::fs::getMainExecutable(O.Program.c_str(), &Anchor);
}

std::string keyOf(const Options &O, const std::string &Question) {
  std::string All;
  for (const std::string &Each :
       {programId(), programPath(O), workingDirectory(), std::string(O.Colour ? "colour" : ""), Question})
    packWord(All, Each);
  for (const std::string &Each : environmentThatCounts())
    packWord(All, Each);
  packWord(All, "");
  for (const std::string &Each : O.Words)
    packWord(All, Each);
  return storeKey(All);
}

/// An outcome that still holds.
std::optional<Outcome> known(const Store &In, const std::string &Key) {
  const std::optional<std::string> Text = In.get(Key);
  if (!Text)
    return std::nullopt;
  llvm::StringRef Rest = *Text;
  std::optional<Outcome> Said = unpacked(Rest);
  if (!Said)
    return std::nullopt;
  const std::optional<Reads> Read = Reads::unpacked(Rest);
  return Read && Read->hold() ? std::move(Said) : std::nullopt;
}

} // namespace

Outcome remembered(const Options &O, const std::string &Question, const std::function<Outcome()> &Run) {
  std::string Note;
  const std::optional<Store> Kept = storeFor(O, Note);
  if (!Kept) {
    Outcome Result = Run();
    Result.Notes = Note + Result.Notes;
    return Result;
  }
  const std::string Key = keyOf(O, Question);
  if (std::optional<Outcome> Said = known(*Kept, Key))
    return std::move(*Said);
  Recording Noted;
  Outcome Result = Run();
  if (!Noted.What.spoiled())
    Kept->put(Key, packed(Result) + Noted.What.packed());
  return Result;
}

} // namespace kverdict
