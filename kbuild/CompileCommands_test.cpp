#include "kbuild/CompileCommands.h"

#include "core/Error.h"
#include "kbuild/CompileFlags.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>

namespace fs = std::filesystem;
using testing::AllOf;
using testing::AnyOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

namespace kverdict {
namespace {

/// A directory that is removed with its content.
class ScratchTree : public testing::Test {
protected:
  void SetUp() override {
    std::string Template = (fs::temp_directory_path() / "kverdict-XXXXXX").string();
    ASSERT_NE(mkdtemp(Template.data()), nullptr);
    Root = fs::canonical(Template);
  }
  void TearDown() override { fs::remove_all(Root); }

  std::string write(const std::string &Name, const std::string &Text) {
    fs::create_directories((Root / Name).parent_path());
    std::ofstream(Root / Name) << Text;
    return (Root / Name).string();
  }

  /// A tree that looks like a kernel's; configured or not.
  void makeKernel(const std::string &Name, bool Configured) {
    for (const char *File : {"Kbuild", "Kconfig", "scripts/Kbuild.include", "mm/memory.c"})
      write(Name + "/" + File, "");
    if (Configured)
      write(Name + "/include/generated/autoconf.h", "");
  }

  fs::path Root;
};

/// The error that Call throws: its message and code.
struct Thrown {
  std::string Message = "nothing was thrown";
  ExitCode Code = ExitCode::Clean;
};

Thrown thrownBy(const std::function<void()> &Call) {
  try {
    Call();
  } catch (const Error &E) {
    return {E.what(), E.code()};
  }
  return {};
}

Thrown findFailure(const std::string &File, const std::string &Dir = "") {
  return thrownBy([&] { findCommand(File, Dir); });
}

std::vector<std::string> flagsOf(const std::string &CommandLine) {
  return analysisFlags(splitCommandLine(CommandLine), "here");
}

//===- Flags --------------------------------------------------------------------------------------------------===//

TEST(CompileFlags, KeepsWhatShapesTheMeaning) {
  EXPECT_THAT(
      flagsOf("clang --target=arm-linux-gnueabi -nostdinc -I./include -I inc2 -DA=1 -D B -UC -isystem sys "
              "-isystemsys2 -include ./x.h -std=gnu11 -m32 -fshort-wchar -fno-builtin-memcpy -mcmodel=kernel a.c"),
      ElementsAre("--target=arm-linux-gnueabi", "-nostdinc", "-I", "./include", "-I", "inc2", "-D", "A=1", "-D", "B",
                  "-U", "C", "-isystem", "sys", "-isystem", "sys2", "-include", "./x.h", "-std=gnu11", "-m32",
                  "-fshort-wchar", "-fno-builtin-memcpy", "-mcmodel=kernel", "-w"));
}

TEST(CompileFlags, DropsWhatWritesLoadsOrIsUnknown) {
  EXPECT_THAT(flagsOf("clang --target=x86_64-linux-gnu -Wp,-MMD,d -MD -MF d -o a.o -save-temps -fplugin=p.so -Xclang "
                      "-load -Xclang p.so -mllvm -x -include-pch p.pch -include-pchx -fdump-tree-all "
                      "-ftime-trace=t.json --config c.cfg -Werror -fsomething-new -x c -c a.c"),
              ElementsAre("--target=x86_64-linux-gnu", "-w"));
}

TEST(CompileFlags, KeepsWhatIsHandedToThePreprocessor) {
  EXPECT_THAT(flagsOf("clang --target=x86_64-linux-gnu -Wp,-DA=1,-UB -Wp,-MMD,./.a.o.d -Xpreprocessor -DC "
                      "-Xpreprocessor -MD -Xpreprocessor d -c a.c"),
              ElementsAre("--target=x86_64-linux-gnu", "-D", "A=1", "-U", "B", "-D", "C", "-w"));
}

TEST(CompileFlags, DropsGccFlagsThatClangRejects) {
  EXPECT_THAT(flagsOf("x86_64-linux-gnu-gcc-12 -m64 -mpreferred-stack-boundary=3 -mindirect-branch=thunk-extern "
                      "-mrecord-mcount -fno-allow-store-data-races -fconserve-stack --param=allow-store-data-races=0 "
                      "--param x=1 -march=k8 -falign-jumps=1 -DX a.c"),
              ElementsAre("--target=x86_64-linux-gnu", "-m64", "-D", "X", "-w"));
}

TEST(CompileFlags, KeepsTheMachineOfAClangOnly) {
  EXPECT_THAT(flagsOf("clang-22 -march=x86-64 a.c"), Contains("-march=x86-64"));
  EXPECT_THAT(flagsOf("gcc -march=x86-64 a.c"), Not(Contains("-march=x86-64")));
}

TEST(CompileFlags, TellsTheTarget) {
  EXPECT_EQ(flagsOf("clang -target riscv64-linux-gnu a.c")[0], "--target=riscv64-linux-gnu");
  EXPECT_EQ(flagsOf("aarch64-linux-gnu-gcc a.c")[0], "--target=aarch64-linux-gnu");
  EXPECT_EQ(flagsOf("/opt/x/bin/arm-linux-gnueabihf-gcc-12 a.c")[0], "--target=arm-linux-gnueabihf");
  EXPECT_EQ(flagsOf("ccache gcc -I./arch/arm64/include a.c")[0], "--target=aarch64-linux-gnu");
  EXPECT_EQ(flagsOf("LANG=C gcc -I/src/arch/riscv/include a.c")[0], "--target=riscv64-linux-gnu");
  EXPECT_EQ(flagsOf("gcc -I ./arch/x86/include/generated a.c")[0], "--target=x86_64-linux-gnu");
  EXPECT_THAT(flagsOf("gcc a.c")[0], StartsWith("--target="));
  EXPECT_NE(flagsOf("gcc a.c")[0], "--target=");
}

TEST(CompileFlags, RefusesResponseFilesAndTruncatedLines) {
  EXPECT_THAT(thrownBy([] { flagsOf("gcc @flags.rsp a.c"); }).Message, HasSubstr("response file ('@flags.rsp')"));
  EXPECT_THAT(thrownBy([] { flagsOf("gcc a.c -include"); }).Message,
              HasSubstr("here: the compile command ends after '-include'"));
  EXPECT_THAT(thrownBy([] { flagsOf(""); }).Message, HasSubstr("does not begin with a compiler"));
  EXPECT_EQ(thrownBy([] { flagsOf("-c a.c"); }).Code, ExitCode::Usage);
}

TEST(CompileFlags, SplitsAsAShellDoesAndCutsWhatFollows) {
  EXPECT_THAT(splitCommandLine("gcc -DN='\"mm/memory\"' a\\ b.c ; ./tools/objtool x.o"),
              ElementsAre("gcc", "-DN=\"mm/memory\"", "a b.c"));
  EXPECT_THAT(splitCommandLine("gcc a.c; objtool"), ElementsAre("gcc", "a.c"));
  EXPECT_EQ(sourceOf({"gcc", "-DX.c", "mm/memory.c", "-o", "x.o"}), "mm/memory.c");
}

TEST(CompileFlags, FindsTheCompilerInALineOfAShell) {
  auto shown = [](const std::string &Line) {
    const ShellCommand C = compilerIn(Line);
    std::string Text = C.Directory + ":";
    for (const std::string &Word : C.Words)
      Text += " " + Word;
    return Text;
  };
  EXPECT_EQ(shown("cd d && gcc -c a.c"), "d: gcc -c a.c");
  EXPECT_EQ(shown("cd /d&&cd e;gcc -c a.c&&true"), "/d/e: gcc -c a.c");
  EXPECT_EQ(shown("(cd d; gcc -DF=f(x) -c a.c)"), "d: gcc -DF=f(x) -c a.c");
  EXPECT_EQ(shown("set -e; echo CC a.o; gcc -c a.c 2>&1 | tee log"), ": gcc -c a.c 2>&1");
  EXPECT_EQ(shown("sh -c \"cd d && gcc -DA='x y' -c a.c\""), "d: gcc -DA=x y -c a.c");
  EXPECT_EQ(shown("cd d && /bin/bash -ec 'cd e && gcc -c a.c'"), "d/e: gcc -c a.c");
  EXPECT_EQ(shown("true"), ": true");
  EXPECT_EQ(shown("sh -c \"sh -c 'sh -c \\\"gcc -c a.c\\\"'\""), ": gcc -c a.c");
  EXPECT_THAT(flagsOf("ccache gcc -DA -c a.c"), Contains("A"));
  EXPECT_THAT(flagsOf("/usr/bin/env -i LC_ALL=C nice -n 10 aarch64-linux-gnu-gcc-12 -DA -c a.c"),
              AllOf(Contains("A"), Contains("--target=aarch64-linux-gnu")));
  EXPECT_THAT(flagsOf("libtool --mode=compile clang-22 -march=x -DA -c a.c"),
              AllOf(Contains("A"), Contains("-march=x")));
  EXPECT_THAT(thrownBy([] { flagsOf("cd d"); }).Message, HasSubstr("does not begin with a compiler"));
  EXPECT_THAT(thrownBy([] { flagsOf("echo a.c"); }).Message, HasSubstr("'echo', which is not a compiler"));
}

//===- compile_commands.json ----------------------------------------------------------------------------------===//

TEST_F(ScratchTree, ReadsTheDatabaseAboveTheFile) {
  write("k/compile_commands.json", R"([{"directory": "/elsewhere", "file": "b.c", "command": "gcc -DWRONG b.c"},
      {"directory": ")" + (Root / "k").string() +
                                       R"(", "file": "mm/memory.c", "command": "clang -DA='x y' mm/memory.c"}])");
  CompileCommand C = findCommand((Root / "k/mm/memory.c").string(), "");
  EXPECT_EQ(C.File, Root / "k/mm/memory.c");
  EXPECT_EQ(C.Directory, Root / "k");
  EXPECT_THAT(C.Arguments, Contains("A=x y"));
  EXPECT_EQ(C.Arguments.back(), "-w");
}

TEST_F(ScratchTree, TakesArgumentsAndRelativeDirectories) {
  write("p/compile_commands.json", R"([{"directory": ".", "file": "a.c", "arguments": ["clang", "-DA=x y", "a.c"]}])");
  CompileCommand C = findCommand((Root / "p/a.c").string(), "");
  EXPECT_EQ(C.Directory, Root / "p");
  EXPECT_THAT(C.Arguments, Contains("A=x y"));
}

TEST_F(ScratchTree, OfSeveralEntriesTheOneThatBuildsIsTaken) {
  const std::string Gone = R"({"directory": "gone", "file": "../a.c", "command": "clang -DGONE -c ../a.c -o a.o"})",
                    Lacks = R"({"directory": ".", "file": "a.c",
                               "command": "clang -DLACKS -include none.h -c a.c -o a.o"})",
                    Other = R"({"directory": ".", "file": "a.c", "command": "clang -DOTHER -c a.c -o b/first.o"})";
  write("a.c", "");
  write("b/keep", "");
  for (const std::string &Both : {Gone + "," + Other, Other + "," + Gone, Lacks + "," + Other, Other + "," + Lacks}) {
    write("compile_commands.json", "[" + Both + "]");
    std::string Note;
    EXPECT_THAT(findCommand((Root / "a.c").string(), "", &Note).Arguments, Contains("OTHER")) << Both;
    EXPECT_THAT(Note, HasSubstr("that for b/first.o was taken: of the others the directory, or a file of -include, is "
                                "not there"));
  }
  const std::string Named = R"({"directory": ".", "file": "a.c", "command": "clang -DNAMED -c a.c -o a.o"})";
  write("compile_commands.json", "[" + Named + "," + Other + "]");
  EXPECT_THAT(findCommand((Root / "a.c").string(), "").Arguments, Contains("NAMED")) << "neither was built";
  write("b/first.o", "");
  std::string Note;
  EXPECT_THAT(findCommand((Root / "a.c").string(), "", &Note).Arguments, Contains("OTHER"));
  EXPECT_THAT(Note, HasSubstr("that for b/first.o was taken, which was built"));
  write("a.o", "");
  EXPECT_THAT(findCommand((Root / "a.c").string(), "").Arguments, Contains("NAMED")) << "both were";
}

