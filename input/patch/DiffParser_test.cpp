#include "core/LookAlikes.h"
#include "core/Visible.h"
#include "input/patch/DiffParser.h"
#include "input/tree/TreePath.h"
#include "testing/ScratchTree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace kverdict;
using testing::HasSubstr;
using testing::StartsWith;

static std::vector<FileChange> parse(const std::string &Text) { return parseDiff({Text, "p.mbox", 10, true}); }
static std::string refused(const std::string &Text) {
  return refusal([&] { parse(Text); });
}

TEST(Diff, NumbersTheLinesOfAHunk) {
  auto Files = parse("diff --git a/mm/f.c b/mm/f.c\n"
                     "index 1..2 100644\n"
                     "--- a/mm/f.c\n"
                     "+++ b/mm/f.c\n"
                     "@@ -7,4 +9,4 @@ static int f(void)\n"
                     " \tone\n"
                     "-\ttwo\n"
                     "+\tTWO\n"
                     "\n"
                     " \tfour\n"
                     "-- \n"
                     "2.39.5\n");
  ASSERT_EQ(Files.size(), 1u);
  EXPECT_EQ(Files[0].OldPath, "mm/f.c");
  EXPECT_EQ(Files[0].Header, "diff --git a/mm/f.c b/mm/f.c");
  EXPECT_EQ(Files[0].At.Line, 10u);
  ASSERT_EQ(Files[0].Hunks.size(), 1u);
  const Hunk &H = Files[0].Hunks[0];
  EXPECT_EQ(H.Heading, "static int f(void)");
  EXPECT_EQ(H.At.Line, 14u);
  ASSERT_EQ(H.Lines.size(), 5u);
  EXPECT_EQ(H.Lines[1].Kind, LineKind::Removed);
  EXPECT_EQ(H.Lines[1].OldLine, 8u);
  EXPECT_EQ(H.Lines[1].NewLine, 0u);
  EXPECT_EQ(H.Lines[2].Text, "\tTWO");
  EXPECT_EQ(H.Lines[2].NewLine, 10u);
  EXPECT_EQ(H.Lines[2].OldLine, 0u);
  EXPECT_EQ(H.Lines[3].Text, "");
  EXPECT_EQ(H.Lines[4].OldLine, 10u);
  EXPECT_EQ(H.Lines[4].NewLine, 12u);
  EXPECT_EQ(H.Lines[4].At.Line, 19u);
}

TEST(Diff, KnowsWhatHappensToAFile) {
  using Kind = FileChange::Kind;
  auto Files =
      parse("diff --git a/new b/new\nnew file mode 100644\n--- /dev/null\n+++ b/new\n@@ -0,0 +1 @@\n+x\n"
            "diff --git a/gone b/gone\ndeleted file mode 100644\n--- a/gone\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n"
            "diff --git a/from b/to\nsimilarity index 100%\nrename from from\nrename to to\n"
            "diff --git a/run b/run\nold mode 100644\nnew mode 100755\n"
            "diff --git a/pic b/pic\nindex 1..2 100644\nBinary files a/pic and b/pic differ\n"
            "diff --git a/empty b/empty\nnew file mode 100644\nindex 0000000..e69de29\n"
            "diff --git \"a/n\\303\\244 \\\"q\" \"b/n\\303\\244 \\\"q\"\nold mode 100644\nnew mode 100755\n");
  ASSERT_EQ(Files.size(), 7u);
  EXPECT_EQ(Files[0].What, Kind::Added);
  EXPECT_EQ(Files[0].OldPath, "");
  EXPECT_EQ(Files[1].What, Kind::Deleted);
  EXPECT_EQ(Files[1].NewPath, "");
  EXPECT_EQ(Files[1].path(), "gone");
  EXPECT_EQ(Files[2].What, Kind::Renamed);
  EXPECT_EQ(Files[2].OldPath + ">" + Files[2].NewPath, "from>to");
  EXPECT_TRUE(Files[3].modeOnly());
  EXPECT_FALSE(Files[2].modeOnly());
  EXPECT_EQ(Files[4].Unread, BinaryWithoutData);
  EXPECT_EQ(Files[5].What, Kind::Added);
  EXPECT_EQ(Files[6].NewPath, "n\xc3\xa4 \"q");
  Files =
      parse("--- a/old.c\t2024-01-01\n+++ b/old.c\t2024-01-02\n@@ -1 +1 @@\n-x\n+y\n\\ No newline at end of file\n");
  ASSERT_EQ(Files.size(), 1u);
  EXPECT_EQ(Files[0].NewPath, "old.c");
  EXPECT_TRUE(Files[0].Hunks[0].Lines[1].NoNewline);
}

