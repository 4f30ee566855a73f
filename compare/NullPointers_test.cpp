// A null dereference that one version brings in is shown, whatever calls lie between the test and the read.
#include "testing/Comparisons.h"

#include "core/Error.h"

namespace kverdict {
namespace {

using testing::AnyOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string Head = R"(
struct lock { int v; };
struct rb { int n; struct lock lock; };
struct e { struct rb *rb; int ok; struct lock lock; };
void touch(struct rb *); void mutex_lock(struct lock *); void mutex_unlock(struct lock *); int ask(int);
)";

struct Case {
  const char *Name, *Old, *New;
};

TEST(Null, SaysWhenIfNoBranchDoes) {
  const std::string Reads = "#define ONCE(x) (*(const volatile __typeof__(x) *)&(x))\n";
  const Comparison C = compared(Head + Reads +
                                    "int f(struct e *e) { mutex_lock(&e->lock); int r = ONCE(e->rb)->n;"
                                    " mutex_unlock(&e->lock); return r; }",
                                Head + Reads +
                                    "int f(struct e *e) { mutex_lock(&e->lock); mutex_unlock(&e->lock);"
                                    " return ONCE(e->rb)->n; }");
  ASSERT_TRUE(crash(C)) << shown(C);
  EXPECT_THAT(crash(C)->Conditions, Contains("!e->rb after mutex_unlock()")) << shown(C);
}

/// Nobody follows p, but a member has an object around it.
TEST(Null, IsNoAddressOfAMember) {
  for (const char *Old : {"return &e->ok == (int *)0;", "return !&e->ok;", "if (&e->ok == 0) return 1; return 0;"}) {
    const Comparison C =
        compared(Head + "int f(struct e *e) { " + std::string(Old) + " }", Head + "int f(struct e *e) { return 0; }");
    EXPECT_EQ(changeWord(C.What), "equivalent") << shown(C);
  }
}

/// An address that is computed is null in states that nobody has to think of: `vmemmap_base + pfn`, an element of a
/// table. It is another thing if the function asks for just that, or for what it is made of.
TEST(Null, IsNoSum) {
  const std::string Sum = "extern unsigned long base; extern int table[9];\nint f(unsigned long n, int w) { ";
  const std::string Follows = "struct rb *p = ((struct rb *)base) + n; return p->n ? 1 : 2; }";
  const Comparison C = compared(Head + Sum + "if (w && !(n & 1)) return 0; " + Follows,
                                Head + Sum + "if (w && (n & 1)) return 0; " + Follows);
  EXPECT_FALSE(crash(C)) << shown(C);
  EXPECT_THAT(C.Assumed, Contains(HasSubstr("null dereference of base + n"))) << shown(C);
  const std::string Sums = "struct rb *p = ((struct rb *)base) + n; ";
  const Comparison Asked = compared(Head + Sum + Sums + "if (!p) return 0; return p->n ? 1 : 2; }",
                                    Head + Sum + Sums + "if (!w) return 0; return p->n ? 1 : 2; }");
  EXPECT_TRUE(crash(Asked)) << shown(Asked);
  const Comparison Part = compared(Head + Sum + "if (!base) return -22; " + Follows, Head + Sum + Follows);
  EXPECT_THAT(Part.Reason, testing::Not(HasSubstr("this needs  to be"))) << "it has no name, and is called somehow";
  const std::string Tagged = "struct rb *p = (struct rb *)(n & ~3ul); ";
  const Comparison Mask = compared(Head + Sum + Tagged + "if (!n) return 0; return p->n ? 1 : 2; }",
                                   Head + Sum + Tagged + "return p->n ? 1 : 2; }");
  EXPECT_TRUE(crash(Mask)) << shown(Mask);
}

class NewNull : public testing::TestWithParam<Case> {};

TEST_P(NewNull, IsShownWithItsCondition) {
  const Comparison C = compared(Head + GetParam().Old, Head + GetParam().New);
  EXPECT_EQ(changeWord(C.What), "different") << shown(C);
  EXPECT_EQ(C.Reason, "") << shown(C);
  ASSERT_TRUE(crash(C)) << shown(C);
  EXPECT_THAT(crash(C)->Conditions, Contains(AnyOf("!e->rb", "!r"))) << shown(C);
  EXPECT_THAT(crash(C)->New, HasSubstr("null dereference")) << shown(C);
  EXPECT_EQ(C.Refuted, 0u) << shown(C);
}

const Case Crashes[] = {
    {"TestInverted", "int f(struct e *e) { if (!e->rb) return -22; touch(e->rb); return e->rb->n ? 0 : -5; }",
     "int f(struct e *e) { if (e->rb) return -22; touch(e->rb); return e->rb->n ? 0 : -5; }"},
    {"TestDropped", "int f(struct e *e) { if (!e->rb) return -22; touch(e->rb); return e->rb->n ? 0 : -5; }",
     "int f(struct e *e) { touch(e->rb); return e->rb->n ? 0 : -5; }"},
    {"TestDroppedNoCall", "int f(struct e *e) { if (e->rb) return e->rb->n ? 0 : -5; return -22; }",
     "int f(struct e *e) { return e->rb->n ? 0 : -5; }"},
    {"InLocal", "int f(struct e *e) { struct rb *r = e->rb; if (!r) return -22; touch(r); return r->n ? 0 : -5; }",
     "int f(struct e *e) { struct rb *r = e->rb; touch(r); return r->n ? 0 : -5; }"},
    {"BehindALock",
     "int f(struct e *e) { int r; mutex_lock(&e->lock); r = e->rb ? e->rb->n : -22; mutex_unlock(&e->lock); return r; "
     "}",
     "int f(struct e *e) { int r; mutex_lock(&e->lock); r = e->rb->n; mutex_unlock(&e->lock); return r; }"},
    {"LockOfTheObject",
     "int f(struct e *e) { int r; if (!e->rb) return -22; mutex_lock(&e->rb->lock); r = e->rb->n; "
     "mutex_unlock(&e->rb->lock); return r; }",
     "int f(struct e *e) { int r; mutex_lock(&e->rb->lock); r = e->rb->n; mutex_unlock(&e->rb->lock); return r; }"},
};

INSTANTIATE_TEST_SUITE_P(Kinds, NewNull, testing::ValuesIn(Crashes), [](const auto &Info) { return Info.param.Name; });

TEST(NullAssumed, OnlyWhereNeitherVersionTestsThePlace) {
  const Comparison C = compared(Head + "int f(struct e *e) { touch(e->rb); return e->rb->n ? 0 : -5; }",
                                Head + "int f(struct e *e) { touch(e->rb); return e->rb->n ? 0 : -6; }");
  EXPECT_EQ(crash(C), nullptr) << shown(C);
  EXPECT_THAT(C.Assumed, IsEmpty()) << "both follow it";
}

TEST(NullAssumed, SaysOfWhichRead) {
  const Comparison C = compared(Head + "int f(struct e *e) { if (!e->rb) return -22; touch(e->rb); return e->rb->n; }",
                                Head + "int f(struct e *e) { if (e->rb) return -22; touch(e->rb); return e->rb->n; }");
  EXPECT_TRUE(crash(C)) << shown(C);
  EXPECT_THAT(C.Assumed, testing::ElementsAre("null dereference of e->rb after touch()"));
}

TEST(NullAssumed, GuardThatIsAddedIsNoCrash) {
  const Comparison C = compared(Head + "int f(struct e *e) { struct rb *r = e->rb; touch(r); return r->n; }",
                                Head + "int f(struct e *e) { struct rb *r = e->rb; if (!r) return -22; touch(r); "
                                       "return r->n; }");
  EXPECT_EQ(changeWord(C.What), "equivalent") << shown(C);
  EXPECT_THAT(C.UndefinedBefore, testing::ElementsAre("null dereference of e->rb")) << shown(C);
}

TEST(NullAssumed, WhatBothDoWasNotUndefinedBeforeAlone) {
  const Comparison C = compared(Head + "int f(struct e *e) { if (!e->rb) touch(e->rb); return e->rb->n; }",
                                Head + "int f(struct e *e) { if (e->rb == 0) touch(e->rb); return e->rb->n + 0; }");
  EXPECT_EQ(changeWord(C.What), "equivalent") << shown(C);
  EXPECT_THAT(C.UndefinedBefore, IsEmpty()) << shown(C);
}

TEST(NullAssumed, ATestBeforeALoopIsSaidToMendTheOldVersion) {
  const std::string Loop = "for (int i = 0; i < n; ++i) touch(r); return r->n; }";
  const Comparison C = compared(Head + "int f(struct e *e, int n) { struct rb *r = e->rb; e->ok = r->n; " + Loop,
                                Head +
                                    "int f(struct e *e, int n) { struct rb *r = e->rb; if (!r) return -22; "
                                    "e->ok = r->n; " +
                                    Loop);
  EXPECT_EQ(changeWord(C.What), "equivalent") << shown(C);
  EXPECT_THAT(C.UndefinedBefore, testing::ElementsAre("null dereference of e->rb")) << shown(C);
}

} // namespace
} // namespace kverdict