/// The kernel compiles lib/string.c for its boot loader too.
TEST_F(ScratchTree, TakesTheEntryOfTheFilesOwnObject) {
  const std::string Other = R"({"directory": ".", "file": "a.c", "command": "clang -DOTHER -c a.c -o boot/first.o"})",
                    Own = R"({"directory": ".", "file": "a.c", "command": "cd . && clang -DOWN -c a.c -o a.o"})";
  for (const std::string &Both : {Other + "," + Own, Own + "," + Other}) {
    write("compile_commands.json", "[" + Both + "]");
    std::string Note;
    EXPECT_THAT(findCommand((Root / "a.c").string(), "", &Note).Arguments, Contains("OWN"));
    EXPECT_THAT(Note, AllOf(HasSubstr("a.c has 2 different entries"), HasSubstr("that for a.o was taken")));
  }
  write("compile_commands.json", "[" + Own + "," + Own + "]");
  std::string Note;
  findCommand((Root / "a.c").string(), "", &Note);
  EXPECT_EQ(Note, "");
}

TEST_F(ScratchTree, RunsWhereTheCommandGoes) {
  write("compile_commands.json",
        R"([{"directory": ".", "file": "sub/a.c", "arguments": ["sh", "-c", "cd sub && clang -DA -Ix -c a.c"]}])");
  const CompileCommand C = findCommand((Root / "sub/a.c").string(), "");
  EXPECT_EQ(C.Directory, Root / "sub");
  EXPECT_THAT(C.Arguments, Contains("A"));
}

