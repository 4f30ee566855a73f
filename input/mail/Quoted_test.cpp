#include "input/mail/Quoted.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace kverdict;
using testing::ElementsAre;

namespace {

/// The lines of all hunks, each behind what it is, "@@" where a hunk begins.
std::vector<std::string> quoted(const std::string &Mail) {
  std::vector<std::string> Made;
  const auto Found = quotedPatch(Mail, {"reply.txt", 1, 0});
  for (const Hunk &Each : Found ? Found->Hunks : std::vector<Hunk>()) {
    Made.push_back("@@ " + Each.Heading);
    for (const HunkLine &Line : Each.Lines)
      Made.push_back((Line.Kind == LineKind::Added ? "+" : Line.Kind == LineKind::Removed ? "-" : " ") + Line.Text);
  }
  return Made;
}

} // namespace

TEST(Quoted, ReadsALineOfEachKind) {
  EXPECT_THAT(quoted("> @@ -1,2 +1,2 @@ int f(void)\n>  a();\n> -b();\n> +c();\n"),
              ElementsAre("@@ int f(void)", " a();", "-b();", "+c();"));
}

TEST(Quoted, LinesHaveTheNumbersOfTheMail) {
  const auto Found = quotedPatch("From: A B <a@b.c>\nSubject: Re: x\n\n> +a();\n\nWhy?\n\n> +b();\n", {"m", 1, 0});
  ASSERT_TRUE(Found);
  ASSERT_EQ(Found->Hunks.size(), 1u);
  EXPECT_EQ(Found->Hunks[0].Lines[0].NewLine, 4u);
  EXPECT_EQ(Found->Hunks[0].Lines[1].NewLine, 8u);
  EXPECT_EQ(Found->Hunks[0].Lines[1].OldLine, 0u);
}

TEST(Quoted, WhatIsSaidBetweenDoesNotCount) {
  EXPECT_THAT(quoted("On Monday somebody wrote:\n> +a();\n\nShouldn't this be b()?\n\n> +c();\n"),
              ElementsAre("@@ ", "+a();", "+c();"));
}

TEST(Quoted, ATopPostSaysNothingOfThePatch) {
  EXPECT_THAT(quoted("Looks good.\n\nOn Monday, A wrote:\n> +a();\n> +b();\n> -- \n> 2.45\n"),
              ElementsAre("@@ ", "+a();", "+b();", "@@ ", " 2.45"));
}

TEST(Quoted, ThePatchIsWhereMostLinesOfADiffAre) {
  EXPECT_THAT(quoted("> > +a();\n> > -b();\n> > +c();\n> Isn't this wrong?\n> + I mean this\nNo.\n"),
              ElementsAre("@@ ", "+a();", "-b();", "+c();"));
  EXPECT_THAT(quoted(">>+a();\n>>-b();\n"), ElementsAre("@@ ", "+a();", "-b();"));
}

TEST(Quoted, AMarkOfWhatIsLeftOutEndsAHunk) {
  for (const char *Mark : {"[...]", "[snip]", "<snip>", "[cut]", "...", "[ ... ]", "(...)", "[trimmed a lot]"})
    EXPECT_THAT(quoted("> +a();\n" + std::string(Mark) + "\n> +b();\n"), ElementsAre("@@ ", "+a();", "@@ ", "+b();"))
        << Mark;
}

TEST(Quoted, SqueezedWhiteSpaceIsNoCode) {
  EXPECT_THAT(quoted("> +{\n> + a();\n> b();\n> - c();\n"), ElementsAre("@@ ", "+{", "+a();", " b();", "-c();"));
}

TEST(Quoted, AWrappedLineGoesOn) {
  EXPECT_THAT(quoted("> +\tif (a &&\n> +\t    (b || first_of_many(with,\narguments)))\n> +\t\tc();\n"),
              ElementsAre("@@ ", "+\tif (a &&", "+\t    (b || first_of_many(with, arguments)))", "+\t\tc();"));
  EXPECT_THAT(quoted("> +\tif (a &&\nWhy a?\n> +\t    b)\n"), ElementsAre("@@ ", "+\tif (a &&", "+\t    b)"));
}

TEST(Quoted, AHunkThatLacksLinesEndsWhereSomebodySpeaks) {
  // Three lines of five are there, and nothing says where the others were.
  EXPECT_THAT(quoted("> @@ -1,0 +1,5 @@\n> +a();\n\nHm.\n\n> +b();\n> +c();\n> @@ -9,0 +9,1 @@\n> +d();\n"),
              ElementsAre("@@ ", "+a();", "@@ ", "+b();", "+c();", "@@ ", "+d();"));
}

TEST(Quoted, NamesOfFilesBeginAnother) {
  EXPECT_THAT(quoted("> diff --git a/x.c b/x.c\n> index 1..2 100644\n> --- a/x.c\n> +++ b/x.c\n> @@ -1 +1 @@\n> -a();\n"
                     "> +b();\n> diff --git a/y.c b/y.c\n> @@ -1 +1 @@\n> -c();\n> +d();\n"),
              ElementsAre("@@ ", "-a();", "+b();", "@@ ", "-c();", "+d();"));
}

TEST(Quoted, WhatQuotesNoPatchIsNone) {
  EXPECT_THAT(quoted("> I think so.\n\nMe too.\n"), ElementsAre());
  EXPECT_THAT(quoted("> - a list of one\n\nYes.\n"), ElementsAre());
  EXPECT_THAT(quoted("+a();\n-b();\n"), ElementsAre());
  EXPECT_THAT(quoted(""), ElementsAre());
}

TEST(Quoted, CarriageReturnsAreOfTheMail) {
  EXPECT_THAT(quoted("> +a();\r\n> +b();\r\n"), ElementsAre("@@ ", "+a();", "+b();"));
}
