// Two names for one object: asked, or named as an assumption.
#include "testing/Comparisons.h"

#include "simulate/Simulator.h"

namespace kverdict {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string Prelude = "typedef unsigned char u8; struct list { struct list *next, *prev; };"
                            "struct box { int a, b; struct list link; int n[4]; }; struct other { int n; };"
                            "int counter; int ask(int); void *kmalloc(unsigned long);";

struct Pair {
  const char *Name, *Old, *New, *Same; ///< Same: what a state that shows the difference says; empty: it is assumed away
};

// clang-format off
const Pair Differing[] = {
    {"SwappedStoresBehindATest", "int f(int *p, int *q) { if (p == q) { *p = 1; *q = 2; return *p; } return 0; }",
     "int f(int *p, int *q) { if (p == q) { *q = 2; *p = 1; return *p; } return 0; }", "q = p"},
    {"SwappedStores", "int f(int *p, int *q) { *p = 1; *q = 2; return *p; }",
     "int f(int *p, int *q) { *q = 2; *p = 1; return *p; }", "q = p"},
    {"OutParameters", "int f(int *p, int *q) { *p = 1; *q = 2; return 0; }",
     "int f(int *p, int *q) { *q = 2; *p = 1; return 0; }", "q = p"},
    {"ReadMovedAcrossAStore", "int f(int *p, int *q) { *p = 1; return *q; }",
     "int f(int *p, int *q) { int x = *q; *p = 1; return x; }", "q = p"},
    {"ReadTwice", "int f(int *p, int *q) { int x = *q; *p = 1; return *q == x; }",
     "int f(int *p, int *q) { *p = 1; return 1; }", "q = p"},
    {"IntAndUnsigned", "int f(int *p, unsigned *q) { *p = 1; return *q == 5; }",
     "int f(int *p, unsigned *q) { int x = *q == 5; *p = 1; return x; }", "q = p"},
    {"BytesOfAStruct", "int f(struct box *p, u8 *q) { *q = 1; return p->a == 7; }",
     "int f(struct box *p, u8 *q) { int x = p->a == 7; *q = 1; return x; }", "q = p"},
    {"AMember", "int f(struct box *p, int *q) { *q = 1; return p->b; }",
     "int f(struct box *p, int *q) { int x = p->b; *q = 1; return x; }", "q = (void *)p + 4"},
    {"AnInnerStruct", "int f(struct box *p, struct list *q) { q->next = 0; return !p->link.next; }",
     "int f(struct box *p, struct list *q) { int x = !p->link.next; q->next = 0; return x; }", "q = (void *)p + 8"},
    {"AGlobal", "int f(int *q) { *q = 1; return counter; }", "int f(int *q) { int x = counter; *q = 1; return x; }",
     "q = &counter"},
    {"ListUnlink", "int f(struct list *e) { struct list *p = e->prev, *n = e->next; n->prev = p; p->next = n;"
     " return n->next == n; }",
     "int f(struct list *e) { struct list *p = e->prev, *n = e->next; int alone = n->next == n; n->prev = p;"
     " p->next = n; return alone; }", "e->"},
    {"AnArgumentOfACall", "int f(int *p, int *q) { int x = *q; *p = 1; return ask(x); }",
     "int f(int *p, int *q) { *p = 1; return ask(*q); }", "q = p"},
    {"WhatAContainerHolds",
     "int f(struct box *p) { struct box *n = (void *)p->link.next - 8; int x = p->a; n->a = 5; return x; }",
     "int f(struct box *p) { struct box *n = (void *)p->link.next - 8; n->a = 5; return p->a; }",
     "p->link.next = (void *)p + 8"},
    {"OtherTypes", "int f(struct box *p, struct other *q) { int x = q->n; p->a = 1; return x; }",
     "int f(struct box *p, struct other *q) { p->a = 1; return q->n; }", ""},
    {"PointersToOtherTypes", "int f(struct box **p, struct list *q) { void *x = q->next; *p = 0; return !x; }",
     "int f(struct box **p, struct list *q) { *p = 0; return !q->next; }", ""},
    {"MovedAndCopied", "void *memmove(void *, const void *, unsigned long); int f(u8 *p, u8 *q) { memmove(p, q, 8); return 0; }",
     "void *memcpy(void *, const void *, unsigned long); int f(u8 *p, u8 *q) { memcpy(p, q, 8); return 0; }", ""},
    {"PointsToItself", "int f(struct list *e) { e->next->prev = 0; return !e->prev; }",
     "int f(struct list *e) { int x = !e->prev; e->next->prev = 0; return x; }", "e->next = e"},
};

const Pair Same[] = {
    {"TheSameOrder", "int f(int *p, int *q, int n) { *p = n + 1; return *q + 1; }",
     "int f(int *p, int *q, int n) { *p = n + 1; int r = *q; return r + 1; }", ""},
    {"OtherMembers", "int f(struct box *p, struct box *q) { p->a = 1; return q->b; }",
     "int f(struct box *p, struct box *q) { int x = q->b; p->a = 1; return x; }", ""},
    {"TheSameValue", "int f(int *p, int *q) { *p = 1; *q = 1; return 0; }",
     "int f(int *p, int *q) { *q = 1; *p = 1; return 0; }", ""},
    {"TestedToBeApart", "int f(int *p, int *q) { if (p == q) return 0; *p = 1; return *q; }",
     "int f(int *p, int *q) { if (p == q) return 0; int x = *q; *p = 1; return x; }", ""},
    {"JustAllocated", "int f(int *q) { int *p = kmalloc(4); if (!p) return 0; *p = 1; return *q; }",
     "int f(int *q) { int *p = kmalloc(4), x; if (!p) return 0; x = *q; *p = 1; return x; }", ""},
    {"OnlyReads", "int f(int *p, int *q) { return *p + *q; }", "int f(int *p, int *q) { return *q + *p; }", ""},
    {"InALoop", "int f(int *p, int *q, int n) { int i; *p = 0; for (i = 0; i < n; i++) *p += q[i]; return *p; }",
     "int f(int *p, int *q, int n) { int i = 0; *p = 0; while (i < n) { *p += q[i]; i++; } return *p; }", ""},
};
// clang-format on

class AliasTest : public testing::TestWithParam<Pair> {};
class DistinctTest : public testing::TestWithParam<Pair> {};

std::string flags(const Comparison &C) {
  std::string Out;
  for (const Assumption &A : C.Assumptions)
    Out += A.Text + "; ";
  return Out;
}

/// In which others see something else.
std::string states(const Comparison &C) {
  std::string Out;
  for (const EffectDifference &E : C.Effects)
    for (const Binding &B : E.NewState.Shown)
      Out += B.Place + " = " + B.Value + "; ";
  return Out;
}

TEST_P(AliasTest, IsShownOrNamed) {
  const Comparison C = compared(Prelude + GetParam().Old, Prelude + GetParam().New);
  if (!*GetParam().Same) {
    EXPECT_EQ(changeWord(C.What), "equivalent") << shown(C);
    EXPECT_THAT(flags(C), testing::ContainsRegex("different objects|different types|does not overlap"));
    return;
  }
  EXPECT_EQ(C.Differences.empty(), C.What == Change::Different && !C.Effects.empty()) << shown(C) << flags(C);
  EXPECT_NE(changeWord(C.What), "equivalent") << shown(C) << flags(C);
  EXPECT_THAT(shown(C) + states(C), HasSubstr(GetParam().Same));
  EXPECT_EQ(C.Refuted, 0u);
}

TEST_P(DistinctTest, NeedsNoAssumption) {
  const Comparison C = compared(Prelude + GetParam().Old, Prelude + GetParam().New);
  EXPECT_EQ(changeWord(C.What), "equivalent") << shown(C);
  EXPECT_EQ(flags(C), "");
}

auto name = [](const auto &Info) { return Info.param.Name; };
INSTANTIATE_TEST_SUITE_P(Names, AliasTest, testing::ValuesIn(Differing), name);
INSTANTIATE_TEST_SUITE_P(Objects, DistinctTest, testing::ValuesIn(Same), name);

} // namespace
} // namespace kverdict
