// One series, however it is given and run, comes out in the same bytes.
#include "testing/Repository.h"

#include <gmock/gmock.h>

using testing::HasSubstr;

namespace kverdict {
namespace {

/// Two files of the kernel's functions in a series of four: one breaks both files, one claims what is not so, one mends
/// a part, and one is about something else.
class SameBytes : public testing::Test, protected Repository {
protected:
  SameBytes() {
    S.write("t/mm/second.c", fixture("merged.c"));
    commit("mm/memory.c", fixture("merged.c"), "base");
    sh("git tag base");
    S.write("t/mm/second.c", fixture("mutants/cow-refused.c"));
    commit("mm/memory.c", fixture("v1.c"), "mm: the first version");
    commit("mm/second.c", fixture("v1.c"), "mm: change the second file\n\nNo functional change intended.");
    commit("mm/other.c", "int other;\n", "mm: something else");
    commit("mm/memory.c", fixture("merged.c"), "mm: mend the first file");
  }

  /// All formats, each in a file, and the standard output; under the heading of its name.
  std::string all(const std::string &What, const std::string &Directory = "", const std::string &More = "") {
    const std::string Out = "../out" + std::to_string(++Runs) + "/";
    std::string Command = "mkdir " + Out + " && out=$(realpath " + Out + ") && ";
    Command += Directory.empty() ? "" : "cd " + Directory + " && ";
    Command += "kverdict review " + What + " " + More;
    for (const char *Format : {"text", "terse", "jsonl", "lkml", "sarif", "rdjsonl", "github", "gitlab", "b4", "fixes"})
      Command += " --out " + std::string(Format) + "=$out/" + Format;
    Command += " --out review-inline=$out/inline/ --out lkml=$out/mails/";
    const Ran R = run(Command);
    EXPECT_EQ(R.Code, 1) << Command << "\n" << R.Err;
    return R.Out +
           sh("cd " + Out + " && find . -type f | LC_ALL=C sort | while read f; do echo \"=== $f\"; cat $f; done");
  }

  unsigned Runs = 0;
};

/// A mailbox as `git format-patch` writes it has other heads (base-commit, statistics, a signature), and that is all.
TEST_F(SameBytes, AMailboxAndARange) {
  const std::string Range = all("base..main", "", "--tree .");
  for (const char *Part : {"[inverted-return]", "[no-functional-change]", "of the series mends it", "=== ./mails/0002",
                           "=== ./inline/0001/review-inline.txt", "=== ./sarif"})
    ASSERT_THAT(Range, HasSubstr(Part));
  sh("git format-patch -q --stdout base..main > ../series.mbox");
  EXPECT_EQ(all("../series.mbox", "", "--tree . --base base"), Range);
  sh("git format-patch -q --stdout --base=base --stat -s --signature=me base..main > ../series.mbox");
  const std::string Named = all("../series.mbox", "", "--tree .");
  EXPECT_EQ(Named, Range);
  // The same mails as a list has them: the replies to them have an address and a thread, and the rest is the same.
  sh("git format-patch -q --stdout --thread --to=l@example.org --base=base base..main > ../series.mbox");
  const std::string Mails = all("../series.mbox", "", "--tree .");
  EXPECT_THAT(Mails, HasSubstr("\nIn-Reply-To: <"));
  S.write("listed", Mails);
  EXPECT_EQ(sh("sed -E '/^(In-Reply-To|References|Cc): /d; /^\\t</d' ../listed"), Range);
}

TEST_F(SameBytes, AnyNumberOfJobsAnyDirectoryAnyOrder) {
  sh("git format-patch -q -o .. base");
  const std::string One = all("base..main", "", "--tree . -j 1");
  for (const char *Jobs : {"2", "8"})
    EXPECT_EQ(all("base..main", "", std::string("--tree . -j ") + Jobs), One) << Jobs;
  EXPECT_EQ(all("base..main", "mm", "--tree .."), One);
  EXPECT_EQ(all("base..main", "/", "--tree " + S.path("t")), One);
  const std::string Patches[] = {"../0001-*.patch", "../0002-*.patch", "../0003-*.patch", "../0004-*.patch"};
  EXPECT_EQ(all(Patches[0] + " " + Patches[1] + " " + Patches[2] + " " + Patches[3], "", "--tree . --base base"), One);
  EXPECT_EQ(all(Patches[2] + " " + Patches[0] + " " + Patches[3] + " " + Patches[1], "", "--tree . --base base"), One);
  sh("mkdir ../dir && cp ../000*.patch ../dir");
  EXPECT_EQ(all("../dir", "", "--tree . --base base"), One);
  sh("cat ../000*.patch > ../series.mbox");
  EXPECT_EQ(all("- < ../series.mbox", "", "--tree . --base base"), One);
}

TEST_F(SameBytes, APage) {
  auto page = [&](const std::string &Directory, const std::string &More) {
    const std::string Command =
        "cd " + Directory + " && kverdict review base..main --out html=" + S.path("p.html") + " ";
    EXPECT_EQ(run(Command + More).Code, 1);
    return textOf(S.path("p.html"));
  };
  const std::string One = page(".", "--tree . -j 1");
  for (const char *Part : {"mm: change the second file", "patch 3/4", "that is not so", "href=\"#p1-1\""})
    ASSERT_THAT(One, HasSubstr(Part));
  EXPECT_EQ(page(".", "--tree . -j 8"), One);
  EXPECT_EQ(page("/", "--tree " + S.path("t") + " -j 2"), One);
  EXPECT_EQ(run("kverdict review base..main --tree . -f html").Out, One);
}

/// Neither the state of the work tree nor where HEAD is makes a difference.
TEST_F(SameBytes, AnyStateOfTheTree) {
  const std::string One = all("base..main", "", "--tree .");
  sh("git checkout -q base && echo '#error' > mm/memory.c && echo > mm/new.c");
  EXPECT_EQ(all("base..main", "", "--tree ."), One);
}

} // namespace
} // namespace kverdict
