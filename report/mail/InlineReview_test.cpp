// The two files of the BPF CI's reviewers. tool/inline_test.cpp hands them to a reader as that CI reads them.
#include "report/mail/InlineReview.h"
#include "testing/Sample.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using namespace kverdict;
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

static std::string inlineOf(const FileReport &R, const Patch &P = samplePatch()) {
  return renderInlineReview({R}, P, sampleLine, {});
}

static json metadata(const FileReport &R, const Patch &P = samplePatch()) {
  return json::parse(renderReviewMetadata({R}, P));
}

/// As `git show` heads a commit; then the quoted lines with the comments under them, and an empty line at the end.
TEST(InlineReview, IsTheCommitWithComments) {
  const std::string Text = inlineOf(sampleReport());
  EXPECT_THAT(Text, StartsWith("commit 0123456789012345678901234567890123456789\n"
                               "Author: Zo\xc3\xab Writer <zoe@writer.test>\n\n"
                               "mm/demo: na\xc3\xafvely support it in demo_insert() and demo_insert_pages()\n\n"
                               "Support it.\n\n"
                               "[ ... ]\n\n"
                               "> diff --git a/mm/demo.c b/mm/demo.c\n"
                               "> @@ -1,3 +1,13 @@\n"));
  EXPECT_THAT(Text, HasSubstr("> +\t\treturn false;\n\nWith area->flags = DEMO_READ"));
  EXPECT_THAT(Text, HasSubstr("\nNot decided: demo_map() (its loop has no bound that kverdict can see).\n"));
  EXPECT_TRUE(Text.ends_with("\n\n")) << Text;
  EXPECT_THAT(Text, Not(HasSubstr("In-Reply-To")));
}

TEST(InlineReview, SaysOnlyWhatItKnowsOfTheCommit) {
  Patch P = samplePatch();
  P.Header.Commit = "";
  P.Header.Author = "";
  P.Message = "One. Two. Three. Four.\n\nMore.\n\nLink: https://lore.test/r/9\nSigned-off-by: Z <z@z.test>";
  EXPECT_THAT(inlineOf(sampleReport(), P),
              StartsWith("Author: zoe@writer.test\n\n"
                         "mm/demo: na\xc3\xafvely support it in demo_insert() and demo_insert_pages()\n\n"
                         "One. Two. Three.\n\nLink: https://lore.test/r/9\n\n[ ... ]\n"));
  P.Message = "Signed-off-by: Z <z@z.test>";
  EXPECT_THAT(inlineOf(sampleReport(), P), HasSubstr("demo_insert_pages()\n\n[ ... ]\n"));
  P.Header = {};
  EXPECT_THAT(inlineOf(sampleReport(), P), StartsWith("[ ... ]\n\n> diff --git a/mm/demo.c"));
  EXPECT_EQ(metadata(sampleReport(), P)["sha"], "");
}

/// Whoever finds a text that is not empty fails the patch.
TEST(InlineReview, IsEmptyIfThereIsNothingToSay) {
  FileReport R = sampleReport();
  R.Findings.assign(3, invertedReturn());
  R.Findings[0] = undecided(R.Findings[0], "too many paths");
  R.Findings[1].From = Origin::PreExisting;
  R.Findings[2].From = Origin::Fixed;
  EXPECT_EQ(inlineOf(R), "");
  const json M = metadata(R);
  EXPECT_EQ(M["issues-found"], 0);
  EXPECT_EQ(M["issue-severity-score"], "none");
  EXPECT_EQ(M["issue-severity-explanation"], "none; not decided: demo_allowed() (too many paths); demo_map() (its loop "
                                             "has no bound that kverdict can see)");
  R.Findings.clear();
  R.Gaps.clear();
  EXPECT_EQ(metadata(R)["issue-severity-explanation"], "none");
}

TEST(InlineReview, HasTheFieldsThatProgramsRead) {
  EXPECT_EQ(metadata(sampleReport()),
            json({{"author", "Zo\xc3\xab Writer <zoe@writer.test>"},
                  {"sha", "0123456789012345678901234567890123456789"},
                  {"subject", "mm/demo: na\xc3\xafvely support it in demo_insert() and demo_insert_pages()"},
                  {"issues-found", 2},
                  {"issue-severity-score", "high"},
                  {"issue-severity-explanation", "demo_allowed() returns false with area->flags = DEMO_READ; its "
                                                 "contract asks for: result; and 1 more finding"}}));
}

TEST(InlineReview, TakesTheHighestSeverity) {
  FileReport R = sampleReport();
  R.Findings = {blockingGuard()};
  EXPECT_EQ(metadata(R)["issue-severity-score"], "medium");
  R.Findings[0].Level = Severity::Note;
  EXPECT_EQ(metadata(R)["issue-severity-score"], "low");
  R.Findings.push_back(invertedReturn());
  EXPECT_EQ(metadata(R)["issue-severity-score"], "high");
}

TEST(InlineReview, MakesControlCharactersVisible) {
  Patch P = samplePatch();
  P.Header.Author = "E\x1b";
  P.Header.Subject = "[PATCH] a\x1b"
                     "b";
  P.Message = "\x1b[2J";
  EXPECT_THAT(inlineOf(sampleReport(), P), Not(testing::ContainsRegex("[\x01-\x08\x0b-\x1f]")));
  EXPECT_EQ(metadata(sampleReport(), P)["subject"], "a\\x1b"
                                                    "b");
}
