// What a patch makes a function decide otherwise is said in every format, under the changed line, where nothing is
// wrong.
#include "testing/Running.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <sstream>

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

namespace kverdict {
namespace {

class Remarks : public testing::Test {
protected:
  Remarks() {
    S.write("tree/a.c", "#define EINVAL 22\nint check(int n)\n{\n\tif (n > 3)\n\t\treturn -EINVAL;\n\treturn 0;\n}\n");
    S.write("tree/compile_flags.txt", "-std=gnu11\n");
    Patch =
        S.write("p.patch", "From: A <a@example.org>\nSubject: [PATCH] a: allow four\nMessage-ID: <1@example.org>\n\n"
                           "Four is fine.\n---\n--- a/a.c\n+++ b/a.c\n@@ -2,6 +2,6 @@\n int check(int n)\n {\n"
                           "-\tif (n > 3)\n+\tif (n > 4)\n \t\treturn -EINVAL;\n \treturn 0;\n }\n");
  }

  Ran review(std::vector<std::string> More) const {
    std::vector<std::string> All = {"review", Patch, "--tree", S.path("tree")};
    All.insert(All.end(), More.begin(), More.end());
    return kverdict(All);
  }

  const std::string Line = "check(): laxer: 0 where n == 4 (before: -EINVAL)";
  const Scratch S;
  std::string Patch;
};

TEST_F(Remarks, AreNoFindings) {
  const Ran R = review({});
  EXPECT_EQ(R.Code, 0);
  EXPECT_THAT(R.Out, AllOf(HasSubstr("change: " + Line), HasSubstr("no findings")));
}

/// What a function returns may be no verdict by its look; that it accepts more than before says that it decides.
TEST_F(Remarks, OfWhatAcceptsMoreThanBeforeAreNotNothing) {
  const std::string Head = "enum { NO = 0, GOOD = 2, BAD = -1 };\nint kind(int n)\n{\n";
  S.write("tree/a.c", Head + "\tif (n > 3)\n\t\treturn BAD;\n\treturn n ? GOOD : NO;\n}\n");
  S.write("p.patch",
          "From: A <a@example.org>\nSubject: [PATCH] a: allow four\n\nFour is fine.\n---\n--- a/a.c\n+++ b/a.c\n"
          "@@ -2,6 +2,6 @@\n int kind(int n)\n {\n-\tif (n > 3)\n+\tif (n > 4)\n \t\treturn BAD;\n"
          " \treturn n ? GOOD : NO;\n }\n");
  const Ran R = review({});
  EXPECT_THAT(R.Out, HasSubstr("change: kind(): laxer: GOOD where n == 4 (before: BAD)"));
  EXPECT_EQ(R.Code, 0) << R.Err;
}

TEST_F(Remarks, StandUnderTheChangedLineOfAMail) {
  const Ran R = review({"-f", "lkml"});
  EXPECT_EQ(R.Code, 0);
  EXPECT_THAT(R.Out, HasSubstr("This is what the patch changes:\n"));
  EXPECT_THAT(R.Out,
              HasSubstr("> +\tif (n > 4)\n\nWith this patch, check() returns 0 instead of -EINVAL where n == 4."))
      << R.Out;
  EXPECT_THAT(R.Out, Not(HasSubstr("meant?"))) << "it is said, and not asked";
  EXPECT_EQ(review({"-f", "lkml", "--findings-only"}).Out, "");
  EXPECT_EQ(review({"-f", "review-inline"}).Out.find("accepts states"), std::string::npos)
      << "which says what is wrong";
}

/// Both versions return the same: what else the new one does is the news.
TEST_F(Remarks, OfEffectsSayWhatIsNoLongerDone) {
  const std::string Head = "void put_it(int n);\nint ask(int n);\nint check(int n)\n{\n";
  S.write("tree/a.c",
          Head + "\tint r = ask(n);\n\n\tif (r)\n\t\tgoto out;\n\treturn 0;\nout:\n\tput_it(n);\n\treturn r;\n}\n");
  S.write("p.patch",
          "From: A <a@example.org>\nSubject: [PATCH] a: go at once\n\nThat is shorter.\n---\n--- a/a.c\n+++ b/a.c\n"
          "@@ -5,7 +5,7 @@\n \tint r = ask(n);\n \n \tif (r)\n-\t\tgoto out;\n+\t\treturn r;\n \treturn 0;\n"
          " out:\n \tput_it(n);\n");
  const Ran R = review({"-f", "lkml"});
  EXPECT_THAT(R.Out,
              AllOf(HasSubstr("check() no longer calls put_it(n)"), Not(HasSubstr("before the patch, it returned"))))
      << R.Out << R.Err;
}

/// Where somebody has silenced what a check says of the change, a reply says that, and not that no check speaks of it.
TEST_F(Remarks, SayWhatIsSilenced) {
  const std::string Head = "#define EIO 5\nint start(int n);\nint check(int n)\n{\n\tint err = start(n);\n\n";
  S.write("tree/a.c", Head + "\tif (err)\n\t\treturn -EIO;\n\treturn 0;\n}\n");
  S.write("p.patch", "From: A <a@example.org>\nSubject: [PATCH] a: go on\n\nIt is better to go on.\n---\n--- a/a.c\n"
                     "+++ b/a.c\n@@ -3,8 +3,7 @@\n int check(int n)\n {\n \tint err = start(n);\n \n-\tif (err)\n"
                     "-\t\treturn -EIO;\n+\t/* kverdict: ignore[lost-error]: start() cannot fail */\n"
                     " \treturn 0;\n }\n");
  const Ran R = review({"-f", "lkml"});
  EXPECT_EQ(R.Code, 0) << R.Err;
  EXPECT_THAT(R.Out, AllOf(HasSubstr("This is what the patch changes. Of my checks that would speak against it,\n"
                                     "lost-error of check() is silenced (\"start() cannot fail\"):\n"),
                           Not(HasSubstr("changes:\n"))));
  EXPECT_THAT(R.Err, HasSubstr("1 finding silenced"));
}

TEST_F(Remarks, AreInformationInSarif) {
  const json Run = json::parse(review({"-f", "sarif"}).Out)["runs"][0];
  ASSERT_EQ(Run["results"].size(), 1u);
  const json &One = Run["results"][0];
  EXPECT_EQ(One["kind"], "informational");
  EXPECT_EQ(One["level"], "none");
  EXPECT_EQ(One["message"]["text"], Line);
  EXPECT_EQ(One["locations"][0]["physicalLocation"]["region"]["startLine"], 4);
  EXPECT_EQ(Run["tool"]["driver"]["rules"][One["ruleIndex"].get<size_t>()]["id"], "change");
}

TEST_F(Remarks, AreNoticesInAnnotations) {
  EXPECT_THAT(review({"-f", "github"}).Out, HasSubstr("::notice file=a.c,line=4,"));
  EXPECT_THAT(review({"-f", "github"}).Out, HasSubstr("title=kverdict%3A change::" + Line));
  const json GitLab = json::parse(review({"-f", "gitlab"}).Out);
  ASSERT_EQ(GitLab.size(), 1u);
  EXPECT_EQ(GitLab[0]["severity"], "info");
  EXPECT_EQ(GitLab[0]["description"], Line);
  EXPECT_EQ(GitLab[0]["location"]["lines"]["begin"], 4);
  const json Rd = json::parse(review({"-f", "rdjsonl"}).Out);
  EXPECT_EQ(Rd["severity"], "INFO");
  EXPECT_EQ(Rd["message"], Line);
}

} // namespace
} // namespace kverdict