TEST_F(ScratchTree, MakesARelativePathAbsolute) {
  write("compile_commands.json", R"([{"directory": ".", "file": "a.c", "command": "clang -DA a.c"}])");
  CompileCommand C = findCommand(fs::relative(Root / "a.c").string(), "");
  EXPECT_EQ(C.File, Root / "a.c");
}

TEST_F(ScratchTree, FindsTheFileBehindASymbolicLink) {
  write("real/a.c", "");
  write("real/compile_commands.json",
        R"([{"directory": ")" + (Root / "real").string() + R"(", "file": "a.c", "command": "clang -DA a.c"}])");
  fs::create_directory_symlink(Root / "real", Root / "link");
  EXPECT_THAT(findCommand((Root / "link/a.c").string(), "").Arguments, Contains("A"));
}

TEST_F(ScratchTree, TakesAnotherCopyOfTheTreeOnlyIfItIsNamed) {
  makeKernel("built", true);
  makeKernel("copy", false);
  write("built/compile_commands.json", R"([{"directory": ".", "file": "tools/mm/memory.c", "command": "clang -DNO x.c"},
      {"directory": ".", "file": "mm/memory.c", "command": "clang -DA mm/memory.c"}])");
  std::string File = (Root / "copy/mm/memory.c").string();
  CompileCommand C = findCommand(File, (Root / "built").string());
  EXPECT_EQ(C.File, File);
  EXPECT_EQ(C.Directory, Root / "built");
  EXPECT_THAT(C.Arguments, Contains("A"));
  EXPECT_THAT(findFailure(File).Message, HasSubstr("no compile command"));
  EXPECT_THAT(findFailure((Root / "copy/tools/x/mm/memory.c").string(), (Root / "built").string()).Message,
              HasSubstr("no compile command"));
}

