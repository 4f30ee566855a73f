// Which small edit is taken, and what is said of it.
#include "review/Mending.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using testing::ElementsAre;

namespace kverdict {
namespace {

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
