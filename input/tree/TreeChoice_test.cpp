// Which of several trees a series is for, and where patches come from that it needs.
#include "input/Inputs.h"
#include "input/tree/Maintainers.h"
#include "testing/ScratchTree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace kverdict;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

namespace {

std::string lines(const std::string &Fifth) { return "a\nb\nc\nd\n" + Fifth + "\nf\ng\nh\ni\n"; }

/// Two trees, one and two, with the same file but for a line, and in s.mbox a patch to that line of tree two.
class ManyTrees : public testing::Test {
protected:
  void SetUp() override {
    make("one", "e");
    make("two", "E");
    T.write("two/f.c", lines("EE"));
    T.sh("cd two && git commit -q -a -m change && git format-patch -q --stdout -1 >../s.mbox && git reset -q --hard "
         "base");
  }
  void make(const std::string &Name, const std::string &Fifth) {
    T.write(Name + "/f.c", lines(Fifth));
    T.sh("cd " + Name +
         " && git init -q -b main . && git config user.name A && git config user.email a@x.test && git add . && "
         "git commit -q -m base && git tag base");
  }
  Work open(std::vector<std::string> Names) {
    SeriesRequest R;
    R.Inputs = {T.file("s.mbox")};
    for (const std::string &Name : Names)
      R.Trees.push_back(T.file(Name));
    R.Archives = Archives;
    return openWork(R);
  }
  std::vector<std::string> Archives;
  ScratchTree T;
};

} // namespace

TEST_F(ManyTrees, TheOneInWhichTheMostHunksApply) {
  for (std::vector<std::string> Order : {std::vector<std::string>{"one", "two"}, {"two", "one"}}) {
    const Work W = open(Order);
    EXPECT_TRUE(W.Patches.Patches.at(0).Applied);
    EXPECT_THAT(W.BaseWord, AllOf(HasSubstr("(HEAD of the tree; tree "),
                                  HasSubstr("/two of 2: 1 of 1 hunks apply there, 0 in "), HasSubstr("/one)")));
  }
}

/// The mail says what it was made for, whatever else applies.
TEST_F(ManyTrees, TheOneThatHasTheBaseCommit) {
  T.sh("cd two && git switch -q -c other && echo more >g.c && git add . && git commit -q -m more && git tag other && "
       "git switch -q main");
  T.sh("cp -r two three && cd three && git branch -q -D other && git tag -d other && git reflog expire --expire=now "
       "--all "
       "&& git gc -q --prune=now");
  T.sh("printf 'base-commit: ' >>s.mbox; git -C two rev-parse other >>s.mbox");
  const Work W = open({"three", "two"});
  EXPECT_THAT(W.BaseWord,
              AllOf(HasSubstr("base-commit: of the patches"), HasSubstr("/two of 2: it has the base-commit ")));
}

/// Of trees in which as much applies the one that MAINTAINERS names for the file.
TEST_F(ManyTrees, TheOneThatMaintainersNames) {
  for (const char *Name : {"left", "right"}) {
    T.sh(std::string("cp -r two ") + Name + " && cd " + Name +
         " && printf 'F PART\\nT:\\tgit git://git.example.org/linux/right.git f-next\\nF:\\tf.c\\n\\n' >MAINTAINERS && "
         "git add . && git commit -q -m maintainers && git remote add origin https://git.example.org/linux/" +
         Name);
  }
  const Work W = open({"left", "right"});
  EXPECT_THAT(W.BaseWord, HasSubstr("/right of 2: 1 of 1 hunks apply there, 1 in "));
  EXPECT_THAT(W.BaseWord, HasSubstr("MAINTAINERS names git://git.example.org/linux/right.git for f.c"));
  T.sh("git -C right remote remove origin");
  EXPECT_THAT(open({"left", "right"}).BaseWord,
              AllOf(HasSubstr("/left of 2: "), HasSubstr("it is the first of these")));
}

/// A patch on top of another one of the series counts.
TEST_F(ManyTrees, CountsEachPatchOnTopOfTheOthers) {
  T.write("two/f.c", lines("EE"));
  T.sh("cd two && git commit -q -a -m change");
  T.write("two/f.c", lines("EEE"));
  T.write("two/new.c", "int x;\n");
  T.sh("cd two && git add . && git commit -q -m again && git format-patch -q --stdout -2 >../s.mbox && git reset -q "
       "--hard base");
  EXPECT_THAT(open({"one", "two"}).BaseWord, HasSubstr("/two of 2: 3 of 3 hunks apply there, 1 in "));
}