TEST_F(ScratchTree, RefusesMalformedDatabases) {
  std::string File = write("a.c", "");
  const std::pair<const char *, const char *> Cases[] = {
      {"[{\"directory\": \".\",\n oops", "compile_commands.json:2: is not valid JSON"},
      {"{}", "is not a list of compile commands"},
      {"[1]", "entry 1: is not an object"},
      {R"([{"file": "a.c", "command": "gcc a.c"}])", "entry 1: has no string \"directory\""},
      {R"([{"directory": ".", "file": "b.c"}, {"directory": ".", "file": 3}])", "entry 2: has no string \"file\""},
      {R"([{"directory": ".", "file": "a.c"}])", "entry 1: has no string \"command\""},
      {R"([{"directory": ".", "file": "a.c", "arguments": ["gcc", 1]}])", "\"arguments\" is not a list of strings"},
      {R"([{"directory": ".", "file": "a.c", "command": "gcc @x a.c"}])",
       "entry 1: the compile command uses a response"},
  };
  for (auto [Text, Message] : Cases) {
    write("compile_commands.json", Text);
    Thrown T = findFailure(File);
    EXPECT_THAT(T.Message, HasSubstr(Message));
    EXPECT_EQ(T.Code, ExitCode::Usage) << Text;
  }
}

