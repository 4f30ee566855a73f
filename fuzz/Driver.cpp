// The inputs of a fuzz target without libFuzzer, for the tests: those that are known, and so many that are made of them
// by chance, which are the same each time. It neither measures nor learns; scripts/fuzz does.
//
// Usage: fuzz_TARGET COUNT ENDING DIRECTORY... : the files below the directories whose names end so, and all in
// directories that are named "fuzz/TARGET". An input that takes more than 20 s ends the program.
#include <algorithm>
#include <cstddef>

#include "difftest/Random.h"

#include <llvm/ADT/StringRef.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/MemoryBuffer.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <unistd.h>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size);

using namespace kverdict;

namespace {

constexpr unsigned MostSeconds = 20;
constexpr size_t MostBytes = 20'000;

std::vector<std::string> seedsIn(int Count, char **Directories, llvm::StringRef Ending) {
  std::vector<std::string> Paths, Texts;
  for (int I = 0; I < Count; ++I) {
    const bool All = llvm::StringRef(Directories[I]).contains("fuzz/");
    std::error_code Bad;
    for (llvm::sys::fs::recursive_directory_iterator It(Directories[I], Bad), End; It != End && !Bad; It.increment(Bad))
      if (It->type() == llvm::sys::fs::file_type::regular_file &&
          (All || llvm::StringRef(It->path()).ends_with(Ending)))
        Paths.push_back(It->path());
  }
  std::sort(Paths.begin(), Paths.end());
  for (const std::string &Path : Paths)
    if (auto Text = llvm::MemoryBuffer::getFile(Path); Text && (*Text)->getBufferSize() <= MostBytes)
      Texts.push_back((*Text)->getBuffer().str());
  return Texts;
}

/// Bytes that go, come twice, are others, or are those of another input.
std::string changed(std::string Text, const std::vector<std::string> &Seeds, Random &R) {
  for (unsigned N = 1 + R.below(6); N > 0; --N) {
    const size_t At = Text.empty() ? 0 : R.next() % Text.size(), Length = 1 + R.below(R.chance(20) ? 400 : 12);
    const std::string &Other = R.pick(Seeds);
    const size_t From = Other.empty() ? 0 : R.next() % Other.size();
    switch (R.below(5)) {
    case 0:
      Text.erase(At, Length);
      break;
    case 1:
      Text.insert(At, Text.substr(At, Length));
      break;
    case 2:
      Text.insert(At, Other.substr(From, Length));
      break;
    case 3:
      Text.replace(At, Length, Other.substr(From, Length));
      break;
    default:
      if (!Text.empty())
        Text[At] = static_cast<char>(R.next());
    }
  }
  return Text.substr(0, MostBytes);
}

void run(const std::string &Text) {
  alarm(MostSeconds);
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t *>(Text.data()), Text.size());
}

} // namespace

int main(int Count, char **Arguments) {
  if (Count < 4)
    return 2;
  const std::vector<std::string> Seeds = seedsIn(Count - 3, Arguments + 3, Arguments[2]);
  if (Seeds.empty()) {
    fprintf(stderr, "no file below these directories ends in %s\n", Arguments[2]);
    return 2;
  }
  for (const std::string &Each : Seeds)
    run(Each);
  Random R(1);
  const int Made = std::atoi(Arguments[1]);
  for (int I = 0; I < Made; ++I) {
    const std::string Text = changed(R.pick(Seeds), Seeds, R);
    if (FILE *Kept = fopen("fuzzed-input", "wb")) { // what a death leaves
      fwrite(Text.data(), 1, Text.size(), Kept);
      fclose(Kept);
    }
    run(Text);
  }
  remove("fuzzed-input");
  printf("%zu inputs that are known, %d made of them\n", Seeds.size(), Made);
}
