// Callees that changed and are too large to be looked into.
#include "testing/Comparisons.h"

using testing::HasSubstr;

namespace kverdict {
namespace {

/// f() asks big(), which is beyond Callees::MaxStatements.
std::string text(const std::string &InBig, const std::string &InF = "") {
  std::string Big = "int log(int); struct s { int a, b; }; int f(struct s *, int);\n"
                    "static int big(struct s *p, int n) { int x = p->a;";
  for (unsigned I = 0; I < 400; ++I)
    Big += " x ^= p->b + n;";
  return Big + InBig + " return x; }\n" + "int f(struct s *p, int n) { " + InF +
         " if (big(p, n) > 3) return -22; log(n); return 0; }\n";
}

TEST(ChangedCallees, OneThatIsProvedTheSameIsOneCall) {
  const Comparison C = compared(text(""), text("(void)0;", "(void)0;"));
  EXPECT_EQ(C.What, Change::Equivalent) << shown(C);
  const Comparison Swapped = compared(text(" x ^= 1; x ^= 2;"), text(" x ^= 3;"));
  EXPECT_EQ(Swapped.What, Change::Equivalent) << shown(Swapped);
}

TEST(ChangedCallees, OneThatIsAnotherLeavesItsCallersOpen) {
  const Comparison C = compared(text(""), text(" x ^= 1;"));
  EXPECT_EQ(C.What, Change::Undecided) << shown(C);
  EXPECT_THAT(C.Reason, HasSubstr("big() changed, and it is too large"));
  const Comparison Stores = compared(text(""), text(" p->b = n;"));
  EXPECT_EQ(Stores.What, Change::Undecided) << shown(Stores);
}

TEST(ChangedCallees, WhatOthersSeeOfTheCallerIsStillCompared) {
  const Comparison C = compared(text(""), text("(void)0;", " log(7);"));
  EXPECT_EQ(C.What, Change::Different) << shown(C);
}

TEST(ChangedCallees, OneThatLeadsBackIsNoProofOfItself) {
  const Comparison C = compared(text(" if (n > 0) x ^= f(p, n - 1);"), text(" if (n > 0) x ^= f(p, n - 1) + 1;"));
  EXPECT_EQ(C.What, Change::Undecided) << shown(C);
}

} // namespace
} // namespace kverdict