TEST_F(ScratchTree, ReadsCompileFlags) {
  write("fixtures/compile_flags.txt", "-std=gnu11\n\n  -Iinclude\n");
  CompileCommand C = findCommand((Root / "fixtures/sub/a.c").string(), "");
  EXPECT_EQ(C.Directory, Root / "fixtures");
  EXPECT_THAT(C.Arguments, AllOf(Contains("-std=gnu11"), Contains("include")));
}

//===- .o.cmd -------------------------------------------------------------------------------------------------===//

TEST_F(ScratchTree, ReadsBothFormsOfCmdFiles) {
  makeKernel("k", true);
  for (const char *Form : {"cmd_", "savedcmd_"}) {
    write("k/mm/.memory.o.cmd", std::string(Form) + "mm/memory.o := gcc -Wp,-MMD,mm/.memory.o.d -DN='\"a$(pound)b$$\"' "
                                                    "-c -o mm/memory.o mm/memory.c ; ./objtool -DNO mm/memory.o\n\n"
                                                    "source_mm/memory.o := mm/memory.c\n");
    CompileCommand C = findCommand((Root / "k/mm/memory.c").string(), "");
    EXPECT_EQ(C.Directory, Root / "k");
    EXPECT_THAT(C.Arguments, ElementsAre(StartsWith("--target="), "-D", "N=\"a#b$\"", "-w")) << Form;
  }
}

/// Flags that somebody keeps above the kernel are not those of its build.
TEST_F(ScratchTree, PrefersTheBuildToFlagsAboveIt) {
  makeKernel("k", true);
  write("compile_flags.txt", "-DWRONG\n");
  EXPECT_THAT(findFailure((Root / "k/mm/memory.c").string()).Message, HasSubstr("no compile command"));
  write("k/mm/.memory.o.cmd", "cmd_mm/memory.o := gcc -DRIGHT -c -o mm/memory.o mm/memory.c\n");
  EXPECT_THAT(findCommand((Root / "k/mm/memory.c").string(), "").Arguments,
              AllOf(Contains("RIGHT"), Not(Contains(HasSubstr("WRONG")))));
}

TEST_F(ScratchTree, ReadsTheObjectTree) {
  makeKernel("src", false);
  write("obj/mm/.memory.o.cmd", "savedcmd_mm/memory.o := gcc -I../src/include -c -o mm/memory.o ../src/mm/memory.c\n");
  CompileCommand C = findCommand((Root / "src/mm/memory.c").string(), (Root / "obj").string());
  EXPECT_EQ(C.Directory, Root / "obj");
  EXPECT_THAT(C.Arguments, Contains("../src/include"));
  EXPECT_THAT(findFailure((Root / "src/fs/memory.c").string(), (Root / "obj").string()).Message,
              HasSubstr("no compile command"));
}

TEST_F(ScratchTree, RefusesMalformedCmdFiles) {
  makeKernel("k", true);
  const std::pair<const char *, const char *> Cases[] = {
      {"", ".memory.o.cmd:1: does not begin with 'savedcmd_TARGET :='"},
      {"cmd_mm/memory.o := gcc -c -o mm/memory.o", "names no C file"},
      {"cmd_/abs/memory.o := gcc -c mm/memory.c", "does not tell the directory of the build"},
      {"cmd_fs/memory.o := gcc -c fs/memory.c", "does not tell the directory of the build"},
      {"cmd_mm/memory.o := gcc @x -c mm/memory.c", ".memory.o.cmd:1: the compile command uses a response file"},
  };
  for (auto [Text, Message] : Cases) {
    write("k/mm/.memory.o.cmd", Text);
    Thrown T = findFailure((Root / "k/mm/memory.c").string());
    EXPECT_THAT(T.Message, HasSubstr(Message));
    EXPECT_EQ(T.Code, ExitCode::Usage) << Text;
  }
}

