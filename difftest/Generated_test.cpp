// The explorer, the simulator and the compiler agree on random functions. scripts/difftest does the same in any size.
#include "difftest/Trial.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

namespace kverdict {
namespace {

TEST(Generated, TwentyThousandPairsAgree) {
  Tally T;
  TrialSize Size;
  Size.Pairs = 20'000;
  Size.RandomStates = 150;
  runTrial(Size, 1, T, {[](const std::string &Report) { ADD_FAILURE() << Report; }, [](std::uint64_t) {}});
  EXPECT_GE(T.States, 20'000u);
  // What was left out must stay the exception, or nothing was compared.
  EXPECT_GE(T.Native, T.States * 9 / 10);
  EXPECT_GE(T.Matched, T.States * 6 / 10);
  EXPECT_LE(T.Undefined, T.States / 2);
  EXPECT_LE(T.Unsolved, T.Rows / 20);
  EXPECT_LE(T.Undecided, T.Functions / 4);
}

TEST(Generated, ASeedMakesTheSameFunctions) {
  auto text = [](std::uint64_t Seed) { return Generator(Seed, true).function("f").text(); };
  EXPECT_EQ(text(7), text(7));
  EXPECT_NE(text(7), text(8));
}

/// A function that returns what an unwritten rule of C decides would not be comparable: this one is wrong on purpose.
TEST(Generated, ADisagreementIsSeenAndMadeSmaller) {
  using Sort = Fragment::Sort;
  // The rows are those of `f`, but the text that the compiler gets says otherwise.
  UnitRequest Request;
  Request.Command = {"/t/generated.c", "/t", {"-std=gnu11"}};
  Request.Text = "int f(int a) { if (a == 3) return 1; return 0; }";
  Request.AllBodies = true;
  const std::unique_ptr<Unit> U = parseUnit(Request);
  const Rules NoRules;
  const std::string Other = "int f(int a) { if (a == 4) return 1; return 0; }";
  Tally T;
  std::vector<Disagreement> Found = compare({*U, Other, NoRules, {"f"}, {}, {}, 0, 1, true}, T);
  ASSERT_THAT(Found, Not(IsEmpty()));
  EXPECT_EQ(Found[0].Kind, CompilerDisagrees);
  EXPECT_EQ(Found[0].Function, "f");

  Fragment Number{Sort::Number, "($ + $)", {{Sort::Number, "n"}, {Sort::Number, "2"}}};
  EXPECT_EQ(Number.render(), "(n + 2)");
}

} // namespace
} // namespace kverdict
