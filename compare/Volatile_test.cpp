// Each read of a volatile object is an event of its own, and may find another value: somebody else writes it too.
#include "testing/Comparisons.h"

namespace kverdict {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string Head = R"(
#define READ_ONCE(x) (*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, v) (*(volatile __typeof__(x) *)&(x) = (v))
struct lock { int v; };
struct s { volatile int v; int w, u; volatile int bits : 3; struct s *next; struct lock l; };
typedef struct { int counter; } atomic_t;
static inline int atomic_read(const atomic_t *v) { return READ_ONCE(v->counter); }
static inline void atomic_set(atomic_t *v, int i) { WRITE_ONCE(v->counter, i); }
void lock(struct lock *); void unlock(struct lock *); int take(struct lock *); void relax(void); int capable(int); int log(const char *);
)";

Rules models() {
  Rules R;
  R.Models = {{"lock", Model::Kind::Sync, {}, ""},
              {"unlock", Model::Kind::Sync, {}, ""},
              {"capable", Model::Kind::Event, {}, ""},
              {"log", Model::Kind::Event, {}, ""},
              {"take", Model::Kind::Sync, {}, ""}};
  R.Models.back().ZeroIsNothing = true;
  return R;
}

Comparison both(const std::string &Old, const std::string &New) {
  return compared(Head + Old, Head + New, "f", models());
}

struct Pair {
  const char *Name, *Old, *New;
  const char *Shown = ""; ///< said of the state, or of what others see
};

std::string name(const testing::TestParamInfo<Pair> &Info) { return Info.param.Name; }

std::vector<std::string> words(const Comparison &C) {
  std::vector<std::string> Out = effects(C);
  for (const Difference &D : C.Differences)
    for (const auto *Calls : {&D.OldState.Calls, &D.NewState.Calls})
      Out.insert(Out.end(), Calls->begin(), Calls->end());
  return Out;
}

class OtherReads : public testing::TestWithParam<Pair> {};

TEST_P(OtherReads, AreToldInAState) {
  const Comparison C = both(GetParam().Old, GetParam().New);
  EXPECT_NE(changeWord(C.What), "equivalent") << shown(C);
  EXPECT_NE(changeWord(C.What), "undecided") << shown(C);
  EXPECT_THAT(words(C), Contains(HasSubstr(GetParam().Shown))) << shown(C);
  EXPECT_EQ(C.Refuted, 0u) << shown(C);
}