//===- Nothing found ------------------------------------------------------------------------------------------===//

TEST_F(ScratchTree, SaysHowToGetACommand) {
  makeKernel("raw", false);
  Thrown T = findFailure((Root / "raw/mm/memory.c").string());
  EXPECT_EQ(T.Code, ExitCode::Incomplete);
  EXPECT_THAT(T.Message, AllOf(StartsWith((Root / "raw/mm/memory.c").string() + ": no compile command"),
                               HasSubstr("raw is a kernel tree that is not configured: run 'make defconfig && make "
                                         "prepare && make mm/memory.o'")));
  makeKernel("built", true);
  EXPECT_THAT(findFailure((Root / "built/mm/memory.c").string()).Message,
              AllOf(HasSubstr("run 'make mm/memory.o' in " + (Root / "built").string()),
                    HasSubstr("scripts/clang-tools/gen_compile_commands.py"), Not(HasSubstr("defconfig"))));
  EXPECT_THAT(findFailure(write("a.c", "")).Message, HasSubstr("make a compile_commands.json"));
  Thrown NoDir = findFailure(write("a.c", ""), (Root / "missing").string());
  EXPECT_EQ(NoDir.Code, ExitCode::Usage);
  EXPECT_THAT(NoDir.Message, HasSubstr("missing: is not a directory"));
}

TEST_F(ScratchTree, KnowsAnUnpreparedKernel) {
  makeKernel("raw", false);
  makeKernel("built", true);
  EXPECT_TRUE(looksLikeUnpreparedKernel((Root / "raw").string()));
  EXPECT_FALSE(looksLikeUnpreparedKernel((Root / "built").string()));
  EXPECT_FALSE(looksLikeUnpreparedKernel(Root.string()));
  EXPECT_FALSE(looksLikeUnpreparedKernel(""));
  EXPECT_EQ(kernelRoot((Root / "raw/mm/memory.c").string()), Root / "raw");
}

//===- Real kernels -------------------------------------------------------------------------------------------===//

class RealKernel : public testing::TestWithParam<const char *> {
protected:
  static fs::path tree() {
    const char *Named = std::getenv("KVERDICT_KERNELS");
    return fs::path(Named ? Named : KVERDICT_SOURCE_DIR "/build/kernels") / ("linux-" + std::string(GetParam()));
  }
};

TEST_P(RealKernel, BothSourcesOfTheCommandAgree) {
  fs::path Tree = tree(), File = Tree / "mm/memory.c";
  ASSERT_TRUE(fs::exists(File)) << "run scripts/kernel " << GetParam();
  CompileCommand FromDatabase = findCommand(File.string(), "");
  EXPECT_EQ(FromDatabase.Directory, fs::canonical(Tree));
  EXPECT_THAT(FromDatabase.Arguments, AllOf(Contains("__KERNEL__"), Contains("-nostdinc"), Contains("-std=gnu11"),
                                            Contains("./include/linux/kconfig.h"), Contains("-fshort-wchar"),
                                            Contains("KBUILD_MODNAME=\"memory\"")));
  EXPECT_THAT(FromDatabase.Arguments, Each(Not(AnyOf(StartsWith("-Wp"), "-o", "-c", HasSubstr("memory.c")))));

  // The .cmd file alone, in a tree that has nothing else.
  std::string Template = (fs::temp_directory_path() / "kverdict-XXXXXX").string();
  ASSERT_NE(mkdtemp(Template.data()), nullptr);
  fs::create_directory(fs::path(Template) / "mm");
  fs::copy_file(Tree / "mm/.memory.o.cmd", fs::path(Template) / "mm/.memory.o.cmd");
  CompileCommand FromCmd = findCommand(Template + "/mm/memory.c", "");
  fs::remove_all(Template);
  EXPECT_EQ(FromCmd.Arguments, FromDatabase.Arguments);
}

INSTANTIATE_TEST_SUITE_P(Kernels, RealKernel, testing::Values("6.1", "6.12"),
                         [](const auto &Info) { return Info.param == std::string("6.1") ? "v6_1" : "v6_12"; });

} // namespace
} // namespace kverdict
