// Which small edits of a patched function are thought of.
#include "review/SmallEdits.h"

#include "analysis/TextEdit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

using testing::AllOf;
using testing::Contains;
using testing::IsEmpty;
using testing::Not;

namespace kverdict {
namespace {

std::string function(const std::string &Body) { return "static int f(struct p *p)\n{\n" + Body + "}\n"; }

std::vector<SmallEdit> between(const std::string &Old, const std::string &New, const std::string &Verdict = "") {
  const TakenApart Was = takeApart(Old, "a.c"), Is = takeApart(New, "a.c");
  return smallEdits(Old, Was.Functions.at(0), New, Is.Functions.at(0), Verdict, "a.c");
}

std::vector<std::string> words(const std::vector<SmallEdit> &Edits) {
  std::vector<std::string> Out;
  for (const SmallEdit &Each : Edits)
    Out.push_back(Each.Change.Description);
  return Out;
}

/// The first edit, which has to make the old text again.
std::string first(const std::string &OldBody, const std::string &NewBody) {
  const std::string Old = function(OldBody), New = function(NewBody);
  const auto Edits = between(Old, New);
  if (Edits.empty())
    return "";
  EXPECT_EQ(applyFix(Edits[0].Change, New), Old);
  EXPECT_TRUE(Edits[0].Whole);
  return Edits[0].Change.Description;
}

TEST(SmallEdits, PutBackWhatIsSmall) {
  EXPECT_EQ(first("\tif (!p->a)\n\t\treturn 0;\n", "\tif (p->a)\n\t\treturn 0;\n"), "put `!` back");
  EXPECT_EQ(first("\treturn p->a & (A | B | C);\n", "\treturn p->a & (A | C);\n"), "put `B |` back");
  EXPECT_EQ(first("\treturn p->a & (A | B);\n", "\treturn p->a & (A);\n"), "put `| B` back");
  EXPECT_EQ(first("\treturn -EINVAL;\n", "\treturn -EPERM;\n"), "return -EINVAL instead of -EPERM");
  EXPECT_EQ(first("\treturn false;\n", "\treturn true;\n"), "return false instead of true");
  EXPECT_EQ(first("\tif (p->a)\n\t\tg();\n", "\tif (p->a && p->b)\n\t\tg();\n"), "drop `&& p->b`");
  EXPECT_EQ(first("\tif (p->a || !p->b)\n\t\tg();\n", "\tif (p->a)\n\t\tg();\n"), "put `|| !p->b` back");
  EXPECT_EQ(first("\tif (p && p->b)\n\t\tg();\n", "\tif (p->b)\n\t\tg();\n"), "put `p &&` back");
  EXPECT_EQ(first("\tif (a < b)\n\t\tg();\n", "\tif (a <= b)\n\t\tg();\n"), "`<` instead of `<=`");
}

TEST(SmallEdits, PutLinesBack) {
  EXPECT_EQ(first("\tif (!p)\n\t\treturn 0;\n\treturn 1;\n", "\treturn 1;\n"), "put `if (!p) return 0;` back");
  EXPECT_EQ(first("\treturn 1;\n", "\tif (!p)\n\t\treturn 0;\n\treturn 1;\n"), "remove `if (!p) return 0;`");
}

TEST(SmallEdits, TakeOutWhatCameBesideARewrittenLine) {
  const std::string Old = function("\tint n = 1;\n\tg(n);\n");
  const std::string New = function("\tint n = 1, x = 4;\n\tif (p)\n\t\tn += x;\n\tg(n);\n");
  const auto Edits = between(Old, New);
  EXPECT_THAT(words(Edits), Contains("remove `if (p) n += x;`"));
  for (const SmallEdit &Each : Edits)
    if (Each.Change.Description == "remove `if (p) n += x;`")
      EXPECT_EQ(applyFix(Each.Change, New), function("\tint n = 1, x = 4;\n\tg(n);\n"));
}

/// A negation is dropped, and not negated.
TEST(SmallEdits, DropANegation) {
  const auto Edits = words(between(function("\tif (a(p))\n\t\tg();\n"), function("\tif (!b(p, !q))\n\t\tg();\n")));
  EXPECT_THAT(Edits, AllOf(Contains("drop the `!`"), Not(Contains("negate `!b(p, !q)`"))));
  EXPECT_THAT(words(between(function("\tif (a(p))\n\t\tg();\n"), function("\tif (!b(p) && q)\n\t\tg();\n"))),
              Contains("negate `!b(p) && q`"));
}

TEST(SmallEdits, MoveAGuardBack) {
  const std::string Guard = "\tif (!p)\n\t\treturn 0;\n", Call = "\tg();\n";
  const std::string Old = function(Guard + Call), New = function(Call + Guard);
  const auto Edits = between(Old, New);
  ASSERT_FALSE(Edits.empty());
  EXPECT_EQ(applyFix(Edits[0].Change, New), Old);
  EXPECT_TRUE(Edits[0].Whole);
  EXPECT_THAT(Edits[0].Change.Description, testing::StartsWith("move `"));
}

TEST(SmallEdits, AlterOneThingOfARewrittenLine) {
  const auto Edits = between(function("\tif (!p->a)\n\t\treturn 0;\n\tif (!p->b)\n\t\treturn 0;\n\treturn 1;\n"),
                             function("\treturn p->a || !p->b;\n"), "0");
  EXPECT_THAT(words(Edits), Contains("`&&` instead of `||`"));
  EXPECT_THAT(words(Edits), Contains("drop the `!`"));
  EXPECT_EQ(std::count_if(Edits.begin(), Edits.end(), [](const SmallEdit &E) { return E.Whole; }), 1);
}

TEST(SmallEdits, LeaveCommentsAloneAndOtherHeads) {
  EXPECT_THAT(words(between(function("\t/* a && b */\n\treturn 1;\n"), function("\t/* a == b */\n\treturn 1;\n"))),
              Not(Contains("`!=` instead of `==`")));
  EXPECT_THAT(between("int f(int a)\n{\n\treturn 1;\n}\n", "int f(long a)\n{\n\treturn 2;\n}\n"), IsEmpty());
}

} // namespace
} // namespace kverdict
