#include "review/PieceIndex.h"

#include <gtest/gtest.h>

#include <ctime>
#include <random>

using namespace kverdict;

namespace {

Layout layoutOf(const std::vector<std::pair<unsigned, unsigned>> &Lines) {
  Layout L;
  for (const auto &[First, Last] : Lines) {
    L.Pieces.emplace_back();
    L.Pieces.back().First = First;
    L.Pieces.back().Last = Last;
  }
  return L;
}

TEST(PieceIndex, SaysWhatTheLayoutSays) {
  std::mt19937 Random(7);
  for (int Round = 0; Round < 200; ++Round) {
    std::vector<std::pair<unsigned, unsigned>> Lines;
    for (unsigned I = Random() % 12; I > 0; --I) {
      const unsigned First = Random() % 40; // they may lie in each other
      Lines.emplace_back(First, First + Random() % 9);
    }
    std::sort(Lines.begin(), Lines.end());
    const Layout L = layoutOf(Lines);
    const PieceIndex Index(L);
    for (unsigned Line = 0; Line < 55; ++Line)
      EXPECT_EQ(Index.at(Line), L.at(Line));
  }
}

/// The product of both would be 40,000 million steps.
TEST(PieceIndex, TakesManyLinesOfManyPieces) {
  std::vector<std::pair<unsigned, unsigned>> Lines;
  for (unsigned I = 1; I <= 200'000; ++I)
    Lines.emplace_back(I, I);
  const Layout L = layoutOf(Lines);
  const PieceIndex Index(L);
  const auto Start = std::clock();
  for (unsigned I = 1; I <= 200'000; ++I)
    ASSERT_EQ(Index.at(I).size(), 1u);
  EXPECT_LT(double(std::clock() - Start) / CLOCKS_PER_SEC, 5);
}

} // namespace
