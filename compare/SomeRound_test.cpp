// The rounds of a loop are one row, where it was seen that they are.
#include "testing/Bases.h"
#include "testing/Comparisons.h"

namespace kverdict {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Rounds {
  const char *Name, *Head, *Was, *Is, *Tail;
  const char *Told;
};

const Rounds Kinds[] = {
    {"AsManyAsThereAre", "struct v { int n; int *x; }; int f(struct v *v) { for (int i = 0; i < v->n; i++)",
     "if (v->x[i] < 0)", "if (v->x[i] <= 0)", "return -EINVAL; return 0; }",
     "-EINVAL if [v->x[i] <= 0, for some i < v->n (9 rounds were looked at)] [the old version returns 0],"},
    {"OneNumber", "int f(const int *a) { for (int i = 0; i < 4; i++)", "", "if (a[i] == 7) return -EPERM;",
     "; return 0; }", "-EPERM if [a[i] == 7, for some i < 4],"},
    {"DroppedTest", "int f(const int *a, bool b) { if (!b) return 0; for (int i = 0; i < 4; i++)",
     "if (a[i] == 7) return -EPERM;", "", "; return 0; }", "0 if [a[i] == 7, for some i < 4] [b],"},
    {"List", "struct l { struct l *next; int flags; }; int f(struct l *l) { for (; l; l = l->next)",
     "if (l->flags & 4)", "if (l->flags & 12)", "return -EPERM; return 0; }",
     "if [l->flags & 12, in some round of the loop at line"},
    {"Callee", "struct v { int n; int *x; }; static int any(struct v *w, int k) { for (int j = 0; j < w->n; j++)",
     "if (w->x[j] == k)", "if (w->x[j] >= k)",
     "return -EINVAL; return 0; } int f(struct v *v, int key) { return any(v, key); }",
     "in any(), for some j < w->n (9 rounds were looked at)]"},
};

class SomeRoundTest : public testing::TestWithParam<Rounds> {};

TEST_P(SomeRoundTest, IsOneRow) {
  const Rounds &Kind = GetParam();
  const Rules None;
  auto text = [&](const char *Middle) { return Prelude + Kind.Head + " " + Middle + " " + Kind.Tail; };
  const Comparison C = VersionPair(requestFor(text(Kind.Was)), requestFor(text(Kind.Is)), None).compare("f", {});
  EXPECT_THAT(shown(C), HasSubstr(Kind.Told));
  EXPECT_THAT(shown(C), Not(HasSubstr(", time ")));
  EXPECT_EQ(C.Differences.size(), 1u) << shown(C);
}

INSTANTIATE_TEST_SUITE_P(Kinds, SomeRoundTest, testing::ValuesIn(Kinds),
                         [](const auto &Info) { return Info.param.Name; });

/// What both versions do alike is walked no further than that, and counts all the same.
TEST(SomeRound, IsNotSaidWhereBothDoTheSameInSomeRound) {
  const std::string
      Head = "int f(const int *a, const int *b) { for (int i = 0; i < 3; i++) { if (a[i] > 5) { if (b[i]) return 0; ",
      Tail = " } } return 0; }";
  const Rules None;
  const Comparison C =
      VersionPair(requestFor(Prelude + Head + Tail), requestFor(Prelude + Head + "return -EPERM;" + Tail), None)
          .compare("f", {});
  EXPECT_THAT(shown(C), Not(HasSubstr("[a[i] > 5, for some i < 3]")));
  EXPECT_THAT(shown(C), HasSubstr("-EPERM"));
}

/// The old version may have another verdict than the row's where that is settled in an earlier round.
TEST(SomeRound, NamesTheOldVerdictWhereItMayBeAnother) {
  const std::string Head = "int f(const int *a, int n) {", Guard = " if (n) return -EPERM;",
                    Tail = " for (int i = 0; i < 3; i++) if (a[i] > 3) return -EINVAL; return 0; }";
  const Rules None;
  const Comparison C =
      VersionPair(requestFor(Prelude + Head + Tail), requestFor(Prelude + Head + Guard + Tail), None).compare("f", {});
  ASSERT_FALSE(C.Differences.empty());
  for (const Difference &D : C.Differences)
    for (const std::string &Each : D.Conditions)
      if (Each.find("<= 3") != std::string::npos || Each.find("!(a[i] > 3)") != std::string::npos)
        EXPECT_THAT(shown(C), HasSubstr("the old version returns 0")) << shown(C);
}

/// The verdict goes another way if the one is found before the other: that is no matter of some round.
TEST(SomeRound, IsNotSaidWhereTheOrderMatters) {
  const std::string Head = "int f(const int *a) { for (int i = 0; i < 3; i++) { if (a[i] == ",
                    Tail = ") return -EPERM; if (a[i] == 9) return -EIO; } return 0; }";
  const Rules None;
  const Comparison C =
      VersionPair(requestFor(Prelude + Head + "7" + Tail), requestFor(Prelude + Head + "8" + Tail), None)
          .compare("f", {});
  EXPECT_THAT(shown(C), Not(HasSubstr("a[i] == 7, for some")));
  EXPECT_EQ(C.Refuted, 0u);
}

} // namespace
} // namespace kverdict
