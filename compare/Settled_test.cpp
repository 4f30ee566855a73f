// What can be settled is: calls that are each other's counterparts, directions of ints, results of other types.
#include "explore/witness/Predicates.h"
#include "testing/Bases.h"
#include "testing/Comparisons.h"

namespace kverdict {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

Comparison both(const std::string &Old, const std::string &New) { return compared(Prelude + Old, Prelude + New); }

struct Verdict {
  const char *Name, *Old, *New, *What;
};

class Settled : public testing::TestWithParam<Verdict> {};

TEST_P(Settled, AsAReaderWould) {
  const Comparison C = both(GetParam().Old, GetParam().New);
  EXPECT_EQ(changeWord(C.What), GetParam().What) << shown(C);
  EXPECT_EQ(C.Reason, "") << shown(C);
  EXPECT_EQ(C.Refuted, 0u);
  for (const Difference &D : C.Differences)
    for (const std::string &Each : {D.Old, D.New})
      EXPECT_EQ(Each.find("-2147483648"), std::string::npos) << shown(C);
}

const Verdict Verdicts[] = {
    {"GuardThatAsksAdded", "bool capable(int); int f(struct area *o) { if (o->count > 5) return -22; return 0; }",
     "bool capable(int); int f(struct area *o) { if (!capable(21)) return -1; if (o->count > 5) return -22; return 0; "
     "}",
     "stricter"},
    {"GuardThatAsksDropped",
     "bool capable(int); int f(struct area *o) { if (!capable(21)) return -1; if (o->count > 5) return -22; return 0; "
     "}",
     "bool capable(int); int f(struct area *o) { if (o->count > 5) return -22; return 0; }", "laxer"},
    {"GuardThatAsksBeforeACall", "bool capable(int); int f(int id) { return opaque(id) ? -5 : 0; }",
     "bool capable(int); int f(int id) { if (!capable(21)) return -1; return opaque(id) ? -5 : 0; }", "stricter"},
    {"GuardThatAsksBeforeALookup",
     "bool capable(int); int f(unsigned long id) { struct area *a = find(id); if (!a) return -5; return a->count > 3 ? "
     "-22 : 0; }",
     "bool capable(int); int f(unsigned long id) { struct area *a; if (!capable(21)) return -1; a = find(id); if (!a) "
     "return -5; return a->count > 3 ? -22 : 0; }",
     "stricter"},
    {"GuardThatAsksBeforeAPointer",
     "bool capable(int); int f(struct area *a) { if (a->file->mode & 2) return -22; return 0; }",
     "bool capable(int); int f(struct area *a) { if (!capable(21)) return -1; if (a->file->mode & 2) return -22; "
     "return "
     "0; }",
     "stricter"},
    {"ErrorOfACalleeHandedOn", "int take(struct area *); int f(struct area *a) { take(a); return 0; }",
     "int take(struct area *); int f(struct area *a) { int e = take(a); if (e) return e; return 0; }", "stricter"},
    {"ErrorOfACalleeDropped",
     "int take(struct area *); int f(struct area *a) { int e = take(a); if (e) return e; return 0; }",
     "int take(struct area *); int f(struct area *a) { take(a); return 0; }", "laxer"},
    {"AnswerOfACalleeHandedOn", "int is_open(struct area *); int f(struct area *a) { is_open(a); return 0; }",
     "int is_open(struct area *); int f(struct area *a) { int r = is_open(a); if (r) return r; return 0; }", "laxer"},
    {"NumberOfACalleeHandedOn", "int find_next(struct area *); int f(struct area *a) { find_next(a); return 3; }",
     "int find_next(struct area *); int f(struct area *a) { int r = find_next(a); if (r) return r; return 3; }",
     "different"},
    {"BugDropped",
     "#define BUG() do { asm volatile(\"ud2\"); __builtin_unreachable(); } while (0)\n"
     "int f(int n) { if (n > 3) BUG(); return 0; }",
     "int f(int n) { return 0; }", "different"},
    {"BugAdded", "int f(int n) { return 0; }",
     "#define BUG() do { asm volatile(\"ud2\"); __builtin_unreachable(); } while (0)\n"
     "int f(int n) { if (n > 3) BUG(); return 0; }",
     "different"},
    {"TrapDropped", "int f(int n) { if (n > 3) __builtin_trap(); return 0; }", "int f(int n) { return 0; }",
     "different"},
    {"ArgumentsEqualByArithmetic", "int f(unsigned n) { return opaque(n * 2); }",
     "int f(unsigned n) { return opaque((int)(n + n)); }", "equivalent"},
    {"PredicateByName",
     "int valid(const struct area *); int is_ok(int n) { return 0; } int f(int n) { return is_ok(n) ? 0 : -22; }",
     "int valid(const struct area *); int is_ok(int n) { return 0; } int f(int n) { return !is_ok(n) ? -22 : 0; }",
     "equivalent"},
    {"TruthOfAnInt", "int f(unsigned long x) { if (x & 4) return 1; return 0; }",
     "bool f(unsigned long x) { return x & 4; }", "equivalent"},
    {"TruthOfABool", "bool f(unsigned long x) { return x & 4; }", "int f(unsigned long x) { return !!(x & 4); }",
     "equivalent"},
    {"TruthStricter", "int f(unsigned long x) { return x & 4 ? 1 : 0; }",
     "bool f(unsigned long x) { return (x & 4) && (x & 8); }", "stricter"},
    {"WiderResult", "int f(int x) { if (x > 3) return -22; return x; }",
     "long f(int x) { if (x > 3) return -22; return x; }", "equivalent"},
    {"WiderResultUnsigned", "int f(int x) { if (x > 3) return -22; return x & 3; }",
     "long f(int x) { if (x > 3) return -22; return (unsigned)x & 3u; }", "equivalent"},
    {"SignLost", "int f(int x) { if (x > 3) return -22; return 0; }",
     "unsigned f(int x) { if (x > 3) return -22; return 0; }", "laxer"},
    {"NarrowerResult", "unsigned long f(unsigned long x) { return x; }", "unsigned f(unsigned long x) { return x; }",
     "different"},
};

INSTANTIATE_TEST_SUITE_P(Kinds, Settled, testing::ValuesIn(Verdicts), [](const auto &I) { return I.param.Name; });

/// A place that is read twice, with a call between, is told apart.
TEST(Conditions, SayWhichOfTwoReads) {
  const std::string Head = "int f(struct area *a) { if (a->count > 3) return -22; opaque(1); ";
  const Comparison C = both(Head + "return 0; }", Head + "if (a->count > 3) return -16; return 0; }");
  ASSERT_EQ(C.Differences.size(), 1u) << shown(C);
  EXPECT_THAT(C.Differences[0].Conditions, UnorderedElementsAre("!(a->count > 3)", "a->count > 3 after opaque()"))
      << shown(C);
  const std::string Barrier =
      "int f(struct area *a) { if (a->count > 3) return -22; __asm__ volatile(\"\" ::: \"memory\"); ";
  const Comparison Behind = both(Barrier + "return 0; }", Barrier + "if (a->count > 3) return -16; return 0; }");
  ASSERT_EQ(Behind.Differences.size(), 1u) << shown(Behind);
  EXPECT_THAT(Behind.Differences[0].Conditions,
              UnorderedElementsAre("!(a->count > 3)", "a->count > 3 after inline assembly"))
      << shown(Behind);
  const std::string Set = "int f(struct area *a, int n) { if (a->count) return -22; a->count = n; ";
  const Comparison Own = both(Set + "return 0; }", Set + "if (a->count) return -16; return 0; }");
  ASSERT_EQ(Own.Differences.size(), 1u) << shown(Own);
  EXPECT_THAT(Own.Differences[0].Conditions, UnorderedElementsAre("!a->count", "a->count when it is tested again"))
      << shown(Own);
  const std::string Twice = "int f(struct area *a) { int e = opaque(1); if (e) return -22; e = poke(a); ";
  const Comparison Local = both(Twice + "return 0; }", Twice + "if (e) return -16; return 0; }");
  ASSERT_EQ(Local.Differences.size(), 1u) << shown(Local);
  EXPECT_THAT(Local.Differences[0].Conditions, UnorderedElementsAre("!e after e = opaque(1)", "e after e = poke(a)"))
      << shown(Local);
}

const std::string Extent =
    "struct x { unsigned block, len; }; int valid(const struct x *x); int check(const struct x *);";
const std::string Short = "(const struct x *x) { if (x->len == 0) return 0; return ";
const std::string Long = "(const struct x *x) { if (x->len == 0 || x->block + x->len < x->block) return 0; return ";

TEST(Directions, ANameSaysWhatAnIntMeans) {
  const Comparison C = compared(Extent + "int extent_ok" + Short + "check(x); }",
                                Extent + "int extent_ok" + Long + "check(x); }", "extent_ok");
  EXPECT_EQ(changeWord(C.What), "stricter") << shown(C);
}

TEST(Directions, ACalleesNameSays) {
  const Comparison C = compared(Extent + "int f" + Short + "valid(x); }", Extent + "int f" + Long + "valid(x); }");
  EXPECT_EQ(changeWord(C.What), "stricter") << shown(C);
}

TEST(Directions, ACallerSays) {
  const std::string Caller = " int g(const struct x *x) { if (!f(x)) return -5; return 0; }";
  const Comparison C =
      compared(Extent + "int f" + Short + "check(x); }" + Caller, Extent + "int f" + Long + "check(x); }" + Caller);
  EXPECT_EQ(changeWord(C.What), "stricter") << shown(C);
}

TEST(Directions, ACallerSaysThatItIsAnErrno) {
  const std::string Caller = " int g(const struct x *x) { int err = f(x); if (err) return err; return 0; }";
  const Comparison C =
      compared(Extent + "int f" + Short + "check(x); }" + Caller, Extent + "int f" + Long + "check(x); }" + Caller);
  EXPECT_EQ(changeWord(C.What), "laxer") << shown(C);
}

TEST(Directions, NobodySays) {
  const Comparison C = compared(Extent + "int f" + Short + "check(x); }", Extent + "int f" + Long + "check(x); }");
  EXPECT_EQ(changeWord(C.What), "different") << shown(C);
}

TEST(Types, TruthIsSaidAsAnAssumption) {
  const Comparison C = both("int f(int x) { return x & 4 ? 1 : 0; }", "bool f(int x) { return x & 4; }");
  ASSERT_EQ(C.Assumptions.size(), 1u) << shown(C);
  EXPECT_THAT(C.Assumptions[0].Text, HasSubstr("truth"));
  EXPECT_EQ(C.By, Evidence::Proof);
}

TEST(Types, AnErrnoThatIsTrueIsSaid) {
  const Comparison C =
      both("int f(int x) { return x > 3 ? -EINVAL : 0; }", "bool f(int x) { return x > 3 ? -EINVAL : 0; }");
  ASSERT_EQ(C.Assumptions.size(), 1u) << shown(C);
  EXPECT_THAT(C.Assumptions[0].Text, HasSubstr("where an errno is true"));
}

TEST(Predicates, ThatReachMemoryAreTakenToReadSoThatAGuardIsSettled) {
  const std::string Head = "struct ns; bool ns_capable(struct ns *n, int c); struct o { int a; struct ns *ns; }; ";
  const Comparison C = both(Head + "int f(struct o *o) { return o->a > 5 ? -EINVAL : 0; }",
                            Head + "int f(struct o *o) { if (!ns_capable(o->ns, 21)) return -EPERM; return o->a > 5 ? "
                                   "-EINVAL : 0; }");
  EXPECT_EQ(changeWord(C.What), "stricter") << shown(C);
  ASSERT_EQ(C.Assumptions.size(), 1u);
  EXPECT_EQ(C.Assumptions[0].Text, "ns_capable() only reads");
}

TEST(Parameters, SwappedAreNotTheSame) {
  for (const char *Storage : {"", "static "}) {
    const std::string S = Storage, Use = " int g(int x) { return f(x, 1); }";
    const Comparison C =
        both(S + "int f(int a, int b) { return a - b; }" + Use, S + "int f(int b, int a) { return a - b; }" + Use);
    EXPECT_EQ(changeWord(C.What), "undecided") << shown(C);
    EXPECT_THAT(C.Reason, HasSubstr("another order"));
  }
}

TEST(Parameters, SwappedWithTheirCalls) {
  const Comparison C = both("static int f(int a, int b) { return a > b ? -22 : 0; } int g(int x) { return f(x, 1); }",
                            "static int f(int b, int a) { return a > b ? -22 : 0; } int g(int x) { return f(1, x); }");
  EXPECT_EQ(changeWord(C.What), "equivalent") << shown(C);
}

TEST(Parameters, ThatNothingUses) {
  const std::string One = "int f(int a) { return a > 3 ? -22 : 0; }",
                    Again = "int f(int a) { return a <= 3 ? 0 : -22; }";
  const std::string Two = "int f(int a, int b) { return a > 3 ? -22 : 0; }";
  const std::string Used = "int f(int a, int b) { return a > b ? -22 : 0; }";
  const std::string Loop = "int f(int a, int b) { for (int i = 0; i < a; i++) opaque(i); return 0; }";
  const std::string Same = "int f(int a) { int i = 0; while (i < a) opaque(i++); return 0; }";
  for (const auto &[Old, New] : {std::pair(One, Two), {Two, Again}, {Loop, Same}, {Same, Loop}}) {
    const Comparison C = both(Old, New);
    EXPECT_EQ(changeWord(C.What), "equivalent") << shown(C);
  }
  EXPECT_THAT(both(One, Used).Reason, HasSubstr("the parameter b is new"));
  EXPECT_THAT(both(Used, One).Reason, HasSubstr("the parameter b is gone"));
  const Comparison Other = both(Two, "int f(int a) { return a > 4 ? -22 : 0; }");
  EXPECT_EQ(changeWord(Other.What), "laxer") << shown(Other);
}

TEST(Statics, ThatNobodyReads) {
  const std::string Set = "int f(int n) { last = n; return n > 3; }", Not = "int f(int n) { return n > 3; }";
  auto change = [&](const std::string &Head, const std::string &NewHead) {
    return changeWord(both(Head + Set, NewHead + Not).What);
  };
  EXPECT_EQ(change("static int last; ", "static int last; "), "equivalent");
  EXPECT_EQ(change("static int last; ", ""), "equivalent");
  for (const char *Head :
       {"int last; ", "extern int last; ", "static int last; int g(void) { return last; } ",
        "static int last; int *g(void) { return &last; } ", "static int last __attribute__((used)); ",
        "static int last; int g(int n) { return last = n; } "})
    EXPECT_EQ(change(Head, Head), "different") << Head;
}

/// What the kernel's allocator is known to do.
Comparison withAllocator(const std::string &Old, const std::string &New) {
  Rules R;
  R.Models = {{"kfree", Model::Kind::Havoc, {}, "", true}, {"kzalloc", Model::Kind::Havoc, {}, "", false, {0}}};
  const std::string Head = "void kfree(const void *); void *kzalloc(unsigned long, unsigned); int look(const void *);"
                           "struct s { int a, b; void *p; }; ";
  return compared(Head + Old, Head + New, "f", R);
}

TEST(Allocator, FreesNothingOfNull) {
  const Comparison C = withAllocator("int f(struct s *s) { if (s->p) kfree(s->p); return 0; }",
                                     "int f(struct s *s) { kfree(s->p); return 0; }");
  EXPECT_EQ(changeWord(C.What), "equivalent") << shown(C);
  const Comparison Less = withAllocator("int f(struct s *s) { if (s->a) kfree(s->p); return 0; }",
                                        "int f(struct s *s) { kfree(s->p); return 0; }");
  EXPECT_THAT(effects(Less), ElementsAre("calls kfree(s->p) where it did not before")) << shown(Less);
  EXPECT_EQ(Less.Refuted, 0u);
}

TEST(Allocator, GivesZeros) {
  const std::string Get = "struct s *f(int n) { struct s *p = kzalloc(sizeof *p, 1); if (!p) return 0; ";
  const Comparison C = withAllocator(Get + "p->b = n; p->a = 0; return p; }", Get + "p->b = n; return p; }");
  EXPECT_EQ(changeWord(C.What), "equivalent") << shown(C);
  const Comparison Other = withAllocator(Get + "p->b = n; p->a = 1; return p; }", Get + "p->b = n; return p; }");
  EXPECT_EQ(changeWord(Other.What), "different") << shown(Other);
  EXPECT_EQ(Other.Refuted, 0u);
  const Comparison Read = withAllocator("int f(void) { struct s *p = kzalloc(sizeof *p, 1); return p ? p->b : -12; }",
                                        "int f(void) { struct s *p = kzalloc(sizeof *p, 1); return p ? 0 : -12; }");
  EXPECT_EQ(changeWord(Read.What), "equivalent") << shown(Read);
  const Comparison Unasked =
      withAllocator("int f(void) { struct s *p = kzalloc(sizeof *p, 1); if (!p) return -12; return 0; }",
                    "int f(void) { kzalloc(sizeof(struct s), 1); return 0; }");
  EXPECT_EQ(changeWord(Unasked.What), "laxer") << shown(Unasked);
}

TEST(Said, AMemberThatIsHandedOverAsAnArray) {
  const std::string Head =
      "struct pwm { unsigned long flags, limit[4]; };"
      "static inline int bit(int n, const unsigned long *a) { return (a[n / 64] >> (n % 64)) & 1; } ";
  const Comparison C = both(Head + "int f(struct pwm *pwm) { return bit(1, &pwm->flags) ? -16 : 0; }",
                            Head + "int f(struct pwm *pwm) { return bit(0, &pwm->flags) ? -16 : 0; }");
  ASSERT_FALSE(C.Differences.empty());
  EXPECT_EQ(C.Differences[0].OldState.Shown[0].Place, "pwm->flags");
  const Comparison Array = both(Head + "int f(struct pwm *pwm) { return pwm->limit[2] > 3 ? -16 : 0; }",
                                Head + "int f(struct pwm *pwm) { return pwm->limit[2] > 4 ? -16 : 0; }");
  ASSERT_FALSE(Array.Differences.empty());
  EXPECT_EQ(Array.Differences[0].OldState.Shown[0].Place, "pwm->limit[2]");
}

TEST(Said, AnArrayAtTheStartOfAStruct) {
  const std::string Head = "struct lim { unsigned long cur, max; }; struct sig { struct lim lim[16]; };"
                           "struct task { struct sig *signal; }; static inline unsigned long "
                           "rlim(const struct task *t, unsigned n) { return t->signal->lim[n].cur; } ";
  const Comparison C = both(Head + "int f(struct task *t, unsigned long n) { return n > rlim(t, 8) ? -12 : 0; }",
                            Head + "int f(struct task *t, unsigned long n) { return n >= rlim(t, 8) ? -12 : 0; }");
  ASSERT_FALSE(C.Differences.empty());
  EXPECT_THAT(C.Differences[0].OldState.Shown, Contains(testing::Field(&Binding::Place, "t->signal->lim[8].cur")));
}

TEST(Predicates, AreTakenToRead) {
  const std::string Head = "bool vma_is_fsdax(struct area *a); ";
  const Comparison C =
      both(Head + "int f(struct area *a) { if (vma_is_fsdax(a)) return 1; if (a->count) return 2; return 0; }",
           Head + "int f(struct area *a) { int n = a->count; if (vma_is_fsdax(a)) return 1; return n ? 2 : 0; }");
  EXPECT_EQ(changeWord(C.What), "equivalent") << shown(C);
  ASSERT_EQ(C.Assumptions.size(), 1u);
  EXPECT_EQ(C.Assumptions[0].Text, "vma_is_fsdax() only reads");
  EXPECT_EQ(C.Assumptions[0].What, Assumption::Kind::OnlyReads);
}

TEST(Predicates, NotThoseThatAct) {
  const std::string Head = "bool test_and_set_it(struct area *a); ";
  const Comparison C =
      both(Head + "int f(struct area *a) { if (test_and_set_it(a)) return 1; if (a->count) return 2; return 0; }",
           Head + "int f(struct area *a) { int n = a->count; if (test_and_set_it(a)) return 1; return n ? 2 : 0; }");
  EXPECT_NE(changeWord(C.What), "equivalent") << shown(C);
}

TEST(Predicates, CannotMakeADifferenceAway) {
  const std::string Head = "bool is_special(struct area *a); ";
  const Comparison C = both(Head + "int f(struct area *a) { if (is_special(a)) return -5; return 0; }",
                            Head + "int f(struct area *a) { if (!is_special(a)) return -5; return 0; }");
  EXPECT_EQ(changeWord(C.What), "incomparable") << shown(C);
}

TEST(Said, WhatIsReadBehindACall) {
  const std::string Head = "struct m { int v; }; void hold(struct m *m); struct a { int x; struct m lock; int y; }; ";
  const Comparison C = compared(Head + "int f(struct a *a) { hold(&a->lock); return a->x > a->y ? -22 : 0; }",
                                Head + "int f(struct a *a) { hold(&a->lock); return a->x >= a->y ? -22 : 0; }");
  EXPECT_EQ(changeWord(C.What), "stricter") << shown(C);
  ASSERT_EQ(C.Differences.size(), 1u);
  EXPECT_THAT(C.Differences[0].NewState.Calls,
              AllOf(Contains("a->x = 0 (after hold())"), Contains("a->y = 0 (after hold())")));
}

TEST(Said, WhatACalleeWrote) {
  const std::string Head = "void get_status(int h, unsigned long *s); ";
  const Comparison C =
      compared(Head + "int f(int h) { unsigned long s = 0; get_status(h, &s); if (s & 8) return 0; return 0; }",
               Head + "int f(int h) { unsigned long s = 0; get_status(h, &s); if (s & 8) return -22; return 0; }");
  EXPECT_EQ(changeWord(C.What), "stricter") << shown(C);
  ASSERT_EQ(C.Differences.size(), 1u);
  EXPECT_THAT(C.Differences[0].NewState.Calls, Contains("s = 8 (written by get_status())"));
}

TEST(Said, ErrnosThatAreMet) {
  const Comparison C = both("int f(int n) { int err = opaque(n); if (err < 0) return err; return 0; }",
                            "int f(int n) { int err = opaque(n); if (err < 0) return -EPERM; return 0; }");
  ASSERT_EQ(C.Differences.size(), 1u) << shown(C);
  EXPECT_EQ(C.Differences[0].Old, "-EINVAL");
  EXPECT_THAT(C.Differences[0].Conditions, ElementsAre("opaque(n) < 0", "opaque(n) != -EPERM"));
}

TEST(Said, ARoundOfALoopOnce) {
  const std::string Head = "struct l { struct l *next; int a; }; ";
  const Comparison C =
      compared(Head + "int f(struct l *p) { for (; p; p = p->next) if (p->a > 7) return -22; return 0; }",
               Head + "int f(struct l *p) { for (; p; p = p->next) if (p->a > 7) return -5; return 0; }");
  EXPECT_EQ(C.Differences.size(), 1u) << shown(C);
}

struct Moved {
  const char *Name, *Old, *New, *What;
};

class MovedLoop : public testing::TestWithParam<Moved> {};

TEST_P(MovedLoop, StandsSideBySide) {
  for (const bool Back : {false, true}) {
    const char *Old = Back ? GetParam().New : GetParam().Old, *New = Back ? GetParam().Old : GetParam().New;
    const Comparison C = both(Old, New);
    EXPECT_EQ(changeWord(C.What) == "equivalent", std::string(GetParam().What) == "equivalent") << Back << shown(C);
  }
}

const Moved Loops[] = {
    {"GotoOutBecameReturns",
     "bool f(const unsigned long *p, unsigned n) { bool ok = false; unsigned i; for (i = 0; i < n; i++) { if (p[i]) "
     "goto "
     "out; } ok = true; out: return ok; }",
     "static bool all_zero(const unsigned long *p, unsigned n) { unsigned i; for (i = 0; i < n; i++) { if (p[i]) "
     "return "
     "false; } return true; } bool f(const unsigned long *p, unsigned n) { return all_zero(p, n); }",
     "equivalent"},
    {"OtherStep",
     "bool f(const unsigned long *p, unsigned n) { bool ok = false; unsigned i; for (i = 0; i < n; i++) { if (p[i]) "
     "goto "
     "out; } ok = true; out: return ok; }",
     "static bool all_zero(const unsigned long *p, unsigned n) { unsigned i; for (i = 1; i < n; i++) { if (p[i]) "
     "return "
     "false; } return true; } bool f(const unsigned long *p, unsigned n) { return all_zero(p, n); }",
     "other"},
    {"OtherNames",
     "int f(const unsigned long *p, unsigned n) { unsigned i; for (i = 0; i < n; i++) if (p[i] > 7) return -22; return "
     "0; }",
     "static bool large(const unsigned long *v, unsigned count) { unsigned k; for (k = 0; k < count; k++) if (v[k] > "
     "7) "
     "return true; return false; } int f(const unsigned long *p, unsigned n) { if (large(p, n)) return -22; return 0; "
     "}",
     "equivalent"},
    {"BetweenCalls",
     "int f(struct area *a, const unsigned long *p, unsigned n) { int err = 0; unsigned i; poke(a); for (i = 0; i < n; "
     "i++) if (p[i]) { err = -5; break; } poke(a); return err; }",
     "static int look(const unsigned long *p, unsigned n) { unsigned i; for (i = 0; i < n; i++) if (p[i]) return -5; "
     "return 0; } int f(struct area *a, const unsigned long *p, unsigned n) { int err; poke(a); err = look(p, n); "
     "poke(a); return err; }",
     "equivalent"},
};

INSTANTIATE_TEST_SUITE_P(Kinds, MovedLoop, testing::ValuesIn(Loops), [](const auto &I) { return I.param.Name; });

/// What a callee asks is said in the words of the function that was compared.
TEST(Words, OfACalleeAreTheCallers) {
  const std::string Callees =
      "struct list { int count; int flags; struct area *first; }; int look(int);"
      "static int deny(struct list *l, int most) { if (l->count > most) return -1; if (look(3)) return -1; return 0; }"
      "static int outer(struct list *inner, int n) { return deny(inner, n + 1); }"
      "\n#define WARN(c) ({ int warn = !!(c); warn; })\n"
      "struct area *make_noprof(unsigned long); \n#define make(n) make_noprof(n)\n"
      "static int made(int n) { struct area *a; a = make(sizeof(*a) + n); if (!a) return -1; return 0; }"
      "static int changed(int n) { n++; if (n > 3) return -1; return 0; }"
      "static int once(struct list *l) { int found = look(l->flags); if (found) return -1; return 0; }";
  auto conditions = [&](const std::string &Guard) {
    const Comparison C = both(Callees + "int f(struct list *mine, int k) { if (" + Guard + ") return -22; return 0; }",
                              Callees + "int f(struct list *mine, int k) { return 0; }");
    return C.Differences.empty() ? std::vector<std::string>{shown(C)} : C.Differences[0].Conditions;
  };
  EXPECT_THAT(conditions("deny(mine, 7)"), ElementsAre("mine->count > 7"));
  EXPECT_THAT(conditions("outer(mine, k)"), ElementsAre("mine->count > (k + 1)"));
  EXPECT_THAT(conditions("WARN(deny(mine, 7))"), ElementsAre("mine->count > 7"));
  EXPECT_THAT(conditions("made(k)"), ElementsAre("!make(...)"));
  EXPECT_THAT(conditions("changed(k)"), ElementsAre("n > 3 in changed()"));
  EXPECT_THAT(conditions("once(mine)"), ElementsAre("look(mine->flags)"));
  EXPECT_THAT(conditions("deny(mine, 7) || deny(mine, k)"), Contains(HasSubstr("l->count > most in deny()")));
}

/// A lock that was tried was got, and is no error.
TEST(Words, OfATrylock) {
  const std::string Before = "int mutex_trylock(int *); int f(int *m) { ";
  const Comparison C = both(Before + "if (mutex_trylock(m)) return 0; return -11; }",
                            Before + "if (mutex_trylock(m)) return -22; return -11; }");
  ASSERT_FALSE(C.Differences.empty()) << shown(C);
  EXPECT_THAT(C.Differences[0].NewState.Calls, ElementsAre("mutex_trylock(m) returned 1"));
}

/// That an error is another one is said by the text of what is returned.
TEST(Words, OfAResultThatHasNoName) {
  const Comparison C =
      both("int op(int); int f(int n) { long r = op(n); if (r < 0) return (int)(r * 2 / 2); return 0; }",
           "int op(int); int f(int n) { long r = op(n); if (r < 0) return -22; return 0; }");
  EXPECT_THAT(shown(C), Not(HasSubstr("the results differ")));
}

/// States are shown in which a callee that is not looked into returns what its body names.
TEST(NamedReturns, AreThoseOfABodyAtHand) {
  UnitRequest Request = requestFor(Prelude + "static int deny(int a) { return opaque(a) ? 0 : -EBUSY; }"
                                             "static int count(int a) { return opaque(a) ? 0 : a; }"
                                             "static int both(int a) { if (a) return -EIO; return (int)-EINVAL; }"
                                             "int f(int a) { return deny(a) + count(a) + both(a); }");
  Request.AllBodies = true;
  const std::unique_ptr<Unit> U = parseUnit(Request);
  EXPECT_THAT(returnedConstants(*U, "deny"), ElementsAre(-16, 0));
  EXPECT_THAT(returnedConstants(*U, "both"), ElementsAre(-22, -5));
  EXPECT_THAT(returnedConstants(*U, "count"), IsEmpty());
  EXPECT_THAT(returnedConstants(*U, "opaque"), IsEmpty());
  EXPECT_THAT(returnedConstants(*U, "nobody"), IsEmpty());
}

} // namespace
} // namespace kverdict
