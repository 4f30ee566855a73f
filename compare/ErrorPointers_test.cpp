// An ERR_PTR() that one version follows is a crash, as null is.
#include "testing/Comparisons.h"

namespace kverdict {
namespace {

using testing::Contains;
using testing::HasSubstr;

const std::string Head = R"(
struct queue { int pad; int stopped; struct queue *next; };
struct queue *get_queue(int id);
static inline _Bool IS_ERR(const void *p) { return (unsigned long)p >= (unsigned long)-4095; }
static inline long PTR_ERR(const void *p) { return (long)p; }
static inline void *ERR_PTR(long e) { return (void *)e; }
static struct queue *only(struct queue *of, int id) { return id ? ERR_PTR(-2) : of; }
)";

struct Case {
  const char *Name, *Before, *Test, *After;
};

class NewError : public testing::TestWithParam<Case> {};

TEST_P(NewError, IsFollowedWhereTheTestIsDropped) {
  const auto &[Name, Before, Test, After] = GetParam();
  const Comparison C = compared(Head + Before + Test + After, Head + Before + After);
  ASSERT_TRUE(crash(C)) << shown(C);
  EXPECT_THAT(crash(C)->New, HasSubstr("dereference of the error pointer")) << shown(C);
  for (const Difference &D : C.Differences)
    EXPECT_EQ(D.Way, Direction::Crash) << "nothing is read behind an error: " << shown(C);
  EXPECT_EQ(C.Refuted, 0u) << shown(C);
  EXPECT_EQ(C.Reason, "") << shown(C);
}

/// Whoever adds the test refuses no state in which the old version did anything.
TEST_P(NewError, WasFollowedWhereTheTestIsAdded) {
  const auto &[Name, Before, Test, After] = GetParam();
  const Comparison C = compared(Head + Before + After, Head + Before + Test + After);
  EXPECT_EQ(changeWord(C.What), "equivalent") << shown(C);
  EXPECT_THAT(C.UndefinedBefore, Contains(HasSubstr("dereference of the error pointer"))) << shown(C);
  EXPECT_EQ(C.Refuted, 0u) << shown(C);
}

const Case Dropped[] = {
    {"OfACallee", "int f(int id) { struct queue *q = get_queue(id);", " if (IS_ERR(q)) return PTR_ERR(q);",
     " if (q->stopped) return -16; return 0; }"},
    {"OfAParameter", "int f(struct queue *q) {", " if (IS_ERR(q)) return PTR_ERR(q);",
     " if (q->pad) return -16; return 0; }"},
    {"OfAMember", "int f(struct queue *q) {", " if (IS_ERR(q->next)) return PTR_ERR(q->next);",
     " if (q->next->stopped) return -16; return 0; }"},
    {"OfABody", "int f(struct queue *of, int id) { struct queue *q = only(of, id);",
     " if (IS_ERR(q)) return PTR_ERR(q);", " if (q->stopped) return -16; return 0; }"},
    {"Store", "int f(int id) { struct queue *q = get_queue(id);", " if (IS_ERR(q)) return PTR_ERR(q);",
     " q->stopped = 1; return 0; }"},
};

INSTANTIATE_TEST_SUITE_P(Kinds, NewError, testing::ValuesIn(Dropped), [](const auto &Info) { return Info.param.Name; });

TEST(Errors, AreNoNullThatIsAsked) {
  const std::string Before = "int f(int id) { struct queue *q = get_queue(id);",
                    After = " return q->stopped ? -16 : 0; }";
  const Comparison C = compared(Head + Before + " if (IS_ERR(q)) return PTR_ERR(q);" + After,
                                Head + Before + " if (!q) return -2;" + After);
  ASSERT_TRUE(crash(C)) << shown(C);
  EXPECT_THAT(crash(C)->Conditions, Contains("IS_ERR(q)")) << shown(C);
}

TEST(Errors, AreOnesThatPeopleMeet) {
  const std::string Before = "_Bool f(struct queue *q) { return ", After = "q->next->stopped; }";
  const Comparison C = compared(Head + Before + "!IS_ERR(q->next) && " + After, Head + Before + After);
  ASSERT_TRUE(crash(C)) << shown(C);
  EXPECT_THAT(shown(C), HasSubstr("q->next = ERR_PTR(-22)"));
}

/// Nobody holds q against MAX_ERRNO: callers do not give errors.
TEST(Errors, AreNotSupposedOfWhatNobodyAsks) {
  const std::string Before = "int f(struct queue *q, int n) { ", After = " return q->stopped ? -16 : 0; }";
  const Comparison C = compared(Head + Before + " if (n) return -22;" + After, Head + Before + After);
  EXPECT_EQ(crash(C), nullptr) << shown(C);
}

} // namespace
} // namespace kverdict
