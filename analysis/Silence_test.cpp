// What silences a finding, and what is said of comments and entries that do not.
#include "analysis/Silence.h"

#include "analysis/IgnoreComment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace kverdict {
namespace {

IgnoreComment only(const std::string &Text) {
  const std::vector<IgnoreComment> Found = ignoreComments(Text, "a.c");
  EXPECT_EQ(Found.size(), 1u) << Text;
  return Found.empty() ? IgnoreComment() : Found.front();
}

TEST(IgnoreComment, IsReadInEveryFrame) {
  const std::string Texts[] = {"/* kverdict: ignore[one, two-b]: a reason */ x;",
                               "x; // kverdict: ignore[one,two-b]: a reason\n",
                               "/*\n * kverdict:  ignore[one,\n * two-b]:\n *   a reason\n */",
                               "/** kverdict: ignore[ one , two-b ] : a reason **/"};
  for (const std::string &Text : Texts) {
    const IgnoreComment C = only(Text);
    EXPECT_EQ(C.Problem, "") << Text;
    EXPECT_THAT(C.Names, ElementsAre("one", "two-b")) << Text;
    EXPECT_THAT(C.Reason, testing::StartsWith("a reason")) << Text;
  }
}

TEST(IgnoreComment, KnowsItsLines) {
  const IgnoreComment C = only("int a;\n  /* kverdict: ignore[x]: r\n   */\nint b;\nint c;\n");
  EXPECT_EQ(C.At, (SourcePlace{"a.c", 2, 3}));
  EXPECT_FALSE(C.covers(1));
  EXPECT_TRUE(C.covers(2) && C.covers(3) && C.covers(4));
  EXPECT_FALSE(C.covers(5));
}

TEST(IgnoreComment, IsNotSeenInText) {
  EXPECT_THAT(
      ignoreComments("char *s = \"\\\"/* kverdict: ignore[x]: r */\"; char c = '\"'; /* see kverdict: x */", "a.c"),
      IsEmpty());
  EXPECT_EQ(ignoreComments("char c = '\"'; /* kverdict: ignore[x]: r */", "a.c").size(), 1u);
  EXPECT_EQ(ignoreComments("/* kverdict: ignore[x]: never closed", "a.c").size(), 1u);
}

TEST(IgnoreComment, SaysWhatIsWrong) {
  EXPECT_THAT(only("/* kverdict: ignore[x] */").Problem, HasSubstr("gives no reason"));
  EXPECT_THAT(only("/* kverdict: ignore[x]: */").Problem, HasSubstr("gives no reason"));
  EXPECT_THAT(only("/* kverdict: ignore[x] because */").Problem, HasSubstr("gives no reason"));
  for (const char *Text :
       {"/* kverdict: ignore x: r */", "/* kverdict: ignore[]: r */", "/* kverdict: ignore[x, ]: r */",
        "/* kverdict: ignore[x: r */", "/* kverdict: silence[x]: r */"})
    EXPECT_THAT(only(Text).Problem, HasSubstr("reads 'kverdict: ignore[RULE-OR-CONTRACT]: reason'")) << Text;
}

/// A report with one finding, on line 2 of "x;\ny;\n".
FileReport report() {
  Statement F;
  F.Rule = "contract";
  F.Contracts = {"first", "second"};
  F.Function = "f";
  F.At = {"a.c", 2, 1};
  FileReport R;
  R.File = "a.c";
  R.Findings = {Finding(F, Status::Confirmed)};
  R.Explored = {"f", "g"};
  return R;
}

Rules rules() {
  Rules R;
  R.Contracts.resize(3);
  R.Contracts[0].Id = "first";
  R.Contracts[1].Id = "second";
  R.Contracts[2].Id = "third";
  return R;
}

Checks checks() {
  Checks All;
  for (const char *Id : {"contract", "of-patches", "asked-for"}) {
    All.Rules.emplace_back();
    All.Rules.back().Id = Id;
  }
  All.Rules[1].OfPatches = true;
  All.Rules[2].OnByDefault = false;
  return All;
}

FileReport silenced(const std::string &Comment, FileReport Report = report(), bool Whole = true) {
  silence(Report, Comment + "\ny;\n", rules(), checks(), Whole);
  return Report;
}

TEST(Silence, TakesTheCheckOrAllContracts) {
  EXPECT_EQ(silenced("/* kverdict: ignore[contract]: r */").Findings[0].Silenced, "r");
  const FileReport Both = silenced("/* kverdict: ignore[second, first]: both */");
  EXPECT_EQ(Both.Findings[0].Silenced, "both");
  EXPECT_EQ(Both.Findings[0].SilencedAt, (SourcePlace{"a.c", 1, 1}));
  EXPECT_THAT(Both.Notices, IsEmpty());
  const FileReport One = silenced("/* kverdict: ignore[first]: the other one still fails */");
  EXPECT_EQ(One.Findings[0].Silenced, "");
  EXPECT_EQ(One.Notices.size(), 1u);
}

TEST(Silence, SaysWhatSilencesNothing) {
  const FileReport Stale = silenced("/* kverdict: ignore[third]: r */");
  ASSERT_EQ(Stale.Notices.size(), 1u);
  EXPECT_THAT(Stale.Notices[0].Text, HasSubstr("silences nothing: kverdict has no third to report here"));
  EXPECT_EQ(Stale.Notices[0].At, (SourcePlace{"a.c", 1, 1}));
  const FileReport Unknown = silenced("/* kverdict: ignore[frist]: r */");
  ASSERT_EQ(Unknown.Notices.size(), 1u);
  EXPECT_THAT(Unknown.Notices[0].Text, HasSubstr("no rule and no contract 'frist'; did you mean 'first'?"));
}

TEST(Silence, IsCarefulWhereNotAllIsKnown) {
  FileReport Open = report();
  Open.Gaps = {{{"a.c", 9, 1}, "g", "too many paths"}};
  EXPECT_THAT(silenced("/* kverdict: ignore[third]: r */", Open).Notices, IsEmpty());
  FileReport Skipped = report();
  Skipped.Skipped = {{"third", "g", "this tree has no g()"}};
  EXPECT_THAT(silenced("/* kverdict: ignore[third]: r */", Skipped).Notices, IsEmpty());
}

/// What no look at a file can come to is not stale because it did not come.
TEST(Silence, KnowsRulesThatItDoesNotLookFor) {
  EXPECT_THAT(silenced("/* kverdict: ignore[of-patches]: r */").Notices, IsEmpty());
  EXPECT_THAT(silenced("/* kverdict: ignore[asked-for]: r */").Notices, IsEmpty());
  FileReport Claimed = report();
  Claimed.Findings[0].Rule = "of-patches";
  EXPECT_EQ(silenced("/* kverdict: ignore[of-patches]: r */", Claimed).Findings[0].Silenced, "r");
}

/// Where only some functions were looked at, nobody knows what is stale; but a name that nothing has stays wrong.
TEST(Silence, TellsWrongNamesInAPartOfAFile) {
  EXPECT_THAT(silenced("/* kverdict: ignore[third]: r */", report(), false).Notices, IsEmpty());
  EXPECT_EQ(silenced("/* kverdict: ignore[frist]: r */", report(), false).Notices.size(), 1u);
  EXPECT_EQ(silenced("/* kverdict: ignore[first] */", report(), false).Notices.size(), 1u);
}

TEST(Silence, TakesEntriesOfTheRules) {
  auto with = [](Ignore I) {
    Rules R = rules();
    I.At = {"rules.yaml", 7, 5};
    R.Ignores = {I};
    FileReport Report = report();
    silence(Report, "int f(void);\nint g(void);\n", R, checks(), true);
    return Report;
  };
  EXPECT_EQ(with({{}, "contract", "f", "", "r"}).Findings[0].SilencedAt, (SourcePlace{"rules.yaml", 7, 5}));
  EXPECT_EQ(with({{}, "contract", "f", "a.c", "r"}).Findings[0].Silenced, "r");
  const FileReport Elsewhere = with({{}, "contract", "f", "b.c", "r"});
  EXPECT_EQ(Elsewhere.Findings[0].Silenced, "");
  EXPECT_THAT(Elsewhere.Notices, IsEmpty());
  const FileReport Stale = with({{}, "contract", "g", "", "r"});
  ASSERT_EQ(Stale.Notices.size(), 1u);
  EXPECT_EQ(Stale.Notices[0].Text, "this entry silences nothing: kverdict has no contract to report in g(); remove it");
  EXPECT_THAT(with({{}, "contract", "not_in_this_file", "", "r"}).Notices, IsEmpty());
  const FileReport Gone = with({{}, "contract", "not_in_this_file", "a.c", "r"});
  ASSERT_EQ(Gone.Notices.size(), 1u);
  EXPECT_THAT(Gone.Notices[0].Text, HasSubstr("silences nothing: a.c has no not_in_this_file()"));
  EXPECT_EQ(with({{}, "fourth", "f", "", "r"}).Notices.size(), 1u);
}

} // namespace
} // namespace kverdict
