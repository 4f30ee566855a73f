// What a series is applied to: revisions, the base that patches name, what they need before them, and what stays as
// it was.
#include "input/Inputs.h"
#include "testing/ScratchTree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

using namespace kverdict;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

namespace {

std::string lines(std::vector<std::pair<int, std::string>> Other = {}) {
  std::string Text;
  for (int I = 1; I <= 30; ++I) {
    std::string Line = "line " + std::to_string(I);
    for (auto &[Number, Instead] : Other)
      if (Number == I)
        Line = Instead;
    Text += Line + "\n";
  }
  return Text;
}

/// A repository "tree": base, and on a branch `work` the commits need, one, two, three; HEAD is at base. Its mails are
/// in s.mbox, with base-commit: base.
class Works : public testing::Test {
protected:
  void SetUp() override {
    T.write("tree/f.c", lines());
    T.write("tree/g.c", "int g;\n");
    T.sh("cd tree && git init -q -b main . && git config user.name A && git config user.email a@x.test && git add . && "
         "git commit -q -m base && git tag base && git switch -q -c work");
    commit("one", "f.c", lines({{5, "FIVE"}}));
    commit("two", "f.c", lines({{5, "FIVE"}, {15, "FIFTEEN"}}));
    commit("three", "g.c", "int gg;\n");
    T.sh("cd tree && git format-patch -q --stdout --base=base base..work >../s.mbox && git switch -q main");
  }
  void commit(const std::string &Subject, const std::string &Path, const std::string &Text) {
    T.write("tree/" + Path, Text);
    T.sh("cd tree && git add . && git commit -q -m " + Subject);
  }
  std::string id(const std::string &Revision) {
    T.sh("cd tree && git rev-parse " + Revision + " >../id");
    return T.text("id").substr(0, 40);
  }

