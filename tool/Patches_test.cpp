// Patches as people send them when something is unusual with them: each is reviewed, or it is said why not.
#include "testing/Repository.h"

#include <gmock/gmock.h>

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace kverdict {
namespace {

class Patches : public testing::Test, protected Repository {
protected:
  Patches() {
    S.write("t/mm/other.c", "int other;\n");
    commit("mm/memory.c", fixture("merged.c"), "base");
    sh("git tag base");
  }

  Ran review(const std::string &What, const std::string &More = "") const {
    return run("kverdict review " + What + " --tree . -f terse " + More);
  }
  /// As mails, applied to the base.
  Ran mailed(const std::string &Change = "true") const {
    sh("git format-patch -q --stdout base > ../p.mbox && cd .. && " + Change);
    return run("git checkout -q base && kverdict review ../p.mbox --tree . -f terse");
  }
};

const char Inverted[] = "mm/memory.c:14: ERROR:INVERTED_RETURN";

TEST_F(Patches, ARenameIsComparedWithWhatItWas) {
  sh("git mv mm/memory.c mm/moved.c && git commit -qm 'mm: move it'");
  const Ran Moved = mailed();
  EXPECT_THAT(textOf(S.path("p.mbox")), HasSubstr("rename from mm/memory.c"));
  EXPECT_NE(Moved.Code, 1) << Moved.Out;
  sh("git checkout -q main");
  commit("mm/moved.c", fixture("v1.c"), "mm: change it");
  sh("git reset -q --soft base && git commit -qm 'mm: move and change it'");
  const Ran Changed = mailed();
  EXPECT_EQ(Changed.Code, 1) << Changed.Err;
  EXPECT_THAT(Changed.Out, HasSubstr("mm/moved.c:14: ERROR:INVERTED_RETURN"));
}

TEST_F(Patches, AModeAloneIsNothingToCheck) {
  sh("chmod +x mm/memory.c && git commit -qam 'mm: make it a program'");
  EXPECT_EQ(review("HEAD").Code, 4);
  EXPECT_EQ(mailed().Code, 4);
}

TEST_F(Patches, ABinaryFileDoesNotHideTheRest) {
  sh("head -c 3000 /dev/zero > logo.bin && git add -A");
  commit("mm/memory.c", fixture("v1.c"), "mm: a logo");
  const Ran R = mailed();
  EXPECT_EQ(R.Code, 1) << R.Err;
  EXPECT_THAT(R.Out, HasSubstr(Inverted));
  EXPECT_THAT(R.Err, HasSubstr("logo.bin is binary, it was not looked at"));
}

TEST_F(Patches, LineEndsOfOtherSystems) {
  commit("mm/memory.c", fixture("v1.c"), "mm: v1");
  const Ran R = mailed("sed -i 's/$/\\r/' p.mbox");
  EXPECT_EQ(R.Code, 1) << R.Err;
  EXPECT_THAT(R.Out, HasSubstr(Inverted));
}

TEST_F(Patches, AHeaderOfTooManyFilesIsNotComplete) {
  for (unsigned I = 0; I < 40; ++I)
    S.write("t/mm/copy" + std::to_string(I) + ".c", "#include \"few.h\"\n" + fixture("merged.c"));
  S.write("t/mm/few.h", "#define FEW 3\n");
  sh("rm compile_flags.txt; for F in mm/copy*.c; do printf '%s{\"directory\":\"%s\",\"file\":\"%s\",\"command\":"
     "\"cc -I" KVERDICT_SOURCE_DIR "/testdata/include -c %s\"}' \"$C\" \"$PWD\" $F $F; C=,; done >../all; "
     "echo \"[$(cat ../all)]\" >../compile_commands.json; git add -A && git commit -qm 'many files'");
  S.write("t/mm/few.h", "#define FEW 4\n");
  sh("git commit -qam 'mm: another few'");
  const Ran R = review("HEAD", "-p ..");
  EXPECT_EQ(R.Code, 3);
  EXPECT_THAT(R.Err, HasSubstr("of the files that include mm/few.h, only the first 32 were looked at"));
}

/// One file of the patch is compiled, another one is not.
TEST_F(Patches, AFileWithoutACommandDoesNotHideTheRest) {
  sh("rm compile_flags.txt && git commit -qam 'no flags'");
  sh("echo '[{\"directory\":\"'$PWD'\",\"file\":\"mm/memory.c\",\"command\":\"cc -I" KVERDICT_SOURCE_DIR
     "/testdata/include -c mm/memory.c\"}]' > ../compile_commands.json && git tag -f base");
  S.write("t/mm/second.c", fixture("v1.c"));
  commit("mm/memory.c", fixture("v1.c"), "mm: two files");
  const Ran R = review("HEAD");
  EXPECT_EQ(R.Code, 1) << R.Err;
  EXPECT_THAT(R.Out, AllOf(HasSubstr(Inverted), Not(HasSubstr("second.c:"))));
  EXPECT_THAT(R.Err, AllOf(HasSubstr("mm/second.c: no compile command"), HasSubstr("make a compile_commands.json")));
  sh("rm ../compile_commands.json");
  EXPECT_EQ(review("HEAD").Code, 3);
}

TEST_F(Patches, AHoleInASeriesIsNotComplete) {
  commit("mm/other.c", "long other;\n", "mm: one");
  commit("mm/other.c", "char other;\n", "mm: two");
  commit("mm/third.c", "int third;\n", "mm: three");
  sh("git format-patch -q -o .. base && git checkout -q base && rm ../0002*");
  const Ran Hole = review("../000*.patch");
  EXPECT_EQ(Hole.Code, 3) << Hole.Err;
  EXPECT_THAT(Hole.Err, HasSubstr("patch 2 of the 3 of 'mm: one' was not given; the others are applied without, so the "
                                  "review is not complete: give it too"));
  const Ran Piece = review("../0001*.patch");
  EXPECT_EQ(Piece.Code, 4) << "whoever gives one patch wants that one";
  EXPECT_THAT(Piece.Err, HasSubstr("note: patches 2 and 3 of the 3"));
}

/// As b4 ends its mails.
TEST_F(Patches, TrailersOfB4) {
  commit("mm/memory.c", fixture("v1.c"), "mm: v1");
  sh("git format-patch -q --stdout --base=base base | "
     "sed 's/^base-commit: .*/&\\nchange-id: 20240501-zeropage-0123456789ab\\n\\nBest regards,/' > ../p.mbox");
  ASSERT_THAT(textOf(S.path("p.mbox")), HasSubstr("\nchange-id: 2024"));
  const Ran R = review("../p.mbox");
  EXPECT_EQ(R.Code, 1) << R.Err;
  EXPECT_THAT(R.Err, HasSubstr("(base-commit: of the patches)"));
}

TEST_F(Patches, AShallowCloneSaysWhatItLacks) {
  commit("mm/memory.c", fixture("v1.c"), "mm: v1");
  sh("git format-patch -q --stdout --base=base base > ../p.mbox && git clone -q --depth=1 file://$PWD ../shallow");
  const Ran Commit = run("cd ../shallow && kverdict review HEAD --tree .");
  EXPECT_EQ(Commit.Code, 3);
  EXPECT_THAT(Commit.Err, HasSubstr("run 'git fetch --deepen=1'"));
  const Ran Mail = run("cd ../shallow && kverdict review ../p.mbox --tree .");
  EXPECT_EQ(Mail.Code, 3);
  EXPECT_THAT(Mail.Err, AllOf(HasSubstr("git fetch --unshallow"), HasSubstr("already applied")));
}

TEST_F(Patches, ATreeThatIsNoKernel) {
  commit("mm/memory.c", fixture("v1.c"), "mm: v1");
  sh("git format-patch -q -o .. base && mkdir ../empty && git init -q ../repo");
  const Ran Plain = run("kverdict review ../0001-*.patch --tree ../empty");
  EXPECT_EQ(Plain.Code, 3);
  EXPECT_THAT(Plain.Err, HasSubstr("mm/memory.c"));
  EXPECT_EQ(run("kverdict review ../0001-*.patch --tree ../repo").Code, 3) << "without a commit";
  const Ran None = run("kverdict review ../0001-*.patch --tree ../none");
  EXPECT_EQ(None.Code, 2) << None.Err;
}

} // namespace
} // namespace kverdict
