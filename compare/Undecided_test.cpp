// What cannot be decided says so, with the reason; and what the result says of what was compared.
#include "testing/Bases.h"
#include "testing/Comparisons.h"

#include "core/Error.h"
#include "simulate/Simulator.h"

namespace kverdict {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Comparison both(const std::string &Old, const std::string &New) { return compared(Prelude + Old, Prelude + New); }

struct Open {
  const char *Name, *Old, *New, *Reason;
};

const Open Opens[] = {
    {"LoopWithoutBound", "int f(int n) { int s = 0; while (n-- > 0) s ^= n; return s; }",
     "int f(int n) { int s = 0; while (n-- > 0) s ^= n; return s & 0xffffff; }", "loop"},
    {"FloatingPoint", "int f(int n) { return n * 2.0 > 3.0; }", "int f(int n) { return n * 2.0 > 3.5; }", "Floating"},
    {"VariableLengthArray", "int f(int n) { int a[n]; a[0] = 1; return a[0]; }",
     "int f(int n) { int a[n]; a[0] = 1; return 1; }", "not a constant"},
    {"ComputedGoto", "int f(int n) { void *t = &&x; goto *t; x: return n; }",
     "int f(int n) { void *t = &&x; goto *t; x: return n + 0; }", ""},
    {"DeepRecursion", "int f(int n) { return n == 99 ? 1 : n <= 0 ? 0 : f(n - 1); }",
     "int f(int n) { return n == 98 ? 0 : n == 99 ? 1 : n <= 0 ? 0 : f(n - 1); }", "f() calls itself"},
    {"ResultType", "int f(int n) { return n; }", "void *f(int n) { return (void *)(long)n; }",
     "it returned int, now void *"},
    {"CopyOfUnknownLength",
     "void *memcpy(void *, const void *, unsigned long); char *get(void);"
     "char *f(const char *s, unsigned long n) { char *p = get(); if (p) memcpy(p, s, n); return p; }",
     "void *memcpy(void *, const void *, unsigned long); char *get(void);"
     "char *f(const char *s, unsigned long n) { char *p = get(); if (p) { memcpy(p, s, n); p[3] = 0; } return p; }",
     "memcpy() of a length"},
    {"ArrayAtTwoIndices", "int f(int *a, int i, int j) { a[i] = 1; a[j] = 1; return a[i]; }",
     "int f(int *a, int i, int j) { a[i] = 1; a[j] = 1; return 1; }", "variable index"},
    {"ParameterAdded", "int f(int n) { return n; }", "int f(int n, int m) { return m; }", "parameter m is new"},
    {"ParameterGone", "int f(int n, int m) { return m; }", "int f(int n) { return n; }", "parameter m is gone"},
    {"ParameterType", "int f(int n) { return n; }", "int f(long n) { return n; }", "parameter n was int, now long"},
    {"StructLayout", "struct s { int a; }; int f(struct s *p) { return p->a; }",
     "struct s { int b, a; }; int f(struct s *p) { return p->a; }", "struct s is not the same"},
    {"InitialValue", "static int start = 1; int f(int x) { return x + 0 == start; }",
     "static int start = 2; int f(int x) { return start == x; }", "the initial value of start is not the same in both"},
    {"InitialValueDropped", "int start = 1; int f(int x) { return x + 0 == start; }",
     "int start; int f(int x) { return start == x; }", "the initial value of start is not the same in both"},
    {"InitialValueInTheFunction", "int f(int x) { static int next = 1; return x + 0 == next++; }",
     "int f(int x) { static int next = 2; return next++ == x; }",
     "the initial value of f.next is not the same in both"},
    {"CalleesParameterType", "int ext(int); int f(int x) { return ext(x); }",
     "int ext(long); int f(int x) { return ext(x); }", "it calls ext() with an argument of another type than before"},
    {"AddressOfALocalLeft", "int *kept; int f(int n) { int x = n; kept = &x; return x; }",
     "int *kept; int f(int n) { int x = n; kept = &x; n = x; return n; }", "the address of a local"},
    {"HelperOutOfReach", "static int g(int n) { return n & 7; } int f(int n) { return g(n); }",
     "int g(int n); int f(int n) { return g(n); }", "body"},
    {"ReadMovedAcrossCall", "int f(struct area *a) { int n = a->count; opaque(1); return n; }",
     "int f(struct area *a) { opaque(1); return a->count; }", ""},
    {"GlobalReadMovedAcrossCall", "int f(int x) { int n = limit; opaque(x); return n; }",
     "int f(int x) { opaque(x); return limit; }", ""},
};

class OpenTest : public testing::TestWithParam<Open> {};

TEST_P(OpenTest, IsNeverCalledEquivalent) {
  const Comparison C = both(GetParam().Old, GetParam().New);
  EXPECT_EQ(C.Refuted, 0u);
  if (*GetParam().Reason) {
    EXPECT_EQ(changeWord(C.What), "undecided") << shown(C);
    EXPECT_THAT(C.Reason, HasSubstr(GetParam().Reason)) << shown(C);
  } else {
    EXPECT_NE(changeWord(C.What), "equivalent") << shown(C);
  }
}

INSTANTIATE_TEST_SUITE_P(Reasons, OpenTest, testing::ValuesIn(Opens), [](const auto &Info) { return Info.param.Name; });

TEST(SameCode, NeedsNoExploration) {
  const std::string Loop = Prelude + "int f(int n) { int s = 0; while (n-- > 0) s += n; return s; }";
  const Rules NoRules;
  const Comparison C = VersionPair(requestFor(Loop), requestFor("\n\n" + Loop), NoRules).compare("f");
  EXPECT_EQ(changeWord(C.What), "equivalent");
  EXPECT_TRUE(C.SameCode);
}

TEST(SameCode, LooksAtWhatIsReached) {
  const Rules R;
  auto same = [&](const std::string &Old, const std::string &New) {
    return VersionPair(requestFor(Old), requestFor(New), R).compare("f").SameCode;
  };
  const std::string F = "int f(int n) { return g(n) + K; }";
  EXPECT_TRUE(same("enum { K = 1 }; static int g(int n) { return n; }" + F,
                   "enum { K = 1 };\nstatic int g(int n) { return n; }" + F));
  EXPECT_FALSE(same("enum { K = 1 }; static int g(int n) { return n; }" + F,
                    "enum { K = 1 }; static int g(int n) { return -n; }" + F));
  EXPECT_FALSE(same("enum { K = 1 }; static int g(int n) { return n; }" + F,
                    "enum { K = 2 }; static int g(int n) { return n; }" + F));
  EXPECT_FALSE(
      same("typedef int t; int f(void *p) { return *(t *)p; }", "typedef char t; int f(void *p) { return *(t *)p; }"));
  EXPECT_FALSE(same("int f(int a, int b) { return a - b; }", "int f(int b, int a) { return a - b; }"));
  EXPECT_FALSE(same("int f(int a) { return a - 1; }", "int f(int a) { return a - 2; }"));
  EXPECT_FALSE(same("struct s { int a, b; }; int f(struct s *p) { return p->a; }",
                    "struct s { int b, a; }; int f(struct s *p) { return p->a; }"));
}

TEST(Words, ConditionsAreTheSourceAndOnlyWhatMatters) {
  const Comparison C = compared(
      unchanged("policy"), changed("policy", "VM_MAYWRITE)))\n\t\treturn true", "VM_MAYWRITE)))\n\t\treturn false"));
  ASSERT_EQ(C.Differences.size(), 1u) << shown(C);
  const Difference &D = C.Differences[0];
  EXPECT_EQ(D.Way, Direction::Stricter);
  EXPECT_THAT(D.Conditions, ElementsAre("!vma->ro", "!(vma->flags & (VM_WRITE | VM_MAYWRITE))"));
  EXPECT_EQ(D.Old, "true");
  EXPECT_EQ(D.New, "false");
  EXPECT_THAT(D.NewState.Shown, ElementsAre(Binding{"vma->ro", "0"}, Binding{"vma->flags", "0"}));
}

TEST(Words, NewCheckIsStricterWhereItFails) {
  const Comparison C = both("int f(int n) { return n < 0 ? -EINVAL : 0; }",
                            "int f(int n) { if (n < 0) return -EINVAL; if (opaque(n)) return -EPERM; return 0; }");
  EXPECT_EQ(changeWord(C.What), "stricter") << shown(C);
  ASSERT_EQ(C.Differences.size(), 1u) << shown(C);
  EXPECT_THAT(C.Differences[0].Conditions, ElementsAre("opaque(n)", "!(n < 0)"));
  EXPECT_THAT(C.Differences[0].NewState.Calls, ElementsAre("opaque(n) returned -EINVAL"));
  EXPECT_THAT(effects(C), ElementsAre("calls opaque(n) where it did not before"));
}

TEST(Words, WitnessesAreWhatTheSimulatorRuns) {
  const std::string Old = Prelude + "int f(struct area *a, int n) { return a->count > n ? -EBUSY : 0; }";
  const std::string New = Prelude + "int f(struct area *b, int max) { return b->count >= max ? -EBUSY : 0; }";
  const Rules NoRules;
  VersionPair Pair(requestFor(Old), requestFor(New), NoRules);
  const Comparison C = Pair.compare("f");
  EXPECT_EQ(changeWord(C.What), "stricter");
  ASSERT_EQ(C.Differences.size(), 1u) << shown(C);
  const std::vector<Model> None;
  const kverdict::Run Was = Simulator(Pair.oldUnit(), None).run("f", C.Differences[0].OldState.Concrete);
  const kverdict::Run Is = Simulator(Pair.newUnit(), None).run("f", C.Differences[0].NewState.Concrete);
  EXPECT_EQ(Was.Result.asSigned(), 0);
  EXPECT_EQ(Is.Result.asSigned(), -16);
}

TEST(Words, SaysWhereNothingWasCompared) {
  const Comparison C = both("int f(struct area *a) { return a->count; }",
                            "int f(struct area *a) { if (!a) return -EINVAL; return a->count; }");
  EXPECT_EQ(changeWord(C.What), "equivalent") << shown(C);
  EXPECT_THAT(C.Assumed, ElementsAre("null dereference of a"));
}

TEST(Words, CallsInAnotherOrderAreAnEffect) {
  const Comparison C =
      both("int f(int n) { opaque(1); opaque(2); return n; }", "int f(int n) { opaque(2); opaque(1); return n; }");
  EXPECT_EQ(changeWord(C.What), "different") << shown(C);
  EXPECT_THAT(effects(C), ElementsAre("calls opaque(1) in another order than before"));
}

TEST(Words, WhatIsUndefinedInEveryStateHasNoCondition) {
  const Comparison C = both("int f(int n) { return n; }", "int f(int n) { return n / 0; }");
  EXPECT_EQ(changeWord(C.What), "different") << shown(C);
}

TEST(Words, WhatACallThatIsGoneMightHaveChangedIsNoPartOfTheState) {
  const std::string Head = "struct n { int v; }; struct l { struct n *n; int a; struct l *next; };";
  const Comparison C =
      both(Head + "int f(struct l *p) { if (p->a > 3 && opaque(1)) return -5; return p->next->n->v; }",
           Head + "int f(struct l *p) { if (p->a > 4 && opaque(1)) return -5; return p->next->n->v; }");
  EXPECT_EQ(C.Refuted, 0u) << shown(C);
  EXPECT_THAT(C.Differences, Not(IsEmpty())) << shown(C);
}

TEST(Words, FunctionThatOneVersionLacksIsAnError) {
  EXPECT_THROW(both("int g(int n) { return n; }", "int f(int n) { return n; }"), Error);
}

TEST(Limits, ManyDifferencesAreBounded) {
  std::string Old = "int f(int n) { switch (n) {", New = Old;
  for (int I = 0; I < 40; ++I) {
    Old += "case " + std::to_string(I) + ": return " + std::to_string(I + 100) + ";";
    New += "case " + std::to_string(I) + ": return " + std::to_string(I + 200) + ";";
  }
  const Comparison C = both(Old + "} return 0; }", New + "} return 0; }");
  EXPECT_EQ(changeWord(C.What), "different");
  EXPECT_EQ(C.Differences.size(), CompareLimits().Differences);
}

/// A function whose comparison takes a few thousand units: calls of which each opens what was read before.
constexpr const char *Laborious = "int f(struct area *a) { int n = 0;"
                                  " opaque(1); if (a->count > 3) n += 1; opaque(2); if (a->count > 4) n += 2;"
                                  " opaque(3); if (a->count > 5) n += 4; opaque(4); if (a->count > 6) n += %s;"
                                  " return n; }";

Comparison within(std::uint64_t Effort, const std::string &Last) {
  auto with = [](const std::string &Text) {
    std::string Out = Laborious;
    return Prelude + Out.replace(Out.find("%s"), 2, Text);
  };
  CompareLimits Limits;
  Limits.LookForSameCode = false;
  Limits.MostEffort = Effort;
  const Rules None;
  return VersionPair(requestFor(with("8")), requestFor(with(Last)), None).compare("f", Limits);
}

TEST(Effort, WhatTakesMoreIsUndecided) {
  EXPECT_EQ(within(CompareLimits().MostEffort, "8 + 0").What, Change::Equivalent);
  for (const std::uint64_t Most : {0u, 100u, 1'000u, 5'000u}) {
    const Comparison C = within(Most, "8 + 0");
    EXPECT_EQ(C.What, Change::Undecided) << Most << ": " << shown(C);
    EXPECT_THAT(C.Reason, HasSubstr("more effort")) << Most;
  }
}

TEST(Effort, WhatWasFoundBeforeIsShown) {
  const Comparison All = within(CompareLimits().MostEffort, "9");
  ASSERT_FALSE(All.Differences.empty()) << shown(All);
  unsigned Some = 0;
  for (std::uint64_t Most = 1'000; Most < 4'000'000; Most = Most * 3 / 2) {
    const Comparison C = within(Most, "9");
    EXPECT_NE(C.What, Change::Equivalent) << Most;
    EXPECT_EQ(C.Refuted, 0u) << Most;
    EXPECT_EQ(C.What == Change::Undecided, C.Differences.empty()) << Most << ": " << shown(C);
    EXPECT_EQ(shown(within(Most, "9")), shown(C)) << Most;
    Some += !C.Differences.empty() && !C.Reason.empty();
  }
  EXPECT_GT(Some, 0u);
}

} // namespace
} // namespace kverdict