// clang-format off
const Pair Different[] = {
    {"TheFirstOrTheSecond", "int f(struct s *s) { int x = s->v; int y = s->v; return x; }",
     "int f(struct s *s) { int x = s->v; int y = s->v; return y; }", "s->v = 1 (when it is read again)"},
    {"ReadOnce", "int f(struct s *s) { int x = READ_ONCE(s->w); int y = READ_ONCE(s->w); return x; }",
     "int f(struct s *s) { int x = READ_ONCE(s->w); int y = READ_ONCE(s->w); return y; }",
     "s->w = 1 (when it is read again)"},
    {"TheThird", "int f(struct s *s) { int x = s->v + s->v; return s->v; }",
     "int f(struct s *s) { int x = s->v, y = s->v; s->v; return y; }", "s->v = 1 (when it is read the 3rd time)"},
    {"Atomics", "int f(atomic_t *a) { int x = atomic_read(a); return atomic_read(a) == x ? 0 : -11; }",
     "int f(atomic_t *a) { atomic_read(a); atomic_read(a); return 0; }", "(when it is read again)"},
    {"Merged", "int f(struct s *s) { if (READ_ONCE(s->w) > 3) return -22; return READ_ONCE(s->w) > 3; }",
     "int f(struct s *s) { int w = READ_ONCE(s->w); if (w > 3) return -22; return w > 3; }",
     "no longer reads READ_ONCE(s->w)"},
    {"ReadTwiceInstead", "int f(struct s *s) { int w = READ_ONCE(s->w); if (w > 3) return -22; return w > 3; }",
     "int f(struct s *s) { if (READ_ONCE(s->w) > 3) return -22; return READ_ONCE(s->w) > 3; }",
     "reads READ_ONCE(s->w) where it did not before"},
    {"InOneCondition", "int f(struct s *d) { int x = READ_ONCE(d->w); if (x && x > 3) return -16; return 0; }",
     "int f(struct s *d) { if (READ_ONCE(d->w) && READ_ONCE(d->w) > 3) return -16; return 0; }",
     "reads READ_ONCE(d->w) where it did not before"},
    {"ADroppedRead", "int f(struct s *s) { READ_ONCE(s->w); return READ_ONCE(s->w); }",
     "int f(struct s *s) { return READ_ONCE(s->w); }", "no longer reads READ_ONCE(s->w)"},
    {"BehindOurOwnStore", "int f(struct s *s) { WRITE_ONCE(s->w, 3); return READ_ONCE(s->w) == 3; }",
     "int f(struct s *s) { WRITE_ONCE(s->w, 3); READ_ONCE(s->w); return 1; }", "(when it is read)"},
    {"AnIncrement", "int f(struct s *s) { s->v++; return s->v; }",
     "int f(struct s *s) { int x = s->v + 1; s->v = x; s->v; return x; }", "(when it is read again)"},
    {"ABitField", "int f(struct s *s) { int x = s->bits, y = s->bits; return x; }",
     "int f(struct s *s) { int x = s->bits, y = s->bits; return y; }", "(when it is read again)"},
    {"APointer", "int f(struct s *s) { return READ_ONCE(s->next) ? !!READ_ONCE(s->next) : 0; }",
     "int f(struct s *s) { return READ_ONCE(s->next) ? READ_ONCE(s->next), 1 : 0; }", "s->next = NULL (when it is read again)"},
    {"BehindAPlainRead", "int f(struct s *s) { int x = s->w; return READ_ONCE(s->w); }",
     "int f(struct s *s) { int x = s->w; READ_ONCE(s->w); return x; }", "s->w = 0 (when it is read)"},
    {"BeforeAPlainRead", "int f(struct s *s) { int x = READ_ONCE(s->w), y = s->w; return x == y; }",
     "int f(struct s *s) { int x = READ_ONCE(s->w), y = s->w; return 1; }", "(when it is read)"},
    {"BehindAPlainStore", "int f(struct s *s) { s->w = 1; return READ_ONCE(s->w); }",
     "int f(struct s *s) { s->w = 1; READ_ONCE(s->w); return 1; }", "(when it is read)"},
    {"InALoop", "int f(struct s *s, int n) { for (int i = 0; i < 2; i++) if (s->v != 1) return -22; return 0; }",
     "int f(struct s *s, int n) { int x = 0; for (int i = 0; i < 2; i++) if ((x = s->v) != 1 && !i) return -22; return 0; }",
     "(when it is read again)"},
    {"BehindALock",
     "int f(struct s *s) { int x = s->v; lock(&s->l); int y = s->v, z = s->v; unlock(&s->l); return y; }",
     "int f(struct s *s) { int x = s->v; lock(&s->l); int y = s->v, z = s->v; unlock(&s->l); return z; }",
     "s->v = 1 (when it is read the 3rd time)"},
    {"WhereATriedLockWasTaken", "int f(struct s *s) { int w = s->w; if (take(&s->l)) return s->w; return 0; }",
     "int f(struct s *s) { int w = s->w; if (take(&s->l)) return w; return 0; }"},
    {"ATriedLockIsFreeTheSecondTime", "int f(struct s *s) { if (take(&s->l)) return 1; if (take(&s->l)) return 2; return 3; }",
     "int f(struct s *s) { if (take(&s->l)) return 1; take(&s->l); return 3; }"},
};

