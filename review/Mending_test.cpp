// Which small edits are tried, and which one is taken.
#include "review/Mending.h"

#include "analysis/TextEdit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
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

Difference way(const std::string &Old, const std::string &New) {
  Difference D;
  D.Old = Old;
  D.New = New;
  return D;
}

Comparison comparison(Change What, std::vector<Difference> Differences = {}) {
  Comparison C;
  C.What = What;
  C.Differences = std::move(Differences);
  return C;
}

SmallEdit edit(const std::string &Text) {
  SmallEdit E;
  E.Change = {{{"a.c", 1, 1}, {"a.c", 1, 2}}, Text, Text};
  return E;
}

TEST(Mend, OfAPatchThatDoesNothingElseTheOldFunctionAgain) {
  const Comparison Changed = comparison(Change::Laxer, {way("false", "true")});
  std::vector<std::string> Tried;
  const std::vector<SmallEdit> Edits = {edit("a"), edit("b"), edit("c")};
  const auto Found =
      mend({Edits, "x", Changed, Changed.Differences[0], false, [&](bool FromOld, const std::string &Fixed) {
              EXPECT_TRUE(FromOld);
              Tried.push_back(Fixed);
              return comparison(Fixed == "b" ? Change::Equivalent : Change::Laxer);
            }});
  ASSERT_TRUE(Found);
  EXPECT_EQ(Found->Change.Text, "b");
  EXPECT_TRUE(Found->Change.Verified);
  EXPECT_EQ(Found->Tried, "it decides as before the patch then");
  EXPECT_THAT(Tried, ElementsAre("a", "b"));
}

// What is too much for the comparison once and again is so for the function, whatever the edit.
TEST(Mend, GivesUpAfterTwoUndecided) {
  const Comparison Changed = comparison(Change::Different, {way("0", "-EINVAL"), way("-EPERM", "-EACCES")});
  const std::vector<SmallEdit> Edits(6, edit("a"));
  for (const bool NothingMeant : {true, false}) {
    size_t Tried = 0;
    EXPECT_FALSE(mend({Edits, "x", Changed, Changed.Differences[0], NothingMeant, [&](bool, const std::string &) {
                         ++Tried;
                         return comparison(Change::Undecided);
                       }}));
    EXPECT_EQ(Tried, 2u);
  }
}

// What the patch is meant to change stays changed, and of several edits the one that changes the fewest states is
// taken.
TEST(Mend, KeepsWhatElseThePatchDoes) {
  const Difference Wrong = way("-EINVAL", "0"), Meant = way("-EPERM", "-EACCES");
  const Comparison Changed = comparison(Change::Different, {Wrong, Meant});
  const std::vector<SmallEdit> Edits = {edit("both"), edit("two"), edit("one"), edit("other"), edit("open")};
  const auto Compare = [&](bool FromOld, const std::string &Fixed) {
    if (FromOld)
      return comparison(Change::Different, {Meant});
    if (Fixed == "both")
      return comparison(Change::Different, {way("0", "-EINVAL"), way("-EACCES", "-EPERM")});
    if (Fixed == "two")
      return comparison(Change::Stricter, {way("0", "-EINVAL"), way("0", "-EINVAL")});
    return Fixed == "one" ? comparison(Change::Stricter, {way("0", "-EINVAL")}) : comparison(Change::Undecided);
  };
  const auto Found = mend({Edits, "x", Changed, Wrong, false, Compare});
  ASSERT_TRUE(Found);
  EXPECT_EQ(Found->Change.Text, "one");
  EXPECT_EQ(Found->Tried, "1 condition changes, none other");
}

// A guard that is turned round goes wrong in two ways: what the edit does beside is back as it was, or it is not taken.
TEST(Mend, WhatElseItDoesIsAsBefore) {
  const Difference Wrong = way("-EBUSY", "0"), Meant = way("-ERANGE", "-EINVAL");
  const Comparison Changed = comparison(Change::Incomparable, {Wrong, way("0", "-EBUSY"), Meant});
  const std::vector<SmallEdit> Edits = {edit("a")};
  const Comparison Since = comparison(Change::Incomparable, {way("0", "-EBUSY"), way("-EBUSY", "0")});
  auto trying = [&](const Difference &Left) {
    return mend({Edits, "x", Changed, Wrong, false, [&](bool FromOld, const std::string &) {
                   return FromOld ? comparison(Change::Different, {Left}) : Since;
                 }});
  };
  const auto Found = trying(Meant);
  ASSERT_TRUE(Found);
  EXPECT_EQ(Found->Tried, "2 conditions change, none other");
  EXPECT_FALSE(trying(way("-ERANGE", "0")));
  EXPECT_FALSE(trying(way("0", "-EBUSY"))); // as where what was negated is never true
}

// Where the patched function crashes, nothing is compared: all else must be the same.
TEST(Mend, ACrashIsGoneAndNothingElseChanges) {
  Difference Wrong = way("-EPERM", "undefined behaviour: null dereference of p");
  Wrong.NewEnd = RunEnd::Undefined;
  const Difference Meant = way("-EINVAL", "-EACCES");
  const Comparison Changed = comparison(Change::Different, {Meant, Wrong});
  const std::vector<SmallEdit> Edits = {edit("more"), edit("guard")};
  const auto Found = mend({Edits, "x", Changed, Wrong, false, [&](bool FromOld, const std::string &Fixed) {
                             if (FromOld || Fixed == "more")
                               return comparison(Change::Different, {Meant});
                             return comparison(Change::Equivalent);
                           }});
  ASSERT_TRUE(Found);
  EXPECT_EQ(Found->Change.Text, "guard");
  EXPECT_EQ(Found->Tried, "it does not crash then, and nothing else changes");
}

TEST(Mend, NothingThatWasNotProved) {
  const Comparison Changed = comparison(Change::Laxer, {way("false", "true")});
  const std::vector<SmallEdit> Edits = {edit("a")};
  EXPECT_FALSE(mend({Edits, "x", Changed, Changed.Differences[0], true,
                     [](bool, const std::string &) { return comparison(Change::Undecided); }}));
}

} // namespace
} // namespace kverdict
