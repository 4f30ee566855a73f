#include "report/Replay.h"
#include "reproduce/Texts.h"

#include <clang/Basic/Version.h>

namespace kverdict {

std::string runScript(const Reproduced &R, const CompileCommand &C, const std::string &Directory, bool Copied) {
  std::string Flags;
  for (const std::string &Each : C.Arguments)
    Flags += " " + shellQuoted(Each);
  const std::string Trap = R.Ran.Why == UndefinedKind::Shift ? " -fsanitize=shift-exponent -fsanitize-trap=all" : "";
  return "#!/bin/sh\n"
         "# sh run: builds and runs the harness.  sh run kunit: compiles the KUnit test.  CC is another clang.\n"
         "set -e\nhere=$(cd \"$(dirname \"$0\")\" && pwd)\nsource=" +
         (Copied ? std::string("$here") : shellQuoted(Directory)) + "\ncd " + shellQuoted(C.Directory) +
         "\nkernel() {\n\t${CC:-clang-" CLANG_VERSION_MAJOR_STRING "}" + Flags + " -iquote \"$source\" -iquote " +
         shellQuoted(Directory) +
         " -O2 -fno-pie -mno-red-zone -fno-stack-protector -ffunction-sections -fdata-sections -c \"$@\"\n}\n"
         "if [ \"$1\" = kunit ]; then\n\tkernel -o \"$here/kunit.o\" \"$here/kunit.c\"\n\texit\nfi\n"
         "kernel -DKV_KERNEL" +
         Trap +
         " -o \"$here/kernel.o\" \"$here/harness.c\"\n"
         "${CC:-clang-" CLANG_VERSION_MAJOR_STRING
         "} -w -fno-builtin -fno-pie -c -o \"$here/program.o\" \"$here/harness.c\"\n"
         "${CC:-clang-" CLANG_VERSION_MAJOR_STRING "} -static -Wl,--gc-sections -Wl,--unresolved-symbols=ignore-all "
         "-Wl,-w -o \"$here/harness\" \"$here/kernel.o\" \"$here/program.o\"\n"
         "exec \"$here/harness\"\n";
}

} // namespace kverdict
