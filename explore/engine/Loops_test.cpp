// Which loops are followed to their end, and which are not.
#include "testing/Explored.h"

using testing::Contains;
using testing::ElementsAre;
using testing::IsSupersetOf;
using testing::Not;

namespace kverdict {
namespace {

const std::string Opaque = "int op(void); int on(void *); void relax(void); struct list { struct list *next; int x; };";

TEST(Loops, ARoundThatLeavesNothingBehindEndsThePath) {
  Explored E(Opaque + "int f(void) { while (op()) relax(); return 4; }"
                      "int g(void) { int r; do { r = op(); } while (r > 5); return r; }"
                      "int h(void) { again: if (op()) goto again; return 3; }");
  EXPECT_THAT(E.rows(), ElementsAre("!(op()) -> 4 {op() returned 0}", "op() -> and so on"));
  EXPECT_THAT(E.rows("g"), ElementsAre("!(r > 5) -> 0 {op() returned 0}", "r > 5 -> and so on"));
  EXPECT_THAT(E.rows("h"), ElementsAre("!(op()) -> 3 {op() returned 0}", "op() -> and so on"));
  for (const char *F : {"f", "g", "h"})
    EXPECT_TRUE(E.table(F).exact()) << F;
}

TEST(Loops, WhatARoundLeavesForALaterOneIsFollowed) {
  Explored E(Opaque + "int f(void) { int last = 0; while (op()) { if (last == 7) return 2; last = op(); } return 1; }"
                      "int g(void) { int seen = 0; while (op()) { if (seen) return 5; if (op()) seen = 1; } return 1; }"
                      "int h(void) { int n = 0; while (op()) if (++n == 100) return 5; return 1; }");
  EXPECT_THAT(E.rows(), Contains(testing::HasSubstr("-> 2 ")));
  EXPECT_TRUE(E.table("f").exact());
  EXPECT_THAT(E.rows("g"), Contains(testing::HasSubstr("-> 5 ")));
  EXPECT_TRUE(E.table("g").exact());
  EXPECT_FALSE(E.table("h").complete()) << "5 is returned in the hundredth round only";
}

TEST(Loops, CallersSeeWhatALoopDid) {
  // What differs is read after the loop only, or only in the round of an outer loop after this one.
  Explored E(Opaque + "int f(void) { int n = 0; do n++; while (op()); return n == 3; }"
                      "int g(int *p) { while (op()) *p = *p + 1; return *p == 70; }"
                      "int h(void) { int n = 0; while (op()) { if (n == 9) return 2; n = 0; while (op()) n++; }"
                      "  return 1; }"
                      "static int sum; int k(void) { sum = 0; while (op()) sum += 2; return sum > 1000; }");
  for (const char *F : {"f", "g", "h", "k"})
    EXPECT_FALSE(E.table(F).complete()) << F;
}

TEST(Loops, VariablesOfARoundAreDead) {
  Explored E(Opaque + "int f(void) { int err, i; while (op()) { int t = op(); err = t - 1; for (i = 0; i < 2; i++)"
                      "  t += i; if (t + err == 9) return 1; } return 0; }"
                      "int g(void) { while (op()) { while (op()) if (op()) return 1; } return 0; }");
  EXPECT_TRUE(E.table("f").exact());
  EXPECT_TRUE(E.table("g").exact());
}

TEST(Loops, AWalkOverAListIsExact) {
  Explored E(Opaque +
             "int f(struct list *h) { for (struct list *p = h->next; p != h; p = p->next) if (p->x == 3) return 1;"
             "  return 0; }"
             "int g(struct list *h) { for (struct list *p = h->next; p != h; p = p->next) if (on(p)) return p->x;"
             "  return 0; }"
             "int k(struct list *h) { int n = 0; for (struct list *p = h->next; p != h; p = p->next) n += p->x;"
             "  return n == 40; }"
             "int m(struct list *h) { struct list *p; for (p = h->next; p != h; p = p->next) if (p->x == 3) break;"
             "  return h->next == p; }");
  EXPECT_THAT(E.rows(), Contains("p != h; !(p->x == 3) -> and so on"));
  EXPECT_TRUE(E.table("f").exact());
  EXPECT_TRUE(E.table("g").exact());
  EXPECT_FALSE(E.table("k").complete()) << "it adds up";
  EXPECT_THAT(E.rows("m"), IsSupersetOf({testing::HasSubstr("-> 0 {"), testing::HasSubstr("-> 1 {")}))
      << "the first element is looked at again: a shorter list is another matter";
}

TEST(Loops, AnElementThatWasWrittenIsLeftBehind) {
  Explored E(Opaque +
             "int f(struct list *h) { for (struct list *p = h->next; p != h; p = p->next) { if (on(p)) return 1;"
             "  p->x = 4; } return 0; }"
             "int g(struct list *h) { struct list *old = h; for (struct list *p = h->next; p != h; p = p->next) {"
             "  if (old->x == 5) return 1; old = p; p->x = op(); } return 0; }");
  EXPECT_TRUE(E.table("f").exact());
  EXPECT_THAT(E.rows("g"), Contains(testing::HasSubstr("-> 1 ")));
}

class Asked : public testing::Test {
protected:
  Reply ask(const std::string &Text, const std::string &Requires, const std::string &Ensures) {
    std::vector<Extra> Extras = {{Extra::Kind::Condition, "ensures", "f", true, {Ensures, {"r", 1, 1}}, {}}};
    if (!Requires.empty())
      Extras.push_back({Extra::Kind::Condition, "requires", "f", false, {Requires, {"r", 2, 1}}, {}});
    Explored E(Opaque + Text, {}, Extras);
    return E.explorer().ask({"f", Requires.empty() ? "" : "requires", "ensures", {}});
  }
  const std::string Walk = "int f(struct list *h) { struct list *p; for (p = h->next; p != h; p = p->next)"
                           "  if (p->x == 3) return 1; return 0; }";
};

TEST_F(Asked, AContractOfALoopIsProved) {
  const Reply R = ask("int f(int n) { int r; do { r = op(); if (r < 0) return r; } while (r > 5); return n > 3; }", "",
                      "result <= 1");
  EXPECT_EQ(R.What, Reply::Kind::Holds);
  EXPECT_TRUE(R.Exact);
  EXPECT_EQ(ask(Walk, "", "result == 0 || result == 1").What, Reply::Kind::Holds);
  EXPECT_EQ(ask(Walk, "", "result == 0").What, Reply::Kind::Violated);
}

TEST_F(Asked, WhatLooksAtTheListThatWasCutShortIsNotDecided) {
  // The paths that were walked meet this: a list of one element without 3 returns 0. A longer one need not.
  const Reply R = ask(Walk, "h != 0 && h->next != 0 && h->next != h && h->next->x != 3", "result == 0");
  EXPECT_EQ(R.What, Reply::Kind::Undecided);
}

} // namespace
} // namespace kverdict