const Pair Same[] = {
    {"WhereATriedLockWasNotTaken", "int f(struct s *s) { int w = s->w; if (!take(&s->l)) return s->w; return 0; }",
     "int f(struct s *s) { int w = s->w; if (!take(&s->l)) return w; return 0; }"},
    {"InOtherWords", "int f(struct s *s) { int w = READ_ONCE(s->w); if (w > 3) return -22; return READ_ONCE(s->w); }",
     "int f(struct s *s) { if (READ_ONCE(s->w) <= 3) return READ_ONCE(s->w); return -22; }"},
    {"BesideAPlainRead", "int f(struct s *s) { if (s->w) return 0; return READ_ONCE(s->w) ? -22 : 1; }",
     "int f(struct s *s) { int r = 0; if (!s->w) { r = 1; if (READ_ONCE(s->w)) r = -22; } return r; }"},
    {"APlainReadThatNobodyUses", "int f(struct s *s) { int x = s->w; return READ_ONCE(s->w); }",
     "int f(struct s *s) { int x = READ_ONCE(s->w); return x; }"},
    {"InAnotherPlace", "int f(struct s *s) { int a = READ_ONCE(s->w), b = s->v, c = READ_ONCE(s->w); return a + b - c; }",
     "int f(struct s *s) { int a = READ_ONCE(s->w), b = s->v, c = READ_ONCE(s->w); return b + a - c; }"},
    {"OfAnObjectOfItsOwn", "int f(int n) { volatile int x = n; int a = x; return a == x ? n : -1; }",
     "int f(int n) { volatile int x = n; x; x; return n; }"},
    {"AConstantParameter", "int f(struct s *s, int n) { return n > 3; }",
     "int f(struct s *s, const int n) { return 3 < n; }"},
    {"Spinning", "int f(struct s *s) { while (!READ_ONCE(s->w)) relax(); return 0; }",
     "int f(struct s *s) { for (;;) { if (READ_ONCE(s->w)) break; relax(); } return 0; }"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Volatile, OtherReads, testing::ValuesIn(Different), name);

class SameReads : public testing::TestWithParam<Pair> {};

TEST_P(SameReads, AreEquivalent) {
  const Comparison C = both(GetParam().Old, GetParam().New);
  EXPECT_EQ(changeWord(C.What), "equivalent") << shown(C);
}

INSTANTIATE_TEST_SUITE_P(Volatile, SameReads, testing::ValuesIn(Same), name);

/// A struct is read and written as one.
TEST(Volatile, AStructThatIsReadPlainly) {
  const std::string Of = "struct in { int a, b; }; struct out { struct in i; };";
  const Comparison C = both(Of + "int f(struct out *o) { struct in x = READ_ONCE(o->i); return x.a; }",
                            Of + "int f(struct out *o) { struct in x = o->i; return x.a; }");
  EXPECT_EQ(changeWord(C.What), "undecided") << shown(C);
  EXPECT_THAT(C.Reason, HasSubstr("no longer reads READ_ONCE(o->i)"));
  EXPECT_EQ(C.Refuted, 0u);
}

/// What is added says what it changes, and not that later reads find something else.
TEST(Volatile, ACallInFrontMovesNoRead) {
  const Comparison C =
      both("int f(struct s *s) { if (!READ_ONCE(s->w)) return -22; return READ_ONCE(s->w) == 2 ? -5 : 0; }",
           "int f(struct s *s) { if (!capable(21)) return -1; if (!READ_ONCE(s->w)) return -22;"
           " return READ_ONCE(s->w) == 2 ? -5 : 0; }");
  EXPECT_EQ(changeWord(C.What), "stricter") << shown(C);
}

TEST(Volatile, ACallBetweenReadsMovesNone) {
  const char *const Old =
      "int f(struct s *s) { if (!READ_ONCE(s->w)) return -22; return READ_ONCE(s->w) == 2 ? -5 : 0; }";
  for (const char *Between : {"log(\"x\")", "relax()"}) {
    const Comparison C = both(Old, "int f(struct s *s) { if (!READ_ONCE(s->w)) return -22; " + std::string(Between) +
                                       "; return READ_ONCE(s->w) == 2 ? -5 : 0; }");
    EXPECT_THAT(C.Differences, IsEmpty()) << shown(C);
    EXPECT_NE(changeWord(C.What), "equivalent") << shown(C);
  }
}

/// A loop that waits for somebody else, and no longer looks.
TEST(Volatile, AHoistedReadIsNotTheSame) {
  const Comparison C = both("int f(struct s *s) { while (!READ_ONCE(s->w)) relax(); return 0; }",
                            "int f(struct s *s) { int w = READ_ONCE(s->w); while (!w) relax(); return 0; }");
  EXPECT_NE(changeWord(C.What), "equivalent") << shown(C);
}

} // namespace
} // namespace kverdict
