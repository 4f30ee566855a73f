// kverdict cc-check, as the kernel's build runs it.
#include "testing/Running.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace kverdict {
namespace {

const std::string Testdata = KVERDICT_SOURCE_DIR "/testdata";

/// What kbuild puts before the compiler's flags on x86.
const std::vector<std::string> CheckFlags = {"-D__linux__",  "-Dlinux",    "-D__STDC__",       "-Dunix",
                                             "-D__unix__",   "-Wbitwise",  "-Wno-return-void", "-Wno-unknown-attribute",
                                             "-D__x86_64__", "--arch=x86", "-mlittle-endian",  "-m64"};

Ran ccCheck(const std::string &Directory, std::vector<std::string> Flags) {
  std::vector<std::string> Words = {"cc-check"};
  Words.insert(Words.end(), CheckFlags.begin(), CheckFlags.end());
  Words.insert(Words.end(), Flags.begin(), Flags.end());
  return kverdictIn(Directory, Words);
}

TEST(CcCheck, WarnsAndLetsTheBuildGoOn) {
  const Scratch S;
  S.write("mm/memory.c", textOf(Testdata + "/zeropage/v1.c"));
  const Ran R = ccCheck(S.path(), {"-Wp,-MMD,mm/.memory.o.d", "-nostdinc", "-std=gnu11", "-I" + Testdata + "/include",
                                   "-DKBUILD_MODFILE='\"mm/memory\"'", "mm/memory.c"});
  EXPECT_EQ(R.Code, 0);
  EXPECT_EQ(R.Out, "");
  EXPECT_THAT(R.Err, testing::ContainsRegex("(^|\n)mm/memory.c:[0-9]+:[0-9]+: warning: Shouldn't this return true\\?"));
  EXPECT_THAT(R.Err, HasSubstr(": note: fix: return true instead of false\n"));
  EXPECT_FALSE(std::filesystem::exists(S.path("mm/.memory.o.d"))) << "the build's own file of dependencies";
}

/// Flags that Clang does not know, as kbuild gives them to gcc for x86 (written down from its makefiles, not recorded
/// from a build).
TEST(CcCheck, TakesTheFlagsOfGcc) {
  const Scratch S;
  S.write("mm/memory.c", textOf(Testdata + "/zeropage/v1.c"));
  std::vector<std::string> Flags = {"-Wp,-MMD,mm/.memory.o.d",
                                    "-nostdinc",
                                    "-I" + Testdata + "/include",
                                    "-D__KERNEL__",
                                    "-fmacro-prefix-map=./=",
                                    "-std=gnu11",
                                    "-fshort-wchar",
                                    "-funsigned-char",
                                    "-fno-common",
                                    "-fno-PIE",
                                    "-fno-strict-aliasing",
                                    "-mno-sse",
                                    "-mno-mmx",
                                    "-mno-sse2",
                                    "-mno-3dnow",
                                    "-mno-avx",
                                    "-fcf-protection=branch",
                                    "-fno-jump-tables",
                                    "-falign-jumps=1",
                                    "-falign-loops=1",
                                    "-mno-80387",
                                    "-mno-fp-ret-in-387",
                                    "-mpreferred-stack-boundary=3",
                                    "-mskip-rax-setup",
                                    "-march=x86-64",
                                    "-mtune=generic",
                                    "-mno-red-zone",
                                    "-mcmodel=kernel",
                                    "-Wno-sign-compare",
                                    "-fno-asynchronous-unwind-tables",
                                    "-mindirect-branch=thunk-extern",
                                    "-mindirect-branch-register",
                                    "-mindirect-branch-cs-prefix",
                                    "-mfunction-return=thunk-extern",
                                    "-mharden-sls=all",
                                    "-fpatchable-function-entry=16,16",
                                    "-fno-delete-null-pointer-checks",
                                    "-O2",
                                    "-fno-allow-store-data-races",
                                    "-fstack-protector-strong",
                                    "-fno-stack-clash-protection",
                                    "-pg",
                                    "-mrecord-mcount",
                                    "-mfentry",
                                    "-DCC_USING_FENTRY",
                                    "-falign-functions=16",
                                    "-fno-strict-overflow",
                                    "-fno-stack-check",
                                    "-fconserve-stack",
                                    "-fmin-function-alignment=16",
                                    "-fzero-call-used-regs=used-gpr",
                                    "-flive-patching=inline-clone",
                                    "-Wall",
                                    "-Werror=implicit-int",
                                    "-Wframe-larger-than=2048",
                                    "--param",
                                    "asan-stack=1",
                                    "-DKBUILD_BASENAME=\"memory\"",
                                    "-D__KBUILD_MODNAME=kmod_memory",
                                    "mm/memory.c"};
  const Ran R = ccCheck(S.path(), Flags);
  EXPECT_EQ(R.Code, 0);
  EXPECT_THAT(R.Err, AllOf(HasSubstr("[inverted-return]"), Not(HasSubstr("unknown")), Not(HasSubstr("unsupported"))));
}

TEST(CcCheck, SaysNothingOfOtherFiles) {
  const Scratch S;
  S.write("a.c", "#error this is never compiled\n");
  const Ran R = ccCheck(S.path(), {"a.c"});
  EXPECT_EQ(R.Code, 0);
  EXPECT_EQ(R.Out + R.Err, "");
}

TEST(CcCheck, WarnsOfWhatItCannotParse) {
  const Scratch S;
  S.write("mm/memory.c", "#include <nowhere.h>\n" + textOf(Testdata + "/zeropage/v1.c"));
  const Ran R = ccCheck(S.path(), {"mm/memory.c"});
  EXPECT_EQ(R.Code, 0) << "the compiler will say so itself";
  EXPECT_THAT(R.Err, AllOf(HasSubstr("mm/memory.c:1:1: warning: kverdict: "), HasSubstr("nowhere.h")));
  EXPECT_EQ(kverdict({"cc-check", "-DX"}).Code, 2);
}

/// The real thing. The tree is seen through an overlay, so that whatever make writes is gone afterwards.
Ran makeIn(const Scratch &S, const std::string &Before) {
  const std::string Script =
      "set -e\n"
      "mount -t tmpfs tmpfs " +
      S.path() +
      "\n"
      "cd " +
      S.path() +
      "\n"
      "mkdir up work tree\n"
      "mount -t overlay overlay -o lowerdir=" +
      kernel("6.12") +
      ",upperdir=up,workdir=work tree\n"
      "cd tree\n" +
      Before + "exec make -s C=2 LLVM=-22 CHECK='" KVERDICT_BINARY_DIR "/kverdict cc-check' mm/memory.o\n";
  return runProgram("/usr/bin/unshare", {"--map-root-user", "--mount", "/bin/bash", "-c", Script});
}

TEST(CcCheck, StandsInForSparseInTheRealBuild) {
  const Scratch S, Mail;
  const Ran Clean = makeIn(S, "");
  EXPECT_EQ(Clean.Code, 0) << Clean.Err;
  EXPECT_EQ(Clean.Err, "");
  const Ran Broken = makeIn(S, "git apply " + v1Mail(Mail) + "\n");
  EXPECT_EQ(Broken.Code, 0) << Broken.Err;
  EXPECT_THAT(Broken.Err, AllOf(HasSubstr("mm/memory.c:2010:3: warning: Shouldn't this return true?"),
                                HasSubstr("mm/memory.c:2087:2: warning: Doesn't this keep the zeropage out?")));
}

} // namespace
} // namespace kverdict
