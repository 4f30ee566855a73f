// What a build says of a file: by the first byte a compile_commands.json, a compile_flags.txt, or what kbuild leaves.
#include "core/Error.h"
#include "input/tree/TempDir.h"
#include "kbuild/CompileCommands.h"

#include <filesystem>
#include <fstream>

using namespace kverdict;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  static const TempDir Root;
  static const char *const Names[] = {"compile_commands.json", "compile_flags.txt", ".a.o.cmd"};
  if (Size == 0)
    return 0;
  const std::string Description = Root.path() + "/" + Names[Data[0] % std::size(Names)];
  std::ofstream(Description).write(reinterpret_cast<const char *>(Data) + 1, Size - 1);
  std::ofstream(Root.path() + "/a.c") << "int a;\n";
  for (const std::string &Database : {std::string(), Root.path()})
    try {
      findCommand(Root.path() + "/a.c", Database);
      filesOfBuild(Root.path(), Database);
    } catch (const Error &) {
    }
  std::filesystem::remove(Description);
  return 0;
}
