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
  EXPECT_THAT(outcomes(), ElementsAre("-EINVAL", "-EPERM"));
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

} // namespace
} // namespace kverdict
