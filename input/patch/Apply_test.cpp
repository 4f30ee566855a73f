#include "input/Given.h"
#include "input/patch/Apply.h"
#include "testing/ScratchTree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace kverdict;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

// Twenty lines, so that hunks can be far from each other.
static std::string numbered(const std::string &Prefix = "") {
  std::string Text = Prefix;
  for (int I = 1; I <= 20; ++I)
    Text += "line " + std::to_string(I) + "\n";
  return Text;
}

static std::string changed(std::string Text, const std::string &From, const std::string &To) {
  return Text.replace(Text.find(From), From.size(), To);
}

// Applies all of it, or throws what is wrong with the first patch that does not apply.
static void apply(Series &S, const Tree &T) {
  for (const InputProblem &Problem : applyAll(S, T))
    throw Error(ExitCode::Incomplete, Problem.Message);
}

// A git tree with two commits on top of its base: HEAD is the base again, and s.mbox has the two patches.
class Applying : public testing::Test {
protected:
  void SetUp() override {
    T.init();
    T.write("mm/f.c", Base);
    T.write("mm/gone.c", "x\n");
    T.write("run.sh", "y\n");
    T.commit("base");
    T.write("mm/f.c", One);
    T.sh("git rm -q mm/gone.c && git mv run.sh moved.sh && chmod +x moved.sh");
    T.write("new.c", "n\n");
    T.commit("one");
    T.write("mm/f.c", Two);
    T.commit("two");
    T.sh("git format-patch -q --stdout -M HEAD~2 >../" + Name() + ".mbox && git reset -q --hard HEAD~2");
    std::string Mbox = T.path() + "/../" + Name() + ".mbox";
    Mail = readFile(Mbox, "a mailbox");
    llvm::sys::fs::remove(Mbox);
  }
  std::string Name() const { return T.path().substr(T.path().rfind('/') + 1); }

  Series applied(const std::string &Directory) {
    Series S = readMailbox(Mail, "s.mbox");
    apply(S, Tree::open(Directory));
    return S;
  }
  void expectBoth(const Series &S) {
    ASSERT_EQ(S.Patches.size(), 2u);
    ASSERT_EQ(S.Patches[0].Files.size(), 4u);
    EXPECT_EQ(S.Patches[0].Files[0].path(), "mm/f.c");
    EXPECT_EQ(S.Patches[0].Files[0].Base, Base);
    EXPECT_EQ(S.Patches[0].Files[0].Patched, One);
    EXPECT_EQ(S.Patches[0].Files[1].Patched, std::nullopt); // mm/gone.c
    EXPECT_EQ(S.Patches[0].Files[1].Base, "x\n");
    EXPECT_EQ(S.Patches[0].Files[2].OldPath + ">" + S.Patches[0].Files[2].NewPath, "run.sh>moved.sh");
    EXPECT_EQ(S.Patches[0].Files[2].Patched, "y\n");
    EXPECT_EQ(S.Patches[0].Files[3].Base, std::nullopt); // new.c
    EXPECT_EQ(S.Patches[0].Files[3].Patched, "n\n");
    EXPECT_EQ(S.Patches[1].Files[0].Base, One);
    EXPECT_EQ(S.Patches[1].Files[0].Patched, Two);
  }

  ScratchTree T;
  std::string Mail;
  const std::string Base = numbered(), One = changed(Base, "line 5\n", "LINE 5\n"),
                    Two = changed(changed(One, "line 17\n", "LINE 17\n"), "LINE 5\n", "LINE 5a\nLINE 5b\n");
};

TEST_F(Applying, TakesTheBaseFromTheCommitAndTouchesNothing) {
  T.write("mm/f.c", "a dirty work tree\n");
  T.write("staged.c", "s\n");
  T.sh("git add staged.c");
  auto Before = T.snapshot();
  expectBoth(applied(T.path()));
  EXPECT_EQ(T.snapshot(), Before);
  EXPECT_THAT(Tree::open(T.path()).describe(), StartsWith("git tree at HEAD "));
}

TEST_F(Applying, WorksInABareRepository) {
  ScratchTree B;
  B.sh("git clone -q --bare '" + T.path() + "' bare.git");
  auto Before = B.snapshot();
  expectBoth(applied(B.file("bare.git")));
  EXPECT_EQ(B.snapshot(), Before);
}

TEST_F(Applying, WorksInALinkedWorkTree) {
  T.sh("git worktree add -q linked HEAD");
  auto Before = T.snapshot();
  expectBoth(applied(T.file("linked")));
  EXPECT_EQ(T.snapshot(), Before);
}

