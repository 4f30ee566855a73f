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

/// Another one may be linked in its place.
TEST(Callees, WhatIsWeakMayBeAnother) {
  const std::string Weak = "__attribute__((weak)) int g(int x) { return 0; }\n";
  const Comparison C = compared(Weak + "int f(int x) { return g(x); }", Weak + "int f(int x) { return 0; }");
  EXPECT_EQ(changeWord(C.What), "different") << shown(C);
}

TEST(Callees, WhichFunctionOfATableMatters) {
  const std::string G = "int a(int); int b(int); int c(int x) { return 1; } int d(int x) { return 2; }\n";
  auto table = [&](const std::string &Of, const std::string &Calls) {
    return G + "static int (*const t[])(int) = { " + Of + " };\nint f(int x) { " + Calls + " }";
  };
  for (const auto &[Was, Is] : {std::pair("a, b", "b, a"), std::pair("c, d", "d, c")}) {
    const Comparison C = compared(table(Was, "return t[x & 1](x);"), table(Is, "return t[x & 1](x);"));
    EXPECT_NE(changeWord(C.What), "equivalent") << shown(C);
    EXPECT_EQ(C.Refuted, 0u) << shown(C);
  }
  const Comparison Same =
      compared(table("a, b", "return t[x & 1](x);"), table("a, b", "int r = t[x & 1](x); return r;"));
  EXPECT_EQ(changeWord(Same.What), "equivalent") << shown(Same);
  const std::string Ops = "struct ops { int (*a)(int), (*b)(int); };";
  const Comparison Other = compared(Ops + "int f(struct ops *o, int x) { int (*p)(int) = o->a; return p(x); }",
                                    Ops + "int f(struct ops *o, int x) { int (*p)(int) = o->b; return p(x); }");
  EXPECT_EQ(changeWord(Other.What), "different") << shown(Other);
}

/// A pointer has 32 bits there.
TEST(Callees, ReachMemoryOnATargetOf32Bits) {
  const std::string Text = "struct s { int a; }; int look(struct s *); void touch(struct s *);";
  UnitRequest Old = requestFor(Text + "int f(struct s *p) { return look(p) ? -22 : 0; }"),
              New = requestFor(Text + "int f(struct s *p) { touch(p); return look(p) ? -22 : 0; }");
  for (UnitRequest *Each : {&Old, &New})
    Each->Command.Arguments.insert(Each->Command.Arguments.begin() + 1, "--target=arm-linux-gnueabi");
  const Rules None;
  const Comparison C = VersionPair(Old, New, None).compare("f", {});
  EXPECT_EQ(changeWord(C.What), "different") << shown(C);
  EXPECT_THAT(C.Reason, HasSubstr("look()"));
}

TEST(ChangedCallees, OneThatLeadsBackIsNoProofOfItself) {
  const Comparison C = compared(text(" if (n > 0) x ^= f(p, n - 1);"), text(" if (n > 0) x ^= f(p, n - 1) + 1;"));
  EXPECT_EQ(C.What, Change::Undecided) << shown(C);
}

} // namespace
} // namespace kverdict