  Work open(std::vector<std::string> Inputs, const std::string &Base = "", const std::string &Tree = "tree") {
    SeriesRequest R;
    R.Inputs = std::move(Inputs);
    R.Tree = T.file(Tree);
    R.Base = Base;
    return openWork(R);
  }
  Work openMails(const std::string &Base = "", const std::string &Tree = "tree") {
    return open({T.file("s.mbox")}, Base, Tree);
  }
  static std::vector<std::string> messages(const Work &W) {
    std::vector<std::string> All;
    for (const InputProblem &Problem : W.Problems)
      All.push_back(Problem.Message);
    return All;
  }
  static void expectAll(const Work &W) {
    EXPECT_THAT(messages(W), IsEmpty());
    ASSERT_EQ(W.Patches.Patches.size(), 3u);
    EXPECT_EQ(W.Patches.Patches[0].Files[0].Base, lines());
    EXPECT_EQ(W.Patches.Patches[1].Files[0].Base, lines({{5, "FIVE"}}));
    EXPECT_EQ(W.Patches.Patches[1].Files[0].Patched, lines({{5, "FIVE"}, {15, "FIFTEEN"}}));
    EXPECT_EQ(W.Patches.Patches[2].Files[0].Patched, "int gg;\n");
  }
  ScratchTree T;
};

//===- Revisions ----------------------------------------------------------------------------------------------===//

TEST_F(Works, TakesRevisionsAndRanges) {
  const std::string Base = id("base").substr(0, 12);
  T.sh("cd tree && git switch -q work");
  for (const char *Range : {"base..work", "-3", "base..", "HEAD~3..HEAD"}) {
    Work W = open({Range});
    expectAll(W);
    EXPECT_EQ(W.BaseWord, "base: " + Base + " (the commit below)") << Range;
    EXPECT_THAT(W.Patches.Notes, IsEmpty());
  }
  Work W = open({"HEAD~1"});
  ASSERT_EQ(W.Patches.Patches.size(), 1u);
  EXPECT_EQ(W.Patches.Patches[0].Header.Subject, "[PATCH] two");
  EXPECT_EQ(W.Base.read("f.c"), lines({{5, "FIVE"}}));
  W = open({"base"}); // the first commit of all is made on nothing
  EXPECT_EQ(W.Patches.Patches[0].Files[0].Patched, lines());
  EXPECT_EQ(W.Patches.Patches[0].Files[0].Base, std::nullopt);
}

// b4 keeps the cover letter in an empty commit, and git counts it.
TEST_F(Works, LeavesOutEmptyCommits) {
  T.sh("cd tree && git switch -q work && git commit -q --allow-empty -m empty && git commit -q --allow-empty -m more");
  T.write("tree/g.c", "int ggg;\n");
  T.sh("cd tree && git commit -q -a -m four");
  Work W = open({"base.."});
  EXPECT_EQ(W.Patches.Patches.size(), 4u);
  EXPECT_THAT(messages(W), IsEmpty());
  EXPECT_THAT(W.Patches.Notes, IsEmpty());
  EXPECT_THAT(refusal([&] { open({"HEAD~1"}); }), "4 HEAD~1: an empty commit: there is nothing to review");
  EXPECT_THAT(refusal([&] { open({"HEAD~3..HEAD~1"}); }),
              HasSubstr(": only empty commits: there is nothing to review"));
  // In a directory it is an empty file.
  T.sh("cd tree && git format-patch -q -o ../dir base..work~1");
  T.sh("test ! -s dir/0005-more.patch");
  W = open({T.file("dir")}, "base");
  EXPECT_EQ(W.Patches.Patches.size(), 3u);
  EXPECT_THAT(messages(W), IsEmpty());
  EXPECT_THAT(W.Patches.Notes, Contains(HasSubstr("0005-more.patch: an empty file")));
}

// In a bare repository there is a file HEAD, and in a tree a directory of that name may be a branch's too.
TEST_F(Works, TakesAFileThatHoldsNoPatchForARevision) {
  T.write("work", "ref: refs/heads/work\n");
  char Here[4096];
  ASSERT_NE(getcwd(Here, sizeof Here), nullptr);
  ASSERT_EQ(chdir(T.path().c_str()), 0);
  Work W = open({"work"});
  T.sh("cp s.mbox work");
  Work Mails = open({"work"});
  ASSERT_EQ(chdir(Here), 0);
  EXPECT_EQ(W.Patches.Patches.size(), 1u);
  EXPECT_EQ(Mails.Patches.Patches.size(), 3u);
}

// Everything but the mails' headers is the same for a range and for the mails of it.
TEST_F(Works, TakesARangeForTheMailsOfIt) {
  Work Range = open({"base..work"}), Mails = openMails();
  ASSERT_EQ(Range.Patches.Patches.size(), Mails.Patches.Patches.size());
  for (size_t I = 0; I < 3; ++I) {
    const Patch &A = Range.Patches.Patches[I], &B = Mails.Patches.Patches[I];
    EXPECT_EQ(A.Message, B.Message);
    EXPECT_EQ(A.Tag.Number, B.Tag.Number);
    ASSERT_EQ(A.Files.size(), B.Files.size());
    EXPECT_EQ(A.Files[0].Base, B.Files[0].Base);
    EXPECT_EQ(A.Files[0].Patched, B.Files[0].Patched);
    EXPECT_EQ(A.Files[0].Hunks[0].Header, B.Files[0].Hunks[0].Header);
  }
  EXPECT_EQ(Range.Base.commit(), Mails.Base.commit());
}

TEST_F(Works, RefusesRangesOfNothing) {
  auto refused = [&](const std::string &Word, const std::string &Tree = "tree") {
    return refusal([&] { open({Word}, "", Tree); });
  };
  EXPECT_THAT(refused("work..base"), AllOf(StartsWith("2 work..base: "), HasSubstr("no commits in this range")));
  EXPECT_THAT(refused("nowhere..work"), AllOf(StartsWith("2 nowhere..work: neither a file nor a revision")));
  EXPECT_THAT(refused("base...work"), HasSubstr("neither a file nor a revision"));
  EXPECT_THAT(refused("-0"), HasSubstr("neither a file nor a revision"));
  EXPECT_THAT(refused("nothing"), AllOf(StartsWith("3 nothing: "), HasSubstr("No such file")));
  T.sh("cd tree && git merge -q --no-ff -m merge work");
  EXPECT_THAT(refused("HEAD"),
              HasSubstr("a merge, which has no patch of its own; name the commits that it merged: HEAD^1..HEAD^2"));
  EXPECT_THAT(open({"base..HEAD"}).Patches.Notes, ElementsAre("base..HEAD: 1 merges have no patch and were left out"));
  T.sh("mkdir plain");
  EXPECT_THAT(refused("HEAD", "plain"), AllOf(StartsWith("3 HEAD: "), HasSubstr("No such file")));
}

TEST_F(Works, SaysWhatAShallowCloneLacks) {
  T.sh("git clone -q --depth=1 --branch work file://$PWD/tree shallow");
  EXPECT_THAT(refusal([&] { open({"HEAD"}, "", "shallow"); }),
              AllOf(StartsWith("3 HEAD: the repository is a shallow clone"), HasSubstr("git fetch --deepen=1")));
  Work W = openMails("", "shallow");
  EXPECT_THAT(W.Patches.Notes, Contains(AllOf(HasSubstr(id("base")), HasSubstr("(a shallow clone)"),
                                              HasSubstr("git fetch --unshallow"), HasSubstr("HEAD is taken"))));
  EXPECT_EQ(W.Problems.size(), 3u) << "HEAD has the patches already";
}

//===- The base -----------------------------------------------------------------------------------------------===//

TEST_F(Works, TakesTheBaseThatThePatchesName) {
  const std::string Base = id("base").substr(0, 12);
  commit("later", "f.c", "something else\n");
  Work W = openMails();
  expectAll(W);
  EXPECT_EQ(W.BaseWord, "base: " + Base + " (base-commit: of the patches)");
  W = openMails("HEAD");
  EXPECT_EQ(W.BaseWord, "base: " + id("HEAD").substr(0, 12) + " (--base HEAD)");
  EXPECT_EQ(W.Problems.size(), 2u);
  EXPECT_THAT(refusal([&] { openMails("nowhere"); }), AllOf(StartsWith("2 "), HasSubstr("has no commit 'nowhere'")));
}

TEST_F(Works, SaysThatTheBaseIsMissing) {
  T.sh("git init -q other && cp tree/*.c other && cd other && git add . && git -c user.name=A -c user.email=a@x.test "
       "commit -q -m other");
  Work W = openMails("", "other");
  expectAll(W);
  EXPECT_THAT(W.BaseWord, HasSubstr("(HEAD of the tree)"));
  EXPECT_THAT(W.Patches.Notes,
              ElementsAre("the patches were made for base-commit " + id("base") +
                          ", which the repository does not have; HEAD is taken instead. Run 'git fetch origin " +
                          id("base") + "' in it, or name another base with --base"));
  T.sh("rm -rf other/.git");
  W = openMails("", "other");
  expectAll(W);
  EXPECT_EQ(W.BaseWord, "base: plain directory (as it stands)");
}

TEST_F(Works, AppliesWhatThePatchesNeedBeforeThem) {
  T.sh("cd tree && git format-patch -q --stdout --base=base -1 work~1 >../s.mbox");
  ASSERT_THAT(T.text("s.mbox"), HasSubstr("prerequisite-patch-id: "));
  // Its own branch is gone; another one has the same change, made elsewhere.
  T.sh("cd tree && git switch -q -c elsewhere base && git commit -q --allow-empty -m empty && "
       "git cherry-pick work~2 && git branch -q -D work && git switch -q main");
  Work W = openMails();
  EXPECT_THAT(messages(W), IsEmpty());
  EXPECT_EQ(W.BaseWord, "base: " + id("base").substr(0, 12) +
                            " (base-commit: of the patches, and on it the prerequisites " +
                            id("elsewhere").substr(0, 12) + ")");
  EXPECT_EQ(W.Base.read("f.c"), lines({{5, "FIVE"}}));
  EXPECT_EQ(W.Patches.Patches[0].Files[0].Base, lines({{5, "FIVE"}}));

  T.sh("cd tree && git branch -q -D elsewhere");
  W = openMails();
  EXPECT_THAT(W.Patches.Notes, Contains(AllOf(HasSubstr("the patches need others before them"),
                                              HasSubstr("fetch the branch that has them"))));

  std::string Ids;
  for (unsigned I = 0; I < 10; ++I)
    Ids += "prerequisite-patch-id: " + std::string(39, 'a') + std::to_string(I) + "\n";
  T.write("s.mbox", T.text("s.mbox") + Ids);
  W = openMails();
  EXPECT_THAT(W.Patches.Notes, Contains(HasSubstr("a3 and 6 more); fetch")));
  for (unsigned I = 100; I < 300; ++I)
    Ids += "prerequisite-patch-id: " + std::string(37, 'b') + std::to_string(I) + "\n";
  T.write("s.mbox", T.text("s.mbox") + Ids);
  W = openMails();
  EXPECT_THAT(W.Patches.Notes, Contains(HasSubstr("the patches name 211 others before them, more than 200")));
}

//===- Patches that do not fit --------------------------------------------------------------------------------===//

// The tree has another line right beside the changed one, so only the merge with the file of the patch can tell.
TEST_F(Works, MergesWhatDoesNotApply) {
  commit("later", "f.c", "new\nnew\n" + lines({{3, "three"}, {17, "seventeen"}}));
  Work W = openMails("HEAD");
  EXPECT_THAT(messages(W), IsEmpty());
  EXPECT_THAT(W.Patches.Notes, ElementsAre(HasSubstr("a three-way merge"), HasSubstr("a three-way merge")));
  const Patch &P = W.Patches.Patches[0];
  EXPECT_TRUE(P.Merged);
  EXPECT_EQ(P.Files[0].Patched, "new\nnew\n" + lines({{3, "three"}, {5, "FIVE"}, {17, "seventeen"}}));
  std::vector<std::pair<unsigned, unsigned>> Numbers;
  for (const HunkLine &Line : P.Files[0].Hunks[0].Lines)
    Numbers.emplace_back(Line.OldLine, Line.NewLine);
  using Pair = std::pair<unsigned, unsigned>;
  EXPECT_THAT(Numbers, ElementsAre(Pair(4, 4), Pair(0, 0), Pair(6, 6), Pair(7, 0), Pair(0, 7), Pair(8, 8), Pair(9, 9),
                                   Pair(10, 10)))
      << "line 3 is not in the tree";
}

TEST_F(Works, DoesNotCallAPatchMergedThatIsThere) {
  T.sh("cd tree && git merge -q --ff-only work");
  EXPECT_THAT(messages(openMails("HEAD")),
              ElementsAre(HasSubstr("already applied"), HasSubstr("already applied"), HasSubstr("already applied")));
}

TEST_F(Works, ReviewsWhatIsGoodBesideWhatIsBad) {
  T.sh("sed -i '0,/+FIVE/s/ line 4/ line four/' s.mbox"); // the first patch: cannot apply, and neither can a merge
  T.sh("sed -i 's/^index .*//' s.mbox");
  Work W = openMails();
  ASSERT_EQ(W.Problems.size(), 1u);
  EXPECT_EQ(W.Problems[0].Patch, 0u);
  EXPECT_THAT(W.Problems[0].Message, HasSubstr("it expects 'line four', but at line 4 there is 'line 4'"));
  EXPECT_FALSE(W.Patches.Patches[0].Applied);
  EXPECT_EQ(W.Patches.Patches[0].Files[0].Base, std::nullopt);
  EXPECT_TRUE(W.Patches.Patches[1].Applied);
  EXPECT_EQ(W.Patches.Patches[1].Files[0].Patched, lines({{15, "FIFTEEN"}}));
  EXPECT_TRUE(W.Patches.Patches[2].Applied);
  EXPECT_THAT(W.Patches.Notes, ElementsAre(AllOf(HasSubstr("applied without the patch before it"), HasSubstr("one"))));
}

TEST_F(Works, ReviewsWhatCanBeReadBesideWhatCannot) {
  T.sh("sed -i 's/^+FIFTEEN/FIFTEEN/' s.mbox");
  Work W = open({T.file("s.mbox"), T.file("none.mbox")});
  ASSERT_EQ(W.Problems.size(), 2u);
  EXPECT_THAT(W.Problems[0].Message, HasSubstr("none.mbox: cannot read it: No such file"));
  EXPECT_EQ(W.Problems[0].Patch, std::nullopt);
  EXPECT_THAT(W.Problems[1].Message, HasSubstr("the patch ends in the middle of the hunk"));
  EXPECT_EQ(W.Problems[1].Patch, 1u);
  EXPECT_TRUE(W.Patches.Patches[0].Applied);
  EXPECT_FALSE(W.Patches.Patches[1].Applied);
  EXPECT_TRUE(W.Patches.Patches[2].Applied);
  EXPECT_EQ(W.Patches.Patches[1].Header.Subject, "[PATCH 2/3] two");
  T.sh("mkdir d && cp s.mbox d/b.mbox && echo rubbish >d/a.patch");
  W = open({T.file("d")});
  ASSERT_EQ(W.Problems.size(), 2u);
  EXPECT_THAT(W.Problems[0].Message, HasSubstr("d/a.patch:1: neither a mail nor a diff"));
  EXPECT_EQ(W.Patches.Patches.size(), 3u);
}

//===- Nothing changes ----------------------------------------------------------------------------------------===//

class Untouched : public Works {
protected:
  // Reviews in each way there is, also in the ways that fail; all of it stays as it was, objects and times too.
  void expectUntouched(const std::string &Tree) {
    auto Before = T.snapshot();
    openMails("", Tree);
    openMails("HEAD", Tree);
    open({"base..work"}, "", Tree);
    open({"base..work"}, "work", Tree); // is there already
    open({"work"}, "base", Tree);
    auto After = T.snapshot();
    for (auto &[Path, State] : Before)
      EXPECT_TRUE(After[Path] == State) << Path << " was touched";
    EXPECT_EQ(After.size(), Before.size());
  }
  // Old enough for git to find that an object deserves a new time.
  void makeOld() { T.sh("find . -exec touch -h -d '2024-01-01' {} +"); }
};

TEST_F(Untouched, AWorkTreeWithChanges) {
  commit("later", "f.c", "new\n" + lines({{3, "three"}}));
  T.write("tree/f.c", "dirty\n");
  T.write("tree/untracked.c", "u\n");
  makeOld();
  expectUntouched("tree");
  T.sh("cd tree && git gc -q"); // packs have times too
  makeOld();
  expectUntouched("tree");
}

TEST_F(Untouched, ABareRepository) {
  T.sh("git clone -q --bare tree bare.git");
  makeOld();
  expectUntouched("bare.git");
}

TEST_F(Untouched, ALinkedWorkTree) {
  T.sh("cd tree && git worktree add -q ../linked base");
  makeOld();
  expectUntouched("linked");
}

TEST_F(Untouched, ACloneThatBorrowsObjects) {
  T.sh("git clone -q --shared tree shared && cd shared && git branch -q work origin/work");
  makeOld();
  expectUntouched("shared");
}

// Nothing that the repository configures is run when its commits are read.
TEST_F(Works, RunsNothingThatTheRepositoryConfigures) {
  const std::string Trap = "touch " + T.path() + "/trapped; cat";
  T.sh("cd tree && git config diff.t.textconv '" + Trap + "' && git config diff.t.command '" + Trap +
       "' && git config diff.external '" + Trap +
       "' && git config format.attach x && git config diff.noprefix true && "
       "git config diff.context 0 && git config format.signature '" +
       Trap + "' && git config core.fsmonitor '" + Trap + "' && echo '* diff=t' >.git/info/attributes");
  expectAll(open({"base..work"}));
  T.sh("! test -e trapped");
}

} // namespace