TEST(Diff, KnowsWhatGitNeedsOfABinaryFile) {
  const std::string Ids = "index " + std::string(40, '1') + ".." + std::string(40, '2') + " 100644\n";
  const std::string Data = "GIT binary patch\nliteral 1\nIcmZPo000310RR91\n\nliteral 0\nHcmV?d00001\n\n";
  const std::string Names = "diff --git a/pic b/pic\n";
  EXPECT_EQ(parse(Names + Ids + Data)[0].Unread, "binary");
  EXPECT_EQ(parse(Names + "index 1..2 100644\n" + Data)[0].Unread, BinaryWithoutData);
  EXPECT_EQ(parse(Names + Data)[0].Unread, BinaryWithoutData);
  EXPECT_EQ(parse(Names + Ids + "Binary files a/pic and b/pic differ\n")[0].Unread, BinaryWithoutData);
}

static const char Names[] = "--- a/f\n+++ b/f\n";

TEST(Diff, RefusesAHunkThatIsNotAsLongAsItSays) {
  EXPECT_THAT(refused(std::string(Names) + "@@ -1,3 +1,3 @@\n a\n-b\n+B\n"),
              AllOf(StartsWith("3 p.mbox:16: "), HasSubstr("line 12: 1 old and 1 new lines are missing")));
  EXPECT_THAT(refused(std::string(Names) + "@@ -1,3 +1,3 @@\n a\n-b\n+B\n-- \n2.1\n"),
              AllOf(StartsWith("3 p.mbox:17: "), HasSubstr("0 old and 1 new lines are missing")));
  EXPECT_THAT(refused(std::string(Names) + "@@ -1,2 +1,2 @@\n a\n-b\n+B\n+C\n"),
              AllOf(StartsWith("3 p.mbox:16: "), HasSubstr("longer than its header says")));
  EXPECT_THAT(refused(std::string(Names) + "@@ -1,99999999999 +1 @@\n a\n"), HasSubstr("no hunk header"));
  EXPECT_THAT(refused("@@ -1 +1 @@\n-a\n+b\n"), HasSubstr("a hunk without the '--- a/file'"));
}

TEST(Diff, RefusesPathsThatLeaveTheTree) {
  for (std::string Path :
       {"../f", "/etc/passwd", "a/../../f", ".git/config", "sub/.GIT/hooks/x", "./f", "a//f", "git~1/x"}) {
    EXPECT_THAT(refused("--- a/" + Path + "\n+++ b/" + Path + "\n@@ -1 +1 @@\n-a\n+b\n"),
                AllOf(StartsWith("3 p.mbox:10: "), HasSubstr("not a path inside a source tree")));
    EXPECT_THAT(refused("diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to " + Path + "\n"),
                AllOf(StartsWith("3 p.mbox:13: "), HasSubstr("not a path inside a source tree")));
  }
  EXPECT_THAT(refused("--- /etc/passwd\n+++ /etc/passwd\n@@ -1 +1 @@\n-a\n+b\n"),
              HasSubstr("does not begin with a/ or b/"));
  EXPECT_NO_THROW(checkTreePath("a/.gitignore", {"p", 1, 0}));
}

TEST(Visible, ShowsWhatSteersATerminal) {
  EXPECT_EQ(visible("a\tb \x1b[31m\r\n"), "a\tb \\x1b[31m\\x0d\\x0a");
  EXPECT_EQ(visible("n\xc3\xa4h \xff\xc3"), "n\xc3\xa4h <ff><c3>");
  EXPECT_EQ(visible("x\xe2\x80\xae"
                    "y\xc2\x9b"),
            "x<U+202E>y<U+009B>");
}

TEST(DiffParser, MarksLettersThatLookLikeOthers) {
  EXPECT_EQ(withLookAlikesMarked("p\xd0\xb0ge.c"), "p<U+0430>ge.c"); // Cyrillic, among ASCII
  EXPECT_EQ(withLookAlikesMarked("int \xd1\x81\xd0\xbe\xd1\x80\xd1\x83;"),
            "int <U+0441><U+043E><U+0440><U+0443>;");                        // wholly
  EXPECT_EQ(withLookAlikesMarked("mm\xe2\x88\x95gup.c"), "mm<U+2215>gup.c"); // a slash
  EXPECT_EQ(withLookAlikesMarked("vm\xef\xbc\xbf"
                                 "flags"),
            "vm<U+FF3F>flags"); // a wide _
  EXPECT_EQ(withLookAlikesMarked("\xf0\x9d\x90\x9a"), "<U+1D41A>");
  for (const char *Own : {"\xd0\x90\xd0\xbd\xd0\xb4\xd1\x80\xd0\xb5\xd0\xb9",
                          "gr\xc3\xbc\xc3\x9f"
                          "e",
                          "5 \xc2\xb5s", "\xe4\xb8\xad"})
    EXPECT_EQ(withLookAlikesMarked(Own), Own); // a name in its own script
  EXPECT_EQ(withLookAlikesMarked("p\xd0\xb0ge\xff\x1b"), "p<U+0430>ge\xff\x1b") << "other bytes stay";
  std::string Many, Marked;
  for (int I = 0; I < 100'000; ++I)
    Many += "\xd0\xb0", Marked += "<U+0430>";
  EXPECT_EQ(withLookAlikesMarked(Many), Marked); // in linear time
}
