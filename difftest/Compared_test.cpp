// No pair of random functions is called equivalent that does not do the same.
#include "difftest/Compared.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kverdict {
namespace {

TEST(Compared, EquivalentRandomFunctionsDoTheSame) {
  PairTally T;
  for (const std::string &Report : comparePairs({60, 4, 60}, 1, T))
    ADD_FAILURE() << Report;
  std::printf("%u pairs: %u equivalent (%u states), %u changed, %u undecided\n", T.Pairs, T.Equivalent, T.States,
              T.Changed, T.Undecided);
  EXPECT_GE(T.Pairs, 80u);
  EXPECT_GE(T.Equivalent, 10u);
  EXPECT_GE(T.Changed, 20u);
  EXPECT_LE(T.Undecided, T.Pairs / 3);
}

} // namespace
} // namespace kverdict
