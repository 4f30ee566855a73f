// Loops that count, and what of them is settled: more rounds lead only where fewer did.
#include "testing/Explored.h"

using testing::Contains;
using testing::HasSubstr;

namespace kverdict {
namespace {

const std::string Opaque =
    "int op(void); int at(int); int on(void *); void see(int *); void relax(void);"
    "struct item { int x; int flags; struct item *next; }; struct box { int n; struct item *all; };";

class Widening : public testing::Test {
protected:
  static bool exact(const std::string &Text, const std::string &Function = "f") {
    return Explored(Opaque + Text).table(Function).exact();
  }
};

TEST_F(Widening, ALoopThatCountsIsSettled) {
  EXPECT_TRUE(exact("int f(int n) { for (int i = 0; i < n; i++) if (at(i)) return -5; return 0; }"));
  EXPECT_TRUE(
      exact("int f(u32 n) { u32 i = 0; while (i != n) { int r = at(i); if (r < 0) return -5; i++; } return 0; }"));
  EXPECT_TRUE(exact("int f(u64 a, u64 e) { do { if (at(a)) return -12; } while (a += 4096, a != e); return 0; }"));
  EXPECT_TRUE(exact("int f(int n) { for (int i = n - 1; i >= 0; i--) if (at(i)) return 1; return 0; }"));
}

TEST_F(Widening, AWalkOverAnArrayIsSettled) {
  EXPECT_TRUE(
      exact("int f(struct item *a, int n) { for (int i = 0; i < n; i++) if (a[i].x == 3) return 1; return 0; }"));
  EXPECT_TRUE(exact("int f(struct item *a, struct item *e) { for (; a < e; a++) if (on(a)) return 1; return 0; }"));
  EXPECT_TRUE(
      exact("int f(struct box *b) { for (int i = 0; i < b->n; i++) if (!on(&b->all[i])) return -22; return 0; }"));
}

TEST_F(Widening, WhatIsCarriedIsToldApart) {
  EXPECT_TRUE(
      exact("int f(int n) { int bad = 0; for (int i = 0; i < n; i++) if (at(i)) bad = 1; return bad ? -5 : 0; }"));
  EXPECT_TRUE(exact("int f(int n) { int e = 0; for (int i = 0; i < n; i++) { e = at(i); if (e) break; } return e; }"));
  EXPECT_TRUE(exact("int f(u32 n) { int e; for (u32 i = 0; ; i++) { e = at(i); if (e || i == n) break; } return e; }"));
}

TEST_F(Widening, LoopsInLoopsAndOneAfterTheOther) {
  EXPECT_TRUE(
      exact("int f(u32 n, u32 m) { for (u32 i = 0; i < n; i++) for (u32 j = 0; j < m; j++) if (at(i + j)) return 1;"
            "  return 0; }"));
  EXPECT_TRUE(exact("int f(int n, int m) { for (int i = 0; i < n; i++) if (at(i)) return 1;"
                    "  for (int j = 0; j < m; j++) if (at(j)) return 2; return 0; }"));
  EXPECT_TRUE(exact("int f(u32 n) { u32 i = 0; again: if (i == n) return 0; i++; if (at(i)) goto again; return 2; }"));
}

TEST_F(Widening, ACalleeThatCountsIsSettled) {
  EXPECT_TRUE(exact("static int any(int n) { for (int i = 0; i < n; i++) if (at(i)) return 1; return 0; }"
                    "int f(int n) { if (any(n)) return -5; return 0; }"));
}

TEST_F(Widening, StoresOfARoundAreFollowed) {
  EXPECT_TRUE(
      exact("int f(struct item *a, int n) { for (int i = 0; i < n; i++) { if (on(&a[i])) return 1; a[i].x = 4; }"
            "  return 0; }"));
  EXPECT_TRUE(exact("int f(struct item *a, struct item *e) { for (; a != e; a++) { if (on(a)) return 1; a->x = 4; }"
                    "  return 0; }"));
}

// What only a round decides that was not walked.

TEST_F(Widening, ASumThatDecidesLaterIsNot) {
  EXPECT_FALSE(
      exact("int f(int n) { int s = 0; for (int i = 0; i < n; i++) s += 2; if (s == 8) return 5; return 0; }"));
  EXPECT_FALSE(exact("int f(int n) { int s = 0; for (int i = 0; i < n; i++) if (at(i)) s++; return s > 3; }"));
  EXPECT_FALSE(exact("int f(int n) { int i; for (i = 0; i < n; i++) if (at(i)) break; return i; }"));
  EXPECT_FALSE(
      exact("int f(int n) { int i; for (i = 0; i < n; i++) if (at(i)) break; if (i == 5) return 1; return 0; }"));
  EXPECT_FALSE(exact("int f(int n) { for (int i = 0; i < n; i++) if (i == 5) return 1; return 0; }"));
  EXPECT_FALSE(exact("int f(void) { int n = 0; while (op()) if (++n == 100) return 5; return 1; }"));
}

TEST_F(Widening, ASumOfElementsIsNot) {
  EXPECT_FALSE(
      exact("int f(struct item *a, int n) { u32 s = 0; for (int i = 0; i < n; i++) s += a[i].x; return s == 9; }"));
  EXPECT_FALSE(exact("int f(struct item *a, int n) { u32 s = 0; for (int i = 0; i < n; i++) s += a[i].x;"
                     "  if (s == 9) return 1; return 0; }"));
  EXPECT_FALSE(exact("int f(int n) { u32 s = 0; for (int i = 0; i < n; i++) { s += at(i); if (s > 99) return -7; }"
                     "  return 0; }"));
  EXPECT_FALSE(exact("int f(u32 s, int n) { for (int i = 0; i < n; i++) s += 2; if (s == 8) return 5; return 0; }"));
}

TEST_F(Widening, AnElementThatNoFewRoundsReachIsNot) {
  EXPECT_FALSE(
      exact("int f(int *a, int n) { for (int i = 0; i < n; i++) if (i == 4 && a[i] == 7) return 1; return 0; }"));
  EXPECT_FALSE(exact("int f(int *a, int n) { int *p = a; for (int i = 0; i < n; i++) p++; return p == a + 4; }"));
}

TEST_F(Widening, AFlagOfAnEarlierRoundIs) {
  const std::string Text = "int f(int n) { int seen = 0; for (int i = 0; i < n; i++) { if (seen) return 5;"
                           "  if (at(i)) seen = 1; } return 0; }";
  EXPECT_TRUE(exact(Text));
  EXPECT_THAT(Explored(Opaque + Text).rows(), Contains(HasSubstr("-> 5 ")));
  // One that takes as many rounds as are not walked.
  EXPECT_FALSE(exact("int f(int n) { int s = 0; for (int i = 0; i < n; i++) { if (s == 4) return 5; if (s == 3) s = 4;"
                     "  if (s == 2) s = 3; if (s == 1) s = 2; if (s == 0) s = 1; } return 0; }"));
}

TEST_F(Widening, WhatMemoryCarriesIsNot) {
  EXPECT_FALSE(exact("int f(int *p, int n) { *p = 0; for (int i = 0; i < n; i++) *p += 1; return *p == 4; }"));
  EXPECT_FALSE(
      exact("static int sum; int f(int n) { sum = 0; for (int i = 0; i < n; i++) sum += 2; return sum == 8; }"));
  EXPECT_FALSE(exact("int f(int n) { int s = 0, *p = &s; for (int i = 0; i < n; i++) *p += 1; return s == 4; }"));
  EXPECT_FALSE(exact("static void add(int *p) { *p += 1; }"
                     "int f(int n) { int s = 0; for (int i = 0; i < n; i++) add(&s); return s == 4; }"));
  EXPECT_FALSE(exact("int f(struct item *a, int n) { a[4].x = 0; for (int i = 0; i < n; i++) a[i].x = 9;"
                     "  return a[4].x == 9; }"));
}

TEST_F(Widening, AStoreThroughAPointerThatMovedIsSeenByOtherNames) {
  EXPECT_FALSE(exact("int f(struct item *a, u32 n) { struct item *p = a; if (!a) return 2;"
                     "  for (u32 i = 0; i < n; i++, p++) {"
                     "  a[5].x = 0; p->x = 9; if (a[5].x == 9) return 1; } return 0; }"));
}

TEST_F(Widening, APointerThatLeadsToALocalLaterIsNot) {
  EXPECT_FALSE(exact("int f(int n) { int a = 0, b = 0; int *p = &a; for (int i = 0; i < n; i++) { *p = i; p = &b; }"
                     "  return b == 5; }"));
}

TEST_F(Widening, AnIndexBeyondTheEndIsNot) {
  EXPECT_FALSE(
      exact("static int table[8]; struct t { int a[8]; int end; };"
            "int f(struct t *t, int n) { for (int i = 0; i < n; i++) if (t->a[i] == 3) return 1; return 0; }"));
}

class WidenedContract : public testing::Test {
protected:
  static Reply ask(const std::string &Text, const std::string &Requires, const std::string &Ensures) {
    std::vector<Extra> Extras = {{Extra::Kind::Condition, "ensures", "f", true, {Ensures, {"r", 1, 1}}, {}}};
    if (!Requires.empty())
      Extras.push_back({Extra::Kind::Condition, "requires", "f", false, {Requires, {"r", 2, 1}}, {}});
    Explored E(Opaque + Text, {}, Extras);
    return E.explorer().ask({"f", Requires.empty() ? "" : "requires", "ensures", {}});
  }
  static constexpr const char *Counts =
      "int f(int n, int m) { if (m == 9) return -22; for (int i = 0; i < n; i++) if (at(i)) return -5; return 0; }";
};

TEST_F(WidenedContract, IsProvedIfItDoesNotLookAtTheRounds) {
  EXPECT_EQ(ask(Counts, "", "result <= 0").What, Reply::Kind::Holds);
  EXPECT_TRUE(ask(Counts, "", "result <= 0").Exact);
  EXPECT_EQ(ask(Counts, "m != 9", "result != -22").What, Reply::Kind::Holds);
  EXPECT_EQ(ask(Counts, "m == 9", "result == -22").What, Reply::Kind::Holds);
  EXPECT_EQ(ask(Counts, "", "result == 0 || result == -22").What, Reply::Kind::Violated);
}

TEST_F(WidenedContract, IsNotDecidedIfItDoes) {
  EXPECT_EQ(ask(Counts, "n > 3 && m != 9", "result == -5").What, Reply::Kind::Undecided);
  EXPECT_EQ(ask(Counts, "m != 9", "result == -5 || n > 0").What, Reply::Kind::Violated) << "no round at all";
  EXPECT_EQ(ask(Counts, "m != 9 && n > 0", "result == -5 || n < 4").What, Reply::Kind::Undecided);
  EXPECT_EQ(ask("int f(int *a, int n) { for (int i = 0; i < n; i++) if (a[i] == 3) return 1; return 0; }",
                "n > 5 && a != 0 && a[0] != 3 && a[1] != 3 && a[2] != 3 && a[3] != 3", "result == 0")
                .What,
            Reply::Kind::Undecided);
}

TEST_F(WidenedContract, OfAnElementThatWasNotWalked) {
  // The fifth element decides, and the paths that were walked look at the first three alone.
  EXPECT_NE(ask("int f(int *a, int n) { for (int i = 0; i < n; i++) if (a[i] == 3) return 1; return 0; }",
                "n > 5 && a != 0 && a[4] == 3", "result == 0")
                .What,
            Reply::Kind::Holds);
}

} // namespace
} // namespace kverdict
