// Ways that meet again are walked as one: many guards that do not rest on each other are compared, and what is called
// equivalent so is so by each way alone, too.
#include "compare/Comparing.h"
#include "testing/Bases.h"
#include "testing/Comparisons.h"

namespace kverdict {
namespace {

/// So many guards, each of which says Guard with its number in place of #.
std::string guards(unsigned Count, const std::string &Guard, bool Backwards = false) {
  std::string Out;
  for (unsigned I = 0; I < Count; ++I) {
    std::string One = Guard;
    for (size_t At; (At = One.find('#')) != One.npos;)
      One.replace(At, 1, std::to_string(Backwards ? Count - 1 - I : I));
    Out += One + "\n";
  }
  return Out;
}

struct Spelling {
  const char *Name, *Head, *Old, *New, *Tail;
};

const Spelling Spellings[] = {
    {"Local", "unsigned f(const int *a) { unsigned r = 0;", "if (a[#] > #) r |= 1u << # % 31;",
     "if (!(a[#] <= #)) r = r | 1u << # % 31;", "return r; }"},
    {"Memory", "void f(const struct area *b, struct area *p, unsigned x) {",
     "if (x >> # % 31 & 1) p->flags |= # + 1ul;", "if (!(x & 1u << # % 31)) ; else p->flags = (# + 1ul) | p->flags;",
     "}"},
    {"Callee",
     "static inline int g(const struct area *p, int x) { if (p->ro) return 0; if (x > 3) return 1; return 2; }"
     "int f(const struct area *p, const int *a) { int r = 0;",
     "if (g(p, a[#])) r |= 1 << # % 31;", "r |= g(p, a[#]) != 0 ? 1 << # % 31 : 0;", "return r; }"},
};

std::string textOf(const Spelling &S, const char *Guard, unsigned Count) {
  return Prelude + S.Head + guards(Count, Guard) + S.Tail;
}

class Meeting : public testing::TestWithParam<Spelling> {};

TEST_P(Meeting, ManyGuardsInOtherWordsAreTheSame) {
  const Spelling &S = GetParam();
  const Comparison C = compared(textOf(S, S.Old, 40), textOf(S, S.New, 40));
  EXPECT_EQ(C.What, Change::Equivalent) << shown(C);
  EXPECT_EQ(C.By, Evidence::Proof);
}

INSTANTIATE_TEST_SUITE_P(Guards, Meeting, testing::ValuesIn(Spellings), [](const auto &I) { return I.param.Name; });

/// What ways that meet say of it, alone.
Comparison meeting(const std::string &Old, const std::string &New) {
  const Rules None;
  CompleteUnit Before(requestFor(Prelude + Old)), After(requestFor(Prelude + New));
  CompareLimits Limits;
  Effort Budget(Limits.MostEffort);
  Limits.Budget = &Budget;
  return Comparing(*Before, *After, None, "f", Limits).runMeeting();
}

struct Pair {
  const char *Name, *Old, *New;
};

/// What must not be told to be the same: what differs on one side of a branch alone.
const Pair Different[] = {
    {"AnEventOnOneSide", "int f(int a, int b) { if (a) opaque(1); return b; }",
     "int f(int a, int b) { if (a) opaque(2); return b; }"},
    {"AnEventMoved", "int f(int a, int *p) { if (a) opaque(1); *p = 1; return 0; }",
     "int f(int a, int *p) { *p = 1; if (a) opaque(1); return 0; }"},
    {"TwoTargets", "int f(int a, struct area *p, struct area *q) { struct area *r = a ? p : q; return r->count; }",
     "int f(int a, struct area *p, struct area *q) { struct area *r = a ? q : p; return r->count; }"},
    {"TwoTargetsOfAStore",
     "int f(int a, struct area *p, struct area *q) { unsigned long r = (unsigned long)(a ? p : q);"
     " ((struct area *)r)->count = 1; return p->count; }",
     "int f(int a, struct area *p, struct area *q) { unsigned long r = (unsigned long)(a ? q : p);"
     " ((struct area *)r)->count = 1; return p->count; }"},
    {"TwoPlacesInAnArray", "int f(int a, int *p) { p[a ? 1 : 2] = 3; return p[1]; }",
     "int f(int a, int *p) { p[a ? 2 : 1] = 3; return p[1]; }"},
    {"ACrashOnOneSide", "int f(int a, int *p) { if (!p) return 0; if (a) a = *p; return a; }",
     "int f(int a, int *p) { if (a) a = *p; return a; }"},
    {"AStoreOnOneSide", "int f(int a, int *p) { if (a) *p = 1; return 0; }",
     "int f(int a, int *p) { *p = 1; return 0; }"},
    {"AStoreOfTheOtherSide", "int f(int a, int *p) { if (a) *p = 1; else *p = 2; return 0; }",
     "int f(int a, int *p) { if (a) *p = 2; else *p = 1; return 0; }"},
    {"WhatACalleeReturns", "static inline int g(int a) { if (a) return 1; return 2; } int f(int a) { return g(a); }",
     "static inline int g(int a) { if (a) return 2; return 1; } int f(int a) { return g(a); }"},
    {"ArgumentsOfACall", "int f(int a) { int b = 1; if (a) b = 2; return opaque(b); }",
     "int f(int a) { int b = 2; if (a) b = 1; return opaque(b); }"},
    {"TheOrderOfBoth", "int f(int a, int b) { int r = 0; if (a) r = 1; if (b) r = 2; return r; }",
     "int f(int a, int b) { int r = 0; if (b) r = 2; if (a) r = 1; return r; }"},
    {"TheOrderOfEvaluation", "int f(int a, int *p) { return (a && *p) + (*p = 1); }",
     "int f(int a, int *p) { int r = (*p = 1); return r + (a && *p); }"},
    {"LoopsOfOtherRounds", "int f(int n) { int i, r = 0; for (i = 0; i < 3; i++) if (n & 1 << i) r += i; return r; }",
     "int f(int n) { int i, r = 0; for (i = 0; i < 3; i++) if (n & 1 << i) r += 1; return r; }"},
    {"ALocalSetOnOneSide", "int f(int a, int b) { int r = 0, x = 0; if (a) x = b; if (b) r = x; return r; }",
     "int f(int a, int b) { int r = 0, x = 1; if (a) x = b; if (b) r = x; return r; }"},
    {"ALocalWhoseAddressIsKept", "int f(int a) { int x = 1; if (a) x = 2; lock(&x); return x; }",
     "int f(int a) { int x = 2; if (a) x = 1; lock(&x); return x; }"},
    {"AVolatileReadOnOneSide", "int f(int a, volatile int *p) { int r = 0; if (a) r = *p; return r; }",
     "int f(int a, volatile int *p) { int r = *p; return a ? r : 0; }"},
};

class Apart : public testing::TestWithParam<Pair> {};

TEST_P(Apart, IsNotCalledTheSame) { EXPECT_NE(meeting(GetParam().Old, GetParam().New).What, Change::Equivalent); }

/// An oracle: the same texts, each with itself, are the same; or it is not known.
TEST_P(Apart, IsTheSameAsItself) {
  for (const char *Each : {GetParam().Old, GetParam().New}) {
    const Comparison C = meeting(Each, Each);
    EXPECT_TRUE(C.What == Change::Equivalent || C.What == Change::Undecided);
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, Apart, testing::ValuesIn(Different), [](const auto &I) { return I.param.Name; });

/// What must be the same for it to be worth anything.
TEST(WaysThatMeet, AreTheSame) {
  const Pair Same[] = {
      {"", "int f(int a) { int r; if (a) r = 1; else r = 2; return r; }", "int f(int a) { return a ? 1 : 2; }"},
      {"", "int f(int a) { int err; if (a) { err = opaque(a); if (err) return err; } return 0; }",
       "int f(int a) { int e; if (!a) return 0; e = opaque(a); if (!e) return 0; return e; }"},
      {"", "int f(int a, int *p) { if (a) *p = 1; return 0; }",
       "int f(int a, int *p) { if (!a) return 0; *p = 1; return 0; }"},
      {"", "int f(int a, int b) { int r = 0; if (a) r |= 1; if (b) r |= 2; return r; }",
       "int f(int a, int b) { int r = 0; if (b) r |= 2; if (a) r |= 1; return r; }"},
  };
  for (const Pair &Each : Same)
    EXPECT_EQ(meeting(Each.Old, Each.New).What, Change::Equivalent) << Each.Old;
}

} // namespace
} // namespace kverdict
