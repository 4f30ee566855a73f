#include "kbuild/TreeBuild.h"

#include "core/Error.h"
#include "testing/ScratchTree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace kverdict;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

namespace {

/// A git repository "tree", and beside it "build": a copy at an older commit, with a compile_commands.json.
class Builds : public testing::Test {
protected:
  void SetUp() override {
    T.write("tree/include/linux/a.h", "#include <linux/b.h>\n");
    T.write("tree/include/linux/b.h", "int b;\n");
    T.write("tree/include/linux/far.h", "int far;\n");
    T.write("tree/mm/internal.h", "int internal;\n");
    T.write("tree/mm/f.c", Main);
    T.write("tree/tools/mm/f.c", "int tool;\n");
    T.sh("cd tree && git init -q -b main . && git config user.name A && git config user.email a@x.test && git add . && "
         "git commit -q -m old && git clone -q --bare . ../bare.git && cd .. && cp -r tree build && rm -rf build/.git");
    T.write("build/include/generated/autoconf.h", "#define CONFIG_X 1\n");
    database("build", T.file("build"), T.file("build"));
  }
  // One entry for mm/f.c, and before it another file whose path ends in the same way.
  void database(const std::string &In, const std::string &Directory, const std::string &Source) {
    std::string All;
    for (const std::string &Path : {"tools/mm/f.c", "mm/f.c"})
      All += (All.empty() ? "[" : ",") + std::string("{\"directory\": \"") + Directory + "\", \"file\": \"" + Source +
             "/" + Path + "\", \"command\": \"clang -I" + Source + "/include -I./include/generated -include " + Source +
             "/include/linux/far.h -D" + (Path[0] == 't' ? "TOOL" : "KERNEL") + " -c x.c\"}";
    T.write(In + "/compile_commands.json", All + "]\n");
  }
  // A newer commit in the bare repository.
  void push(const std::string &Path, const std::string &Text) {
    T.write("tree/" + Path, Text);
    T.sh("cd tree && git add . && git commit -q -m new && git push -q ../bare.git main");
  }
  std::map<std::string, std::string> overlaid(TreeBuild &Build, const CompileCommand &C) {
    std::map<std::string, std::string> Texts;
    for (auto &[Path, Text] : Build.overlay(C, {Main}))
      Texts[Path.substr(T.path().size() + 1)] = Text;
    return Texts;
  }
  static bool defines(const CompileCommand &C, const std::string &Name) {
    return testing::Value(C.Arguments, testing::Contains(Name));
  }
  ScratchTree T;
  const std::string Main = "#include <linux/a.h>\n#include \"internal.h\"\n# include <generated/autoconf.h>\n";
};

using Texts = std::map<std::string, std::string>;

TEST_F(Builds, ServeABareRepository) {
  const Tree Base = Tree::open(T.file("bare.git"));
  TreeBuild Build(Base, T.file("build"));
  const CompileCommand C = Build.command("mm/f.c");
  EXPECT_EQ(C.File, T.file("build/mm/f.c"));
  EXPECT_EQ(C.Root, T.file("build"));
  EXPECT_TRUE(defines(C, "KERNEL")) << "tools/mm/f.c ends in mm/f.c too";
  EXPECT_EQ(TreeBuild::place(C, "include/linux/a.h"), T.file("build/include/linux/a.h"));
  EXPECT_EQ(overlaid(Build, C), Texts());
  EXPECT_THAT(Build.notes(), IsEmpty());
}

// The build is older than the base: of all that f.c can include, what differs comes from the base.
TEST_F(Builds, AreReadThroughTheBase) {
  push("include/linux/b.h", "#include <linux/new.h>\n");
  push("include/linux/new.h", "int new_one;\n");
  push("include/linux/far.h", "int farther;\n");
  push("include/linux/unused.h", "int unused;\n");
  push("mm/internal.h", "int internal_too;\n");
  const Tree Base = Tree::open(T.file("bare.git"));
  TreeBuild Build(Base, T.file("build"));
  EXPECT_EQ(overlaid(Build, Build.command("mm/f.c")), (Texts{{"build/include/linux/b.h", "#include <linux/new.h>\n"},
                                                             {"build/include/linux/far.h", "int farther;\n"},
                                                             {"build/include/linux/new.h", "int new_one;\n"},
                                                             {"build/mm/internal.h", "int internal_too;\n"}}));
  EXPECT_THAT(Build.notes(), ElementsAre(T.file("build") + " has another text of include/linux/b.h, "
                                                           "include/linux/far.h, include/linux/new.h and 1 more files "
                                                           "than the base; that of the base was used"));
}

TEST_F(Builds, InAWorkTreeWithChanges) {
  database("tree", T.file("tree"), T.file("tree"));
  T.write("tree/include/linux/b.h", "int dirty;\n");
  T.write("tree/include/generated/autoconf.h", "\n");
  const Tree Base = Tree::open(T.file("tree"));
  TreeBuild Build(Base, "");
  const CompileCommand C = Build.command("mm/f.c");
  EXPECT_EQ(C.File, T.file("tree/mm/f.c"));
  EXPECT_EQ(overlaid(Build, C), (Texts{{"tree/include/linux/b.h", "int b;\n"}}));
  const Tree Changed = Base.with({{"include/linux/b.h", TreeFile{"100644", "int needed;\n"}}});
  TreeBuild Another(Changed, "");
  EXPECT_EQ(overlaid(Another, C), (Texts{{"tree/include/linux/b.h", "int needed;\n"}}));
}

// The objects lie apart from the sources (make O=).
TEST_F(Builds, InADirectoryOfTheirOwn) {
  for (const char *Mark : {"build/Kbuild", "build/Kconfig", "build/scripts/Kbuild.include"})
    T.write(Mark, "");
  T.write("objects/x", "");
  database("objects", T.file("objects"), T.file("build"));
  const Tree Base = Tree::open(T.file("bare.git"));
  TreeBuild Build(Base, T.file("objects"));
  const CompileCommand C = Build.command("mm/f.c");
  EXPECT_EQ(C.Directory, T.file("objects"));
  EXPECT_EQ(C.File, T.file("build/mm/f.c"));
  EXPECT_EQ(C.Root, T.file("build"));
  EXPECT_TRUE(defines(C, "KERNEL"));
}

TEST_F(Builds, ThatWereMadeOnAnotherMachine) {
  database("build", "/home/ci/linux", "/home/ci/linux");
  const Tree Base = Tree::open(T.file("bare.git"));
  TreeBuild Build(Base, T.file("build"));
  const CompileCommand C = Build.command("mm/f.c");
  EXPECT_EQ(C.Root, T.file("build"));
  EXPECT_EQ(C.Directory, T.file("build"));
  EXPECT_TRUE(defines(C, T.file("build/include")));
  EXPECT_THAT(Build.notes(), ElementsAre("the compile commands in " + T.file("build") +
                                         " were made elsewhere: /home/ci/linux is taken to be " + T.file("build")));
}

TEST_F(Builds, AreNeverGuessed) {
  const Tree Base = Tree::open(T.file("bare.git"));
  EXPECT_THAT(refusal([&] { TreeBuild(Base, "").command("mm/f.c"); }),
              AllOf(StartsWith("3 mm/f.c: a bare repository has no compile commands"), HasSubstr("-p"),
                    HasSubstr("make mm/f.o")));
  EXPECT_THAT(refusal([&] { TreeBuild(Base, T.file("build")).command("mm/g.c"); }),
              AllOf(StartsWith("3 "), HasSubstr("mm/g.c: no compile command"), HasSubstr("-p")));
  EXPECT_THAT(refusal([&] { TreeBuild(Base, T.file("build")).command("f.c"); }), HasSubstr("no compile command"));
}

} // namespace
