#include "review/LineDiff.h"

#include <gtest/gtest.h>

#include <random>

using namespace kverdict;

namespace {

std::string shown(const std::vector<DiffHunk> &All) {
  std::string Out;
  for (const DiffHunk &H : All)
    Out += "-" + std::to_string(H.OldFirst) + "," + std::to_string(H.OldCount) + "+" + std::to_string(H.NewFirst) +
           "," + std::to_string(H.NewCount) + " ";
  return Out;
}

/// What is left of a text without the lines of its side.
std::string common(const std::string &Text, const std::vector<DiffHunk> &All, bool Old) {
  std::string Out;
  unsigned Line = 1;
  for (size_t At = 0; At < Text.size(); ++Line) {
    const size_t End = Text.find('\n', At) + 1;
    bool In = false;
    for (const DiffHunk &H : All)
      In |= Old ? H.OldFirst <= Line && Line < H.OldFirst + H.OldCount
                : H.NewFirst <= Line && Line < H.NewFirst + H.NewCount;
    if (!In)
      Out += Text.substr(At, End - At);
    At = End;
  }
  return Out;
}

} // namespace

TEST(LineDiff, FindsWhatDiffers) {
  EXPECT_EQ(shown(diffLines("", "")), "");
  EXPECT_EQ(shown(diffLines("a\nb\nc\n", "a\nx\nc\n")), "-2,1+2,1 ");
  EXPECT_EQ(shown(diffLines("a\nc\n", "a\nb\nc\n")), "-2,0+2,1 ");
  EXPECT_EQ(shown(diffLines("a\nb\nc\n", "a\nc\n")), "-2,1+2,0 ");
  EXPECT_EQ(shown(diffLines("", "a\nb\n")), "-1,0+1,2 ");
  EXPECT_EQ(shown(diffLines("a\nb\nc\nd\n", "x\nb\nc\ny\n")), "-1,1+1,1 -4,1+4,1 ");
  EXPECT_EQ(shown(diffLines("a\r\n", "a\n")), "-1,1+1,1 ");
}

TEST(LineDiff, LeavesTheSameLinesOfBothTexts) {
  std::mt19937 Random(1);
  for (int Round = 0; Round < 300; ++Round) {
    std::string Old, New;
    for (unsigned I = Random() % 30; I-- > 0;) {
      const std::string Line(1, 'a' + Random() % 5);
      Old += Random() % 4 ? Line + "\n" : "";
      New += Random() % 4 ? Line + "\n" : "";
    }
    const auto All = diffLines(Old, New);
    EXPECT_EQ(common(Old, All, true), common(New, All, false)) << Old << "--\n" << New << shown(All);
  }
}

TEST(LineDiff, EndsWhereNothingIsAlike) {
  std::string Old, New;
  for (int I = 0; I < 20'000; ++I) {
    Old += std::to_string(I) + "\n";
    New += std::to_string(-I) + "\n";
  }
  EXPECT_EQ(diffLines("x\n" + Old, "x\n" + New).size(), 1u);
}
