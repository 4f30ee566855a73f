// Which lines of a patch a reply quotes, and under which of them a comment stands.
#include "report/mail/Lkml.h"
#include "testing/Sample.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace kverdict;
using testing::HasSubstr;
using testing::Not;

static std::string reply(const FileReport &Report, const Patch &To = samplePatch()) {
  return renderLkml({Report}, To, sampleLine, {});
}

/// Under the edit that a fix takes back, whichever line the finding is about; and what is asked of "this" is asked of
/// the function then.
TEST(Quote, StandsUnderWhatIsToBlame) {
  FileReport R = sampleReport();
  R.Findings = {invertedReturn()};
  R.Findings[0].Repair = Fix{{{"mm/demo.c", 6, 6}, {"mm/demo.c", 6, 20}}, "x", "restore the guard", true};
  EXPECT_THAT(reply(R), HasSubstr("DEMO_MAYWRITE)))\n\nWith area->flags"));
  EXPECT_THAT(reply(R), HasSubstr("\n\nShouldn't it return true?"));
  R.Findings[0].Repair->Span.End = {"mm/demo.c", 8, 1};
  EXPECT_THAT(reply(R), HasSubstr("> +\t\treturn false;\n\nWith area->flags")) << "the finding's own line";
  EXPECT_THAT(reply(R), HasSubstr("\n\nShouldn't this return true?"));
  R.Findings[0].Repair->Verified = false;
  R.Findings[0].Repair->Span = {{"mm/demo.c", 6, 6}, {"mm/demo.c", 6, 20}};
  EXPECT_THAT(reply(R), HasSubstr("> +\t\treturn false;\n\nWith area->flags")) << "it was not tried";
}

/// Lines that are to be put back are quoted as they went.
TEST(Quote, StandsUnderTheLinesThatAreToComeBack) {
  Patch P = samplePatch();
  auto &Lines = P.Files[0].Hunks[1].Lines;
  std::erase_if(Lines, [](const HunkLine &Each) { return Each.Kind == LineKind::Added; });
  const auto Gone =
      std::find_if(Lines.begin(), Lines.end(), [](const HunkLine &Each) { return Each.Kind == LineKind::Removed; });
  Gone[1].NewLine = 22, Gone[2].NewLine = 23;
  FileReport R;
  R.Findings = {blockingGuard()};
  R.Findings[0].Rule = "new-crash";
  const std::string Under = "> -\terr = demo_validate(page);\n\nIn this state:";
  for (const unsigned Line : {20u, 22u, 23u}) {
    R.Findings[0].At.Line = Line;
    R.Findings[0].Repair.reset();
    EXPECT_THAT(renderLkml({R}, P, sampleLine, {}), HasSubstr(Under)) << Line;
    R.Findings[0].Repair = Fix{{{"mm/demo.c", 22, 1}, {"mm/demo.c", 22, 1}}, "\tx();\n", "put `x();` back", true};
    EXPECT_THAT(renderLkml({R}, P, sampleLine, {}), HasSubstr(Under)) << Line;
    R.Findings[0].Repair = Fix{{{"mm/demo.c", 21, 20}, {"mm/demo.c", 21, 20}}, "x", "put `x` back", true};
    EXPECT_THAT(renderLkml({R}, P, sampleLine, {}), HasSubstr(Under)) << Line;
  }
}

/// A function that the patch does not touch is named, also where the quoted lines show it.
TEST(Quote, SaysWhereItIsIfItIsElsewhere) {
  FileReport R = sampleReport();
  R.Findings = {invertedReturn()};
  R.Findings[0].Function = "untouched";
  R.Findings[0].At = {"mm/demo.c", 13, 2};
  R.Findings[0].Repair.reset();
  EXPECT_THAT(reply(R), HasSubstr("\n\nIn untouched() of mm/demo.c:\n\n    return 0;\n\nWith area->flags"));
  EXPECT_THAT(reply(R), Not(HasSubstr(">  \treturn 0;\n\n")));
  Patch P = samplePatch();
  P.Files.erase(P.Files.begin());
  P.Files[0].Hunks.resize(1);
  EXPECT_THAT(renderLkml({R}, P, sampleLine, {}), HasSubstr("> +new\n\nIn untouched() of mm/demo.c, which the quoted"))
      << "a patch of one thing";
}

TEST(Quote, QuotesNothingAfterTheLastComment) {
  std::string Text = reply(sampleReport());
  EXPECT_LT(Text.rfind("\n> "), Text.find("Doesn't this test refuse"));
  EXPECT_THAT(Text, Not(HasSubstr("mm/other.c")));
}

TEST(Quote, QuotesFewLinesOfALongHunk) {
  Patch P = samplePatch();
  Hunk &Long = P.Files[0].Hunks[0];
  Long.Lines.clear();
  for (unsigned I = 1; I <= 60; ++I)
    Long.Lines.push_back({LineKind::Added, "line " + std::to_string(I), 0, I, false, {}});
  Long.Lines[1].Text = "static bool demo_allowed(struct area *area)";
  FileReport R;
  R.Findings = {invertedReturn()};
  R.Findings[0].At.Line = 50;
  R.Findings[0].Repair.reset();
  EXPECT_THAT(reply(R, P),
              HasSubstr("> @@ -1,3 +1,13 @@\n\n[ ... ]\n\n> +static bool demo_allowed(struct area *area)\n\n"
                        "[ ... ]\n\n> +line 44\n> +line 45\n> +line 46\n> +line 47\n> +line 48\n> +line 49\n"
                        "> +line 50\n\nWith area"));
  R.Findings[0].At.Line = 16;
  EXPECT_THAT(reply(R, P), HasSubstr("> @@ -1,3 +1,13 @@\n\n[ ... ]\n\n> +static bool demo_allowed(struct area *area)\n"
                                     "> +line 3\n"));
  R.Findings[0].At.Line = 17;
  EXPECT_THAT(reply(R, P), HasSubstr("(struct area *area)\n\n[ ... ]\n\n> +line 11\n"));
}