TEST_F(Applying, WorksInAPlainDirectory) {
  T.sh("rm -rf .git");
  auto Before = T.snapshot();
  expectBoth(applied(T.path()));
  EXPECT_EQ(T.snapshot(), Before);
  EXPECT_EQ(Tree::open(T.path()).describe(), "plain directory");
}

// A kernel tree that was unpacked somewhere below another repository is not that repository.
TEST_F(Applying, TakesADirectoryBelowARepositoryForAPlainOne) {
  T.sh("mkdir below && cp -r mm run.sh below");
  EXPECT_FALSE(Tree::open(T.file("below")).isGit());
  expectBoth(applied(T.file("below")));
}

// Nothing that the repository configures is run: a filter, a hook, a helper would leave a file behind.
TEST_F(Applying, RunsNothingThatTheRepositoryConfigures) {
  std::string Trap = "touch " + T.path() + "/trapped; cat";
  T.sh("git config core.fsmonitor '" + Trap + "' && git config filter.t.clean '" + Trap +
       "' && git config filter.t.smudge '" + Trap + "' && git config diff.t.textconv '" + Trap +
       "' && git config diff.external '" + Trap + "' && git config core.pager '" + Trap +
       "' && git config apply.whitespace fix");
  T.write(".git/info/attributes", "* filter=t diff=t\n");
  T.write(".git/hooks/post-index-change", "#!/bin/sh\n" + Trap + "\n");
  T.sh("chmod +x .git/hooks/post-index-change");
  auto Before = T.snapshot();
  expectBoth(applied(T.path()));
  EXPECT_EQ(T.snapshot(), Before);
}

TEST_F(Applying, MovesTheLineNumbersToWhereAHunkReallyWent) {
  T.sh("rm -rf .git");
  T.write("mm/f.c", numbered("a\nb\nc\n"));
  Series S = applied(T.path());
  const Hunk &H = S.Patches[0].Files[0].Hunks[0];
  EXPECT_EQ(H.Offset, 3);
  EXPECT_EQ(H.Lines[0].OldLine, H.OldStart + 3);
  for (const Patch &P : S.Patches)
    for (const Hunk &Of : P.Files[0].Hunks)
      for (const HunkLine &Line : Of.Lines) {
        std::string Numbered = "\n" + *P.Files[0].Patched;
        size_t At = 0;
        for (unsigned I = 1; I < Line.NewLine; ++I)
          At = Numbered.find('\n', At + 1);
        if (Line.NewLine)
          EXPECT_EQ(Numbered.compare(At, Line.Text.size() + 2, "\n" + Line.Text + "\n"), 0) << Line.Text;
      }
}

TEST_F(Applying, SaysWhatTheTreeHasInsteadOfTheHunk) {
  T.sh("rm -rf .git");
  T.write("mm/f.c", changed(numbered("top\n"), "line 16\n", "another line\n"));
  EXPECT_THAT(refusal([&] { applied(T.path()); }),
              AllOf(StartsWith("3 s.mbox:"), HasSubstr("hunk 2 of mm/f.c ('@@ -14,7 +15,7 @@"),
                    HasSubstr("plain directory"),
                    HasSubstr("it expects 'line 16', but at line 17 there is 'another line'"),
                    Not(HasSubstr("already applied"))));
  std::string Line = refusal([&] { applied(T.path()); }).substr(9);
  unsigned Number = std::stoul(Line);
  std::string Before = Mail.substr(0, Mail.rfind("\n line 16\n") + 1);
  EXPECT_EQ(Number, std::count(Before.begin(), Before.end(), '\n') + 1);
}

// As git does, a hunk without context above it belongs to the beginning of the file.
TEST_F(Applying, SaysWhenAHunkIsNotAtTheBeginning) {
  T.write("mm/f.c", numbered("top\n"));
  T.commit("top");
  Series S = readMailbox("--- a/mm/f.c\n+++ b/mm/f.c\n@@ -1,4 +1,4 @@\n-line 1\n+LINE 1\n line 2\n line 3\n line 4\n",
                         "x.diff");
  EXPECT_THAT(
      refusal([&] { apply(S, Tree::open(T.path())); }),
      AllOf(StartsWith("3 x.diff:3: hunk 1 of"), HasSubstr("at line 2, but the patch has them at the beginning")));
}

TEST_F(Applying, KnowsWhenAPatchIsAlreadyThere) {
  T.sh("rm -rf .git");
  T.write("mm/f.c", One);
  EXPECT_THAT(refusal([&] { applied(T.path()); }), HasSubstr("hunk 1 of mm/f.c"));
  EXPECT_THAT(refusal([&] { applied(T.path()); }), HasSubstr("looks already applied"));
  T.write("mm/f.c", Base);
  T.write("new.c", "n\n");
  EXPECT_THAT(refusal([&] { applied(T.path()); }),
              AllOf(HasSubstr("creates new.c"), HasSubstr("looks already applied")));
}