TEST(Maintainers, MatchesAsGetMaintainerDoes) {
  const std::string Text =
      "Descriptions\n\t   F:\tnot/this\n\nMEMORY\nM:\tA <a@x>\nT:\tgit git://x/akpm/mm.git mm-unstable\n"
      "T:\tquilt git://x/quilt\nF:\tmm/\nX:\tmm/slab.c\n\nNET\nT:\tgit git://x/net.git\nF:\tdrivers/net/*\n\n"
      "REST\nT:\tgit git://x/linus.git\nF:\t*\nF:\t*/\n";
  auto urls = [&](const std::string &File) {
    std::string Urls;
    for (const NamedTree &Each : treesFor({File}, Text))
      Urls += Each.Url + " " + Each.Branch + ";";
    return Urls;
  };
  EXPECT_EQ(urls("mm/memory.c"), "git://x/akpm/mm.git mm-unstable;git://x/linus.git ;");
  EXPECT_EQ(urls("mm/damon/core.c"), "git://x/akpm/mm.git mm-unstable;git://x/linus.git ;");
  EXPECT_EQ(urls("mm/slab.c"), "git://x/linus.git ;");
  EXPECT_EQ(urls("drivers/net/tun.c"), "git://x/net.git ;git://x/linus.git ;");
  EXPECT_EQ(urls("drivers/net/phy/a.c"), "git://x/linus.git ;");
}

TEST(Maintainers, KnowsARepositoryHoweverItIsGotAt) {
  const std::string Url = "git://git.kernel.org/pub/scm/linux/kernel/git/akpm/mm.git";
  for (const char *Same : {"https://git.kernel.org/pub/scm/linux/kernel/git/akpm/mm.git/",
                           "git@git.kernel.org:pub/scm/linux/kernel/git/akpm/mm",
                           "ssh://git@git.kernel.org/pub/scm/linux/kernel/git/akpm/mm.git"})
    EXPECT_TRUE(sameRepository(Url, Same)) << Same;
  EXPECT_FALSE(sameRepository(Url, "https://git.kernel.org/pub/scm/linux/kernel/git/akpm/mm2.git"));
  EXPECT_FALSE(sameRepository("", ""));
}

/// A patch that no branch has, but a list's archive.
TEST_F(ManyTrees, PrerequisitesComeFromAnArchive) {
  T.write("two/f.c", lines("EE"));
  T.sh("cd two && git commit -q -a -m needed && git format-patch -q --stdout -1 >../list.mbox");
  T.write("two/f.c", lines("EEE"));
  T.sh("cd two && git commit -q -a -m mine && git format-patch -q --stdout --base=base -1 >../s.mbox && git reset -q "
       "--hard "
       "base && git reflog expire --expire=now --all && git gc -q --prune=now");
  ASSERT_THAT(T.text("s.mbox"), HasSubstr("prerequisite-patch-id: "));
  EXPECT_FALSE(open({"two"}).Patches.Patches.at(0).Applied);
  Archives = {T.file("list.mbox")};
  const Work W = open({"two"});
  EXPECT_TRUE(W.Patches.Patches.at(0).Applied);
  EXPECT_EQ(W.Base.read("f.c"), lines("EE"));
  EXPECT_THAT(W.BaseWord, HasSubstr("and on it the prerequisites '[PATCH] needed' ("));
  T.sh("sed -i 's/^+EE$/+EF/' list.mbox");
  EXPECT_THAT(open({"two"}).Patches.Notes, Contains(HasSubstr("and no mail of the archive, is one of these")));
}

/// As b4 names a series, by any of its mails.
TEST_F(ManyTrees, PrerequisitesAreNamedByAMessage) {
  T.write("two/f.c", lines("EE"));
  T.sh("cd two && git commit -q -a -m first");
  T.write("two/f.c", lines("EEE"));
  T.sh("cd two && git commit -q -a -m second && git format-patch -q --stdout --cover-letter --thread -2 >../list.mbox");
  T.write("two/f.c", lines("EEEE"));
  T.sh("cd two && git commit -q -a -m mine && git format-patch -q --stdout --base=base -1 | grep -v ^prerequisite- "
       ">../s.mbox && git reset -q --hard base && git reflog expire --expire=now --all && git gc -q --prune=now");
  T.sh("cp s.mbox plain.mbox");
  for (const char *Number : {"1", "2", "3"}) { // the cover letter, and each of the patches
    T.sh("cp plain.mbox s.mbox && id=$(grep -i ^Message-ID: list.mbox | sed -n " + std::string(Number) +
         "p | sed 's/.*: //') && sed -i \"s/^base-commit: .*/&\\nprerequisite-message-id: $id/\" s.mbox");
    ASSERT_THAT(T.text("s.mbox"), HasSubstr("prerequisite-message-id: <"));
    Archives = {};
    EXPECT_THAT(open({"two"}).Patches.Notes, Contains(HasSubstr("which are not looked for: name a list's archive")));
    Archives = {T.file("list.mbox")};
    const Work W = open({"two"});
    EXPECT_TRUE(W.Patches.Patches.at(0).Applied);
    EXPECT_EQ(W.Base.read("f.c"), lines("EEE"));
    EXPECT_THAT(W.BaseWord, AllOf(HasSubstr("'[PATCH 1/2] first' ("), HasSubstr("'[PATCH 2/2] second' (")));
  }
  T.sh("sed -i 's/^Message-[Ii][Dd]: .*/Message-ID: <other@x>/' list.mbox");
  EXPECT_THAT(open({"two"}).Patches.Notes, Contains(HasSubstr("of which the archive has no patches")));
}

