// Conditions of a difference, in as few words as the others of its row allow.
#include "testing/Comparisons.h"

using testing::ElementsAre;

namespace kverdict {
namespace {

struct Simplification {
  const char *Name, *Old, *New;
  std::vector<std::string> Conditions; ///< of the first difference
  size_t Changed;                      ///< of them, asked by one version alone
};

const std::string Names = "#define A 1ul\n#define B 4ul\n#define C 8ul\n#define BOTH (A | B)\n"
                          "#define unlikely(x) __builtin_expect(!!(x), 0)\n"
                          "struct area { unsigned long flags; int n; unsigned len; };\n";

const Simplification Table[] = {
    {"FlagDropped",
     "int f(struct area *v) { if (v->flags & (A | B)) return -22; return 0; }",
     "int f(struct area *v) { if (v->flags & A) return -22; return 0; }",
     {"v->flags & B", "!(v->flags & A)"},
     2},
    {"FlagOfThreeDropped",
     "int f(struct area *v) { if (v->flags & (A | B | C)) return -22; return 0; }",
     "int f(struct area *v) { if (v->flags & (C | A)) return -22; return 0; }",
     {"v->flags & B", "!(v->flags & (C | A))"},
     2},
    {"FlagAdded",
     "int f(struct area *v) { if (v->flags & A) return -22; return 0; }",
     "int f(struct area *v) { if (v->flags & (A | C)) return -22; return 0; }",
     {"!(v->flags & A)", "v->flags & C"},
     2},
    {"FlagNoLongerKnown",
     "int f(struct area *v) { if (v->flags & ~(A | B | C)) return -22; return 0; }",
     "int f(struct area *v) { if (v->flags & ~(A | C)) return -22; return 0; }",
     {"!(v->flags & ~(A | B | C))", "v->flags & B"},
     2},
    {"FlagsKnownNow",
     "int f(struct area *v) { if (v->flags & ~A) return -22; return 0; }",
     "int f(struct area *v) { if (v->flags & ~(BOTH | C)) return -22; return 0; }",
     {"v->flags & (BOTH | C)", "!(v->flags & ~(BOTH | C))"},
     2},
    {"OtherFlagsKnown",
     "int f(struct area *v) { if (v->flags & ~(A | B)) return -22; return 0; }",
     "int f(struct area *v) { if (v->flags & ~(A | C)) return -22; return 0; }",
     {"!(v->flags & ~(A | B))", "v->flags & B"},
     2},
    {"KnownInAnotherWord",
     "int f(struct area *v) { if (v->flags & ~(A | B)) return -22; return 0; }",
     "int f(struct area *v) { if (v->len & ~(A | B)) return -22; return 0; }",
     {"!(v->flags & ~(A | B))", "v->len & ~(A | B)"},
     2},
    {"UnderLikely",
     "int f(struct area *v) { if (__builtin_expect(!!(v->flags & (A | B)), 0)) return -22; return 0; }",
     "int f(struct area *v) { if (v->flags & A) return -22; return 0; }",
     {"__builtin_expect(!!(v->flags & B), 0)", "!(v->flags & A)"},
     2},
    {"BesideAnotherUnderUnlikely",
     "int f(struct area *v) { if (unlikely(v->n > 3 || v->flags & A)) return -22; return 0; }",
     "int f(struct area *v) { if (unlikely(v->n > 4 || v->flags & A)) return -22; return 0; }",
     {"v->n == 4", "!(v->n > 4 || v->flags & A)"},
     1},
    {"MaskInAMacroStays",
     "int f(struct area *v) { if (v->flags & BOTH) return -22; return 0; }",
     "int f(struct area *v) { if (v->flags & A) return -22; return 0; }",
     {"v->flags & BOTH", "!(v->flags & A)"},
     2},
    {"MacroIsOnePart",
     "int f(struct area *v) { if (v->flags & (BOTH | C)) return -22; return 0; }",
     "int f(struct area *v) { if (v->flags & BOTH) return -22; return 0; }",
     {"v->flags & C", "!(v->flags & BOTH)"},
     2},
    {"PartsThatOverlap",
     "int f(struct area *v) { if (v->flags & (BOTH | A | C)) return -22; return 0; }",
     "int f(struct area *v) { if (v->flags & BOTH) return -22; return 0; }",
     {"v->flags & C", "!(v->flags & BOTH)"},
     2},
    {"ABitIsLeftOutOnce",
     "_Bool f(struct area *v) { if (v->flags & (A | C)) return 0; return !(v->flags & (B | C)); }",
     "_Bool f(struct area *v) { if (!(v->flags & (A | C))) return 0; return !(v->flags & (B | C)); }",
     {"!(v->flags & A)", "!(v->flags & (B | C))"},
     1},
    {"ALimitMoved",
     "int f(struct area *v) { if (v->n > 3) return -22; return 0; }",
     "int f(struct area *v) { if (v->n > 4) return -22; return 0; }",
     {"v->n == 4"},
     1},
    {"ALimitMovedDown",
     "int f(struct area *v) { if (v->n >= -1) return -22; return 0; }",
     "int f(struct area *v) { if (v->n >= -2) return -22; return 0; }",
     {"v->n == -2"},
     1},
    {"ALimitMovedByTwo",
     "int f(struct area *v) { if (v->n > 3) return -22; return 0; }",
     "int f(struct area *v) { if (v->n > 5) return -22; return 0; }",
     {"v->n > 3", "!(v->n > 5)"},
     2},
    {"ALimitThatIsAskedForByBits",
     "int f(struct area *v) { if (v->len > 1) return -22; return 0; }",
     "int f(struct area *v) { if (v->len > 3) return -22; return 0; }",
     {"v->len > 1", "!(v->len > 3)"},
     2},
    {"UnsignedLimit",
     "int f(struct area *v) { if (v->len < 2) return -22; return 0; }",
     "int f(struct area *v) { if (v->len < 1) return -22; return 0; }",
     {"v->len == 1"},
     1},
    {"WithNames",
     "int f(struct area *v) { if (v->len > C) return -22; return 0; }",
     "int f(struct area *v) { if (v->len >= C) return -22; return 0; }",
     {"v->len == C"},
     1},
    {"WhatIsAskedInBothComesLast",
     "int f(struct area *v, int w) { if (v->flags & (A | B)) return -22; if (w < 0) return -1; return 0; }",
     "int f(struct area *v, int w) { if (v->flags & A) return -22; if (w < 0) return -1; return 0; }",
     {"v->flags & B", "!(v->flags & A)", "!(w < 0)"},
     2},
    {"GuardDropped",
     "int f(struct area *v, int w) { if (w < 0) return -1; if (v->n) return -22; return w; }",
     "int f(struct area *v, int w) { if (w < 0) return -1; return w; }",
     {"v->n", "w >= 0"},
     1},
    {"FlagOfWhatIsReturnedDropped",
     "_Bool f(struct area *v) { return !(v->flags & (A | B)); }",
     "_Bool f(struct area *v) { return !(v->flags & A); }",
     {"(v->flags & B)", "!(v->flags & A)"},
     2},
    {"AskedElsewhereToo",
     "int f(struct area *v, int w) { if (w && (v->flags & (A | B))) return -1; if (v->flags & (A | B)) return -22; "
     "if (v->n == 4 || v->n == 7) return -3; return v->len == 1 ? -4 : 0; }",
     "int f(struct area *v, int w) { if (w && (v->flags & (A | B))) return -1; if (v->flags & A) return -22; "
     "if (v->n == 4 || v->n == 7) return -3; return v->len == 1 ? -4 : 0; }",
     {"v->flags & B", "!(v->flags & A)", "!(v->n == 4)", "!(v->n == 7)", "!(v->len == 1)", "!w"},
     2},
    {"SomethingElseMakesThemPart",
     "static _Bool may(struct area *v) { if (v->n == 3) return 1; return 0; }\n"
     "int f(struct area *v, int w) { if (w < 0) return -1; if (!may(v)) return -22; return 0; }",
     "static _Bool may(struct area *v) { if (v->n == 3) return 0; return 1; }\n"
     "int f(struct area *v, int w) { if (w < -3) return -1; if (!may(v)) return -22; return 0; }",
     {"!(w < 0)", "v->n == 3 in may()"},
     0},
    {"WhatIsReadAgain",
     "void touch(struct area *); int f(struct area *v) { if (v->n > 8) return -1; touch(v); return v->n > 3 ? -22 : 0; "
     "}",
     "void touch(struct area *); int f(struct area *v) { if (v->n > 9) return -1; touch(v); return v->n > 4 ? -22 : 0; "
     "}",
     {"v->n == 4 after touch()", "!(v->n > 8)"}, // where n is 9, the versions differ, too
     1},
    {"GuardInverted",
     "int f(struct area *v, int w) { if (w < 0) return -1; if (v->n) return -22; return 0; }",
     "int f(struct area *v, int w) { if (w < 0) return -1; if (!v->n) return -22; return 0; }",
     {"!v->n", "!(w < 0)"},
     1},
    {"ReturnInverted",
     "_Bool f(struct area *v, int w) { if (w < 0) return 0; if (v->n) return 1; return 0; }",
     "_Bool f(struct area *v, int w) { if (w < 0) return 0; if (v->n) return 0; return 0; }",
     {"!(w < 0)", "v->n"},
     0},
};

class SimplifyTest : public testing::TestWithParam<Simplification> {};

TEST_P(SimplifyTest, SaysNoMoreThanIsLeftOpen) {
  const Comparison C = compared(Names + GetParam().Old, Names + GetParam().New);
  ASSERT_FALSE(C.Differences.empty()) << shown(C);
  EXPECT_EQ(C.Differences[0].Conditions, GetParam().Conditions) << shown(C);
  EXPECT_EQ(C.Differences[0].Changed, GetParam().Changed);
}

INSTANTIATE_TEST_SUITE_P(All, SimplifyTest, testing::ValuesIn(Table), [](const auto &Info) { return Info.param.Name; });

/// The path knows that n is 6, so that of `n != 6 || w == 3` the rest alone is asked; the words ask for all of it.
TEST(Simplify, WhatIsAskedAsAWholeKeepsWhatWasKnown) {
  const Comparison C =
      compared(Names + "int f(struct area *v, int w) { if (unlikely(v->n != 7 || w == 3)) return -1; return 0; }",
               Names + "int f(struct area *v, int w) { if (unlikely(v->n != 6 || w == 3)) return 1; return 0; }");
  EXPECT_THAT(C.Differences, testing::Contains(testing::Field(&Difference::Conditions,
                                                              ElementsAre("v->n == 6", "v->n != 6 || w == 3"))))
      << shown(C);
}

/// touch() leaves the flags as they were in the state that is run, and need not.
TEST(Simplify, WhatACalleeLeavesAloneIsNoCondition) {
  const std::string Head = "void touch(struct area *); int f(struct area *v) { if (v->flags & ";
  const Comparison C = compared(Names + Head + "(A | B)) return -1; touch(v); return v->flags & (A | B) ? -22 : 0; }",
                                Names + Head + "A) return -1; touch(v); return v->flags & B ? -22 : 0; }");
  EXPECT_THAT(C.Differences,
              testing::Contains(testing::Field(&Difference::Conditions, ElementsAre("v->flags & B", "!(v->flags & A)",
                                                                                    "v->flags & B after touch()"))))
      << shown(C);
}

} // namespace
} // namespace kverdict