TEST(Quote, PutsTwoCommentsUnderOneLine) {
  FileReport R;
  R.Findings.assign(2, invertedReturn());
  R.Findings[1].Rule = "zz", R.Findings[1].Message = "And this?";
  std::string Text = reply(R);
  EXPECT_EQ(Text.find("> +\t\treturn false;\n\n"), Text.rfind("> +\t\treturn false;\n\n"));
  EXPECT_LT(Text.find("Shouldn't"), Text.find("And this?"));
}

/// A comment stands under what the patch changes in the function, or else at the end.
TEST(Quote, PutsWhatNoHunkShowsUnderTheChangeOrAtTheEnd) {
  FileReport R = sampleReport();
  R.Findings[1].Function = "demo_insert";
  R.Findings[1].At = {"mm/demo.c", 25, 2};
  R.Findings[1].Repair.reset();
  std::string Text = reply(R);
  EXPECT_THAT(Text, HasSubstr("> +\terr = demo_validate(area, page);\n\nWith area->flags"));
  EXPECT_THAT(Text, Not(HasSubstr("which the quoted lines do not show")));
  EXPECT_LT(Text.find("Doesn't this test"), Text.find("Shouldn't this"));
  R.Findings[1].At = {"mm/elsewhere.c", 3, 2};
  EXPECT_THAT(reply(R),
              HasSubstr("[ ... ]\n\nIn demo_insert() of mm/elsewhere.c, which the quoted lines do not show.\n\n"));
}

TEST(Quote, KeepsTheOrderOfThePatchForWhatItTouchesElsewhere) {
  FileReport R = sampleReport();
  Finding Elsewhere = blockingGuard();
  Elsewhere.Function = "demo_allowed";
  Elsewhere.At = {"mm/demo.c", 900, 2};
  Elsewhere.Message = "Is this line elsewhere?";
  R.Findings[1] = Elsewhere; // beside the one in demo_insert()
  Patch P = samplePatch();
  P.Files[0].Hunks[0].Heading = "static bool demo_allowed(struct area *area)";
  const std::string Text = renderLkml({R}, P, sampleLine, {});
  ASSERT_NE(Text.find("Is this line elsewhere?"), Text.npos);
  EXPECT_THAT(Text, Not(HasSubstr("which the quoted lines do not show")));
  EXPECT_LT(Text.find("Is this line elsewhere?"), Text.find("Doesn't this test refuse"));
}

TEST(Quote, PutsACommentBelowAllThatItsFixRemoves) {
  FileReport R;
  Finding F = blockingGuard();
  F.Repair = Fix{{{"mm/demo.c", 20, 1}, {"mm/demo.c", 22, 1}}, "", "remove the guard", true};
  R.Findings = {F};
  const std::string Text = renderLkml({R}, samplePatch(), sampleLine, {});
  EXPECT_NE(Text.find(">  \t\treturn -EINVAL;\n\nIn this state:"), Text.npos) << Text;
}

/// What is said of the line behind lines that are gone is said of those; but not where that line is itself at fault.
TEST(Quote, PutsACommentUnderTheLinesThatAreGone) {
  Patch P = samplePatch();
  auto &Lines = P.Files[0].Hunks[1].Lines;
  std::erase_if(Lines, [](const HunkLine &Each) { return Each.Kind == LineKind::Added; });
  const auto Gone =
      std::find_if(Lines.begin(), Lines.end(), [](const HunkLine &Each) { return Each.Kind == LineKind::Removed; });
  Gone[1].NewLine = 700;
  Gone[1].Text = "\tdemo_map(area);";
  FileReport R;
  R.Findings = {blockingGuard()};
  R.Findings[0].At.Line = 700;
  const std::string Under = "> -\terr = demo_validate(page);\n\nIn this state:";
  EXPECT_THAT(renderLkml({R}, P, sampleLine, {}), HasSubstr(Under));
  Patch Blank = P;
  auto &Spaced = Blank.Files[0].Hunks[1].Lines;
  const auto Behind = Spaced.begin() + (Gone - Lines.begin()) + 1;
  HunkLine Empty = *Behind;
  Empty.Text = "";
  Empty.NewLine = 699;
  Spaced.insert(Behind, Empty);
  EXPECT_THAT(renderLkml({R}, Blank, sampleLine, {}), HasSubstr(Under));
  R.Findings[0].Repair = Fix{{{"mm/demo.c", 700, 2}, {"mm/demo.c", 700, 4}}, "x", "change it", true};
  EXPECT_THAT(renderLkml({R}, P, sampleLine, {}), HasSubstr(">  \tdemo_map(area);\n\nIn this state:"));
}
