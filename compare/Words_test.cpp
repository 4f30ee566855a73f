// How what changed is called: samples, calls that read alike, elements, a second outcome.
#include "testing/Bases.h"
#include "testing/Comparisons.h"

namespace kverdict {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

Comparison both(const std::string &Old, const std::string &New) { return compared(Prelude + Old, Prelude + New); }

const Difference &only(const Comparison &C, Direction Way) {
  static const Difference None;
  for (const Difference &D : C.Differences)
    if (D.Way == Way)
      return D;
  ADD_FAILURE() << shown(C);
  return None;
}

TEST(WordsOf, AValueThatVariesIsASample) {
  const std::string Try = "int attempt(struct area *); ";
  const Comparison C = both(Try + "int f(struct area *a) { int e = attempt(a); if (e < 0) return -5; return 0; }",
                            Try + "int f(struct area *a) { return attempt(a); }");
  const Difference &Error = only(C, Direction::OtherError), &Value = only(C, Direction::OtherValue);
  EXPECT_TRUE(Error.NewVaries && Value.NewVaries) << shown(C);
  EXPECT_FALSE(Error.OldVaries || Value.OldVaries) << shown(C);
  const Comparison Fixed = both(Try + "int f(struct area *a) { int e = attempt(a); if (e) return e; return 0; }",
                                Try + "int f(struct area *a) { int e = attempt(a); if (e != -5) return e; return 0; }");
  EXPECT_FALSE(only(Fixed, Direction::Laxer).OldVaries) << "it is -EIO. " << shown(Fixed);
  const Comparison Named = both("struct file *f(struct area *a) { return a->file; }",
                                "struct file *f(struct area *a) { return a->file ? a->file : 0; }");
  for (const Difference &D : Named.Differences)
    EXPECT_FALSE(D.OldVaries) << "it has a name. " << shown(Named);
}

TEST(WordsOf, AResultWithoutAnOrderIsNamed) {
  const Comparison C = both("int f(struct area *a, int n) { return n > 3 ? 7 : a->count; }",
                            "int f(struct area *a, int n) { return n > 3 ? a->count : 9; }");
  for (const Difference &D : C.Differences)
    EXPECT_THAT(D.Conditions, Contains(testing::HasSubstr("a->count != "))) << shown(C);
}

TEST(WordsOf, TheSecondOfTwoCallsIsCalledSo) {
  const std::string Try = "int attempt(struct area *); ";
  const Comparison C = both(
      Try +
          "int f(struct area *a) { int e; if (attempt(a)) return -5; e = 0; if (a->count) e = attempt(a); return e; }",
      Try + "int f(struct area *a) { int e; e = attempt(a); e = 0; if (a->count) e = attempt(a); return e; }");
  EXPECT_THAT(only(C, Direction::OtherError).Conditions, Contains("attempt(a) != -EIO, time 2")) << shown(C);
}

/// A local that is set twice is what it was set to last, in whichever version.
TEST(WordsOf, ALocalIsWhatItWasSetTo) {
  auto f = [](const std::string &First, const std::string &Second) {
    return "int get(int); int f(struct area *a, int n) { int r = get(n); if (r > " + First +
           ") return -1; r = get(a->count); if (r > " + Second + ") return -22; return 0; }";
  };
  const Comparison Later = both(f("3", "3"), f("3", "4"));
  EXPECT_THAT(only(Later, Direction::Laxer).Conditions,
              ElementsAre("r == 4 after r = get(a->count)", "!(r > 3) after r = get(n)"))
      << shown(Later);
  const Comparison Sooner = both(f("3", "3"), f("4", "3"));
  EXPECT_THAT(only(Sooner, Direction::Laxer).Conditions,
              ElementsAre("r == 4 after r = get(n)", "!(r > 3) after r = get(a->count)"))
      << shown(Sooner);
  const std::string Long = "a->count + a->count * 2 + get(a->count) + get(n)";
  const Comparison Far =
      both("int get(int); int f(struct area *a, int n) { int r = get(n); if (r) return -1; r = " + Long +
               "; if (r) return -22; return 0; }",
           "int get(int); int f(struct area *a, int n) { int r = get(n); if (r) return -1; r = " + Long +
               "; if (r < 0) return -22; return 0; }");
  EXPECT_THAT(only(Far, Direction::Laxer).Conditions, Contains(testing::HasSubstr(" after r is set in line ")))
      << shown(Far);
}

/// Nothing is set anew by `start = untagged(start)` where that is `start`.
TEST(WordsOf, ALocalThatIsSetToItselfIsWhatItWas) {
  const std::string Head = "#define untagged(x) (x)\nint f(unsigned long start, unsigned long len) { start = "
                           "untagged(start); if (start & 7) return -22; if (start + len <= start) return ";
  const Comparison C = both(Head + "-12; return 0; }", Head + "-22; return 0; }");
  EXPECT_THAT(only(C, Direction::OtherError).Conditions, ElementsAre("!(start & 7)", "start + len <= start"))
      << shown(C);
}

/// Where both versions ask the same, what decides is the guard in front of what they do.
TEST(WordsOf, TheLastGuardDecides) {
  auto f = [](const std::string &Error) {
    return "int f(struct area *a, int n, int m) { int e; if (n < 0) return -22; e = " + Error +
           "; if (m != 1 && m != 2) return e; return a->count < 0 ? -5 : 0; }";
  };
  const Comparison C = both(f("-95"), f("-22"));
  EXPECT_THAT(only(C, Direction::OtherError).Deciding, ElementsAre("m != 1", "m != 2")) << shown(C);
}

/// Where one way goes on to ask something, that decides, though the other version asks it elsewhere.
TEST(WordsOf, WhatOneWayGoesOnToAskDecides) {
  auto f = [](const std::string &Join) {
    return "#define REGULAR(n) (((n) & 7) == 1)\n#define BLOCK(n) (((n) & 7) == 2)\n"
           "int f(struct area *a, int n) { if (!a->file || (!REGULAR(n) " +
           Join + " !BLOCK(n))) return -22; return 0; }";
  };
  const Comparison C = both(f("&&"), f("||"));
  EXPECT_THAT(only(C, Direction::Stricter).Deciding, ElementsAre("BLOCK(n)")) << shown(C);
}

/// A guard that has moved, and ends one way now, decides; not what the other way asks behind it.
TEST(WordsOf, TheGuardThatEndsTheShorterWayDecides) {
  const std::string Head = "int f(struct area *a, int n, int on) { ",
                    Tail = " if (a->count < 0) return -5; return 0; }";
  const Comparison C = both(Head + "if (!on) return -38; if (n & ~3) return -22;" + Tail,
                            Head + "if (n & ~3) return -22; if (!on) return -38; if (on) return -38;" + Tail);
  const Difference &D = only(C, Direction::Stricter);
  EXPECT_EQ(D.Conditions[0], "on") << shown(C);
  EXPECT_TRUE(D.Changed == 1 || (!D.Changed && D.Deciding == std::vector<std::string>{"on"})) << shown(C);
}

/// A callee that returns errnos has not counted something where another state shows the same.
TEST(WordsOf, AStateThatIsHardToBelieveComesLast) {
  auto f = [](const std::string &Most) {
    return "int init(struct area *); int f(struct area *a, int n) { int e; if (n > " + Most +
           ") return -1; e = init(a); if (e) return e; return 0; }";
  };
  const Comparison C = both(f("3"), f("4"));
  for (const Difference &D : C.Differences)
    if (D.Way == Direction::Laxer)
      EXPECT_EQ(D.New, "0") << shown(C);
}

TEST(WordsOf, AVerdictIsCalledAsItIsWritten) {
  const std::string Stack = "enum { NOT_STACK = 0, GOOD_STACK = 2, BAD_STACK = -1 }; int f(int n) { if (n > ";
  const Comparison Enum = both(Stack + "3) return BAD_STACK; return n ? GOOD_STACK : NOT_STACK; }",
                               Stack + "4) return BAD_STACK; return n ? GOOD_STACK : NOT_STACK; }");
  EXPECT_EQ(only(Enum, Direction::Laxer).Old, "BAD_STACK") << shown(Enum);
  const std::string Errno = "#define EPERM 1\nint f(int n) { if (n == 7) return -EPERM; if (n > ";
  const Comparison Both = both(Errno + "3) return -1; return 0; }", Errno + "4) return -1; return 0; }");
  EXPECT_EQ(only(Both, Direction::Laxer).Old, "-EPERM") << "nobody knows which is meant. " << shown(Both);
}

TEST(WordsOf, WhatHoldsAnObjectIsSaidAsPeopleWriteIt) {
  const std::string Outer = "struct vfs { int flags; }; struct mount { long id; struct vfs mnt; int count; };"
                            "int f(struct vfs *v) { void *p = (void *)v; struct mount *m = (struct mount *)(p - 8); ";
  const Comparison Member =
      both(Outer + "return m->count > 3 ? -22 : 0; }", Outer + "return m->count > 4 ? -22 : 0; }");
  ASSERT_FALSE(only(Member, Direction::Laxer).NewState.Shown.empty()) << shown(Member);
  EXPECT_EQ(only(Member, Direction::Laxer).NewState.Shown[0].Place, "container_of(v, struct mount, mnt)->count");
  const Comparison Itself =
      both(Outer + "return m->mnt.flags > 3 ? -22 : 0; }", Outer + "return m->mnt.flags > 4 ? -22 : 0; }");
  ASSERT_FALSE(only(Itself, Direction::Laxer).NewState.Shown.empty()) << shown(Itself);
  EXPECT_EQ(only(Itself, Direction::Laxer).NewState.Shown[0].Place, "v->flags");
}

/// A flag that the new version does not ask for any more has the name that the old one tests it with.
TEST(WordsOf, AGuardThatIsGoneNamesItsFlag) {
  const std::string Flags = "#define AREA_LOCKED 0x800000\n";
  const Comparison C = both(Flags + "int f(struct area *a) { return a->count & AREA_LOCKED ? -22 : 0; }",
                            Flags + "int f(struct area *a) { return 0; }");
  ASSERT_FALSE(only(C, Direction::Laxer).NewState.Shown.empty()) << shown(C);
  EXPECT_EQ(only(C, Direction::Laxer).NewState.Shown[0].Value, "AREA_LOCKED");
}

/// Of a value without an order, 0 where it was 1 is not all that there is to say.
TEST(WordsOf, BothWaysOfAValueAreShown) {
  const std::string Head = Prelude + "unsigned f(int on, int hit) { if (hit) return ";
  const Rules R;
  CompareLimits Limits;
  Limits.LookForSameCode = false;
  Limits.PerDirection = 1;
  Limits.Outcomes = 2;
  const Comparison C =
      VersionPair(requestFor(Head + "on ? 5 : 7; return 9; }"), requestFor(Head + "on ? 7 : 5; return 9; }"), R)
          .compare("f", Limits);
  std::set<std::string> Ways;
  for (const Difference &D : C.Differences)
    Ways.insert(D.Old + " -> " + D.New);
  EXPECT_EQ(Ways.size(), 2u) << shown(C);
}

/// Nobody tests the last pointer of a list for null: that it is none is no news of the version that goes on.
TEST(WordsOf, AListThatEndsInNullIsNoCrash) {
  const std::string Walk = "struct link { struct link *next; int v; }; int f(struct link *head, int n) { "
                           "struct link *p; for (p = head->next; p != head; p = p->next) if (p->v ";
  const Comparison C = both(Walk + "== 1) return 1; return 0; }", Walk + "== 2) return 1; return 0; }");
  for (const Difference &D : C.Differences)
    EXPECT_NE(D.Way, Direction::Crash) << shown(C);
}

TEST(WordsOf, AnElementHasItsNumber) {
  const Comparison C = both("int f(const char *s) { s++; return *s == 7 ? -22 : 0; }",
                            "int f(const char *s) { s++; return *s == 7 || s[1] == 8 ? -22 : 0; }");
  std::vector<std::string> Places;
  for (const Difference &D : C.Differences)
    for (const Binding &B : D.NewState.Shown)
      if (!B.Layout)
        Places.push_back(B.Place);
  EXPECT_THAT(Places, Contains("s[1]")) << shown(C);
  EXPECT_THAT(Places, testing::Not(Contains("*s"))) << shown(C);
}

/// One example of each direction hides an error that gets lost as well.
TEST(WordsOf, AnotherOutcomeIsShown) {
  std::string Old = Prelude + "int f(int n) { if (n == 1) return -22; if (n == 2) return -1; if (n == 3) return -5; "
                              "return 0; }";
  const std::string New = Prelude + "int f(int n) { return 0; }";
  const Rules R;
  CompareLimits Limits;
  Limits.LookForSameCode = false;
  Limits.PerDirection = 1;
  auto outcomes = [&] {
    std::vector<std::string> Out;
    const Comparison C = VersionPair(requestFor(Old), requestFor(New), R).compare("f", Limits);
    EXPECT_EQ(changeWord(C.What), "laxer") << shown(C);
    EXPECT_TRUE(C.More);
    for (const Difference &D : C.Differences)
      Out.push_back(D.Old);
    return Out;
  };
  EXPECT_THAT(outcomes(), ElementsAre("-EINVAL"));
  Limits.Outcomes = 2;
  EXPECT_THAT(outcomes(), ElementsAre("-EINVAL", "-1")) << "as it is written";
  Old = Prelude + "int f(int n) { if (n == 1) return -22; if (n == 2) return -22; return 0; }";
  EXPECT_THAT(outcomes(), ElementsAre("-EINVAL")) << "it is the same one";
}

/// What calls may leave in locals is taken for granted only where something rests on it.
TEST(WordsOf, WhatMayBeWrittenStandsWhereItMatters) {
  const std::string Keep = "void keep(int *); ",
                    Head = "int f(int n) { int x = n, y; struct area *a = find(1), *b = find(2); keep(&x); opaque(1); ",
                    Tail = "if (y > 3) return -22; return x > 3; }";
  const Comparison C =
      both(Keep + Head + "a->count = 1; y = b->count; " + Tail, Keep + Head + "y = b->count; a->count = 1; " + Tail);
  EXPECT_EQ(changeWord(C.What), "equivalent") << shown(C);
  ASSERT_EQ(C.Assumptions.size(), 1u) << shown(C);
  EXPECT_EQ(C.Assumptions[0].Text, "`find(1)` and `find(2)` are different objects");
}

/// `r = &info->ranges[0]` has the value of `info`.
TEST(Words, NameWhatLiesFirstAsTheSourceDoes) {
  const std::string Head = "struct prot { unsigned long v; }; struct range { struct prot prot; unsigned long start; };"
                           "struct info { struct range ranges[3]; int n; };"
                           "_Bool f(struct info *info) { struct range *r = &info->ranges[0];";
  const Comparison C = compared(Head + " if (!r->start || !r->prot.v) return 0; return 1; }",
                                Head + " if (!r->start || r->prot.v) return 0; return 1; }");
  ASSERT_FALSE(C.Differences.empty()) << shown(C);
  std::set<std::string> Places;
  for (const Binding &B : C.Differences[0].NewState.Shown)
    Places.insert(B.Place);
  EXPECT_THAT(Places, testing::IsSupersetOf({"info->ranges[0].start", "info->ranges[0].prot.v"})) << shown(C);
}

} // namespace
} // namespace kverdict