TEST_F(Applying, SaysThatTheTreeLacksAFile) {
  T.sh("rm -rf .git mm/f.c");
  EXPECT_THAT(refusal([&] { applied(T.path()); }), AllOf(StartsWith("3 s.mbox:"), HasSubstr("has no file mm/f.c")));
}

TEST_F(Applying, SaysThatTheFileIsAnotherOne) {
  T.write("mm/f.c", "quite\nanother\nfile\nwith\nsome\nlines\n");
  T.commit("other");
  EXPECT_THAT(
      refusal([&] { applied(T.path()); }),
      HasSubstr("it expects 'line 2', but nothing in the file looks like it, and at line 2 there is 'another'"));
}

TEST_F(Applying, SaysThatOnlyLineEndsDiffer) {
  T.sh("rm -rf .git && sed -i 's/$/\\r/' mm/f.c");
  EXPECT_THAT(refusal([&] { applied(T.path()); }), HasSubstr("only the line ends differ"));
}

TEST_F(Applying, DoesNotFollowLinksOutOfTheTree) {
  ScratchTree Outside;
  Outside.write("f.c", Base);
  T.sh("rm -rf .git && mv mm old && ln -s '" + Outside.path() + "' mm");
  EXPECT_THAT(refusal([&] { applied(T.path()); }), HasSubstr("goes through a symbolic link"));
  T.sh("rm mm && mv old mm && rm mm/f.c && ln -s '" + Outside.file("f.c") + "' mm/f.c");
  EXPECT_THAT(refusal([&] { applied(T.path()); }), StartsWith("3 "));
  EXPECT_EQ(Tree::open(T.path()).read("mm/f.c"), std::nullopt);
}

static const char Picture[] =
    "diff --git a/p.png b/p.png\nindex 1..2 100644\nBinary files a/p.png and b/p.png differ\n";

TEST_F(Applying, LeavesOutBinaryFiles) {
  Series S = readMailbox(std::string(Picture) + "--- a/run.sh\n+++ b/run.sh\n@@ -1 +1 @@\n-y\n+z\n", "x.diff");
  apply(S, Tree::open(T.path()));
  EXPECT_EQ(S.Patches[0].Files[1].Patched, "z\n");
  EXPECT_THAT(S.Notes, testing::ElementsAre("x.diff:1: p.png is binary, it was not looked at"));
  EXPECT_THAT(refusal([&] {
                Series Only = readMailbox(Picture, "x.diff");
                apply(Only, Tree::open(T.path()));
              }),
              AllOf(StartsWith("3 x.diff:1: "), HasSubstr("binary")));
}

TEST_F(Applying, AppliesAModeChange) {
  Series S = readMailbox("diff --git a/run.sh b/run.sh\nold mode 100644\nnew mode 100755\n", "x.diff");
  apply(S, Tree::open(T.path()));
  EXPECT_EQ(S.Patches[0].Files[0].Base, S.Patches[0].Files[0].Patched);
  EXPECT_TRUE(S.Patches[0].Files[0].modeOnly());
}

TEST(Trees, ReadsAndRefuses) {
  ScratchTree T;
  T.write("a b.c", "x");
  EXPECT_EQ(Tree::open(T.path()).read("a b.c"), "x");
  EXPECT_EQ(Tree::open(T.path()).read("none"), std::nullopt);
  T.init();
  EXPECT_FALSE(Tree::open(T.path()).isGit()) << "a repository without a commit is read as a directory";
  T.commit("x");
  T.write("a b.c", "dirty");
  EXPECT_EQ(Tree::open(T.path()).read("a b.c"), "x");
  EXPECT_EQ(readFile(Tree::open(T.path()).absolutePath("a b.c"), "a file"), "dirty");
  EXPECT_THAT(refusal([&] { Tree::open(T.file("none")); }), AllOf(StartsWith("2 "), HasSubstr("--tree")));
  EXPECT_THAT(refusal([&] { Tree::open(T.file("a b.c")); }), AllOf(StartsWith("2 "), HasSubstr("not a directory")));
  T.write(".git/HEAD", "rubbish");
  EXPECT_THAT(refusal([&] { Tree::open(T.path()); }), AllOf(StartsWith("3 "), HasSubstr("git cannot read")));
}

TEST(TempDirs, GoAway) {
  std::string Path;
  {
    TempDir D;
    Path = D.path();
    writeFile(D.file("x"), "y");
  }
  EXPECT_FALSE(llvm::sys::fs::exists(Path));
}