/// As `b4 prep --edit-deps` and `b4 send` name a series: by the change-id of its cover letter, or of its only patch.
class ChangeIds : public ManyTrees {
protected:
  /// An archive with two versions of a series, which have one change-id, and a patch that stands on the second.
  void archive(const std::string &How) {
    for (const char *Version : {"1", "2"}) {
      T.sh("cd two && git reset -q --hard base");
      T.write("two/f.c", lines("E" + std::string(Version)));
      T.sh("cd two && git commit -q -a -m first");
      T.write("two/f.c", lines("EE" + std::string(Version)));
      T.sh("cd two && git commit -q -a -m second && git format-patch -q --stdout --thread " + How + " -v" + Version +
           " | sed 's/^-- $/base-commit: " + std::string(40, 'a') +
           "\\nchange-id: 20240320-some-thing-abc123\\n\\nBest regards,\\n&/' >>../list.mbox");
    }
    T.write("two/f.c", lines("EE3"));
    T.sh("cd two && git commit -q -a -m mine && git format-patch -q --stdout --base=base -1 | grep -v ^prerequisite- "
         ">../plain.mbox && git reset -q --hard base && git reflog expire --expire=now --all && git gc -q --prune=now");
    Archives = {T.file("list.mbox")};
  }

  /// The patch with these lines below its base.
  Work with(const std::string &Needs) {
    T.sh("sed \"s/^base-commit: .*/&\\n" + Needs + "/\" plain.mbox >s.mbox");
    EXPECT_THAT(T.text("s.mbox"), HasSubstr("prerequisite-change-id: "));
    return open({"two"});
  }
};

TEST_F(ChangeIds, OfACoverLetter) {
  archive("-2 --cover-letter");
  const std::string Name = "prerequisite-change-id: 20240320-some-thing-abc123";
  for (const std::string Needs : {Name + ":v2", Name, Name + ":v2 # optional"}) {
    const Work W = with(Needs);
    EXPECT_TRUE(W.Patches.Patches.at(0).Applied) << Needs;
    EXPECT_EQ(W.Base.read("f.c"), lines("EE2"));
    EXPECT_THAT(W.BaseWord, AllOf(HasSubstr("'[PATCH v2 1/2] first' ("), HasSubstr("'[PATCH v2 2/2] second' (")));
  }
  EXPECT_EQ(with(Name + ":v1").Base.read("f.c"), lines("EE1"));
  for (const std::string Other : {Name + ":v3", Name + "4:v2", std::string("prerequisite-change-id: some-thing:v2")})
    EXPECT_THAT(with(Other).Patches.Notes,
                Contains(AllOf(HasSubstr("(" + Other + ")"), HasSubstr("of which the archive has no patches"))));
  Archives = {};
  EXPECT_THAT(with(Name + ":v2").Patches.Notes,
              Contains(AllOf(HasSubstr("(" + Name + ":v2)"), HasSubstr("name a list's archive with --archive"))));
}

TEST_F(ChangeIds, OfTheOnlyPatch) {
  archive("-1"); // the second of the commits: what it stands on is not there
  EXPECT_THAT(with("prerequisite-change-id: 20240320-some-thing-abc123:v2").Patches.Notes,
              Contains(HasSubstr("the prerequisite '[PATCH v2] second' (")));
}

/// Their patch ids stand below; they say it better where they are there.
TEST_F(ChangeIds, WithPatchIds) {
  archive("-2 --cover-letter");
  const std::string Name = "prerequisite-change-id: 20240320-some-thing-abc123:v2", Id = "\\nprerequisite-patch-id: ";
  const Work W = with(Name + Id + std::string(40, 'b') + Id + std::string(40, 'c'));
  EXPECT_EQ(W.Base.read("f.c"), lines("EE2")) << "the patches of the archive have other ids";
  EXPECT_THAT(W.Patches.Notes, Not(Contains(HasSubstr("need"))));
  auto id = [&](int Number) {
    T.sh("git patch-id --stable <list.mbox | cut -c1-40 | sed -n " + std::to_string(Number) + "p | tr -d '\\n' >id");
    return T.text("id");
  };
  EXPECT_EQ(with(Name + Id + id(1)).Base.read("f.c"), lines("E1")) << "the ids are what was meant";
  const Work More = with(Name + Id + id(3) + Id + id(4) + Id + std::string(40, 'd'));
  EXPECT_EQ(More.Base.read("f.c"), lines("EE2"));
  EXPECT_THAT(More.Patches.Notes, Contains(HasSubstr("(prerequisite-patch-id: " + std::string(40, 'd') + ")")));
}
