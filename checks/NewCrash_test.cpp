// What new-crash says of two versions of a function, and what it passes over.
#include "testing/Suspected.h"

namespace kverdict {
namespace {

class NewCrash : public testing::TestWithParam<Case> {};

TEST_P(NewCrash, IsSaid) { expectSaid("new-crash", GetParam()); }

const Case Crashes[] = {
    {"GuardDropped", "\tif (!d->ops)\n\t\treturn -19;\n\treturn d->ops->n;\n", "\treturn d->ops->n;\n",
     "This follows d->ops when it is NULL; before, f() returned -19 there."},
    {"GuardInverted", "\tif (!d->ops)\n\t\treturn -19;\n\treturn d->ops->n;\n",
     "\tif (d->ops)\n\t\treturn -19;\n\treturn d->ops->n;\n", "follows d->ops when it is NULL"},
    {"AndForOr", "\tif (!d->ops || d->ops->n < 0)\n\t\treturn -19;\n\treturn 0;\n",
     "\tif (!d->ops && d->ops->n < 0)\n\t\treturn -19;\n\treturn 0;\n", "follows d->ops when it is NULL"},
    {"OfACallee", "\tstruct ops *o = get(d);\n\n\tif (!o)\n\t\treturn -19;\n\treturn o->n;\n",
     "\tstruct ops *o = get(d);\n\n\treturn o->n;\n", "follows o when it is NULL; before, f() returned -19 there."},
    {"CallThroughNull", "\tif (!d->ops->start)\n\t\treturn -19;\n\treturn d->ops->start(1);\n",
     "\treturn d->ops->start(1);\n", "calls d->ops->start when it is NULL; before, f() returned -19 there."},
    {"ThroughAPointer", "\tstruct dev **p = &d;\n\n\tif (!(*p)->ops)\n\t\treturn -19;\n\treturn (*(*p)->ops).n;\n",
     "\tstruct dev **p = &d;\n\n\treturn (*(*p)->ops).n;\n", "follows (*p)->ops when it is NULL"},
    {"InACallee", "\tstruct ops *o = get(d);\n\n\tif (!o)\n\t\treturn -19;\n\treturn number(o);\n",
     "\tstruct ops *o = get(d);\n\n\treturn number(o);\n", "follows what get() returned when it is NULL"},
    {"OfACalleesName", "\tif (!d->ops)\n\t\treturn -19;\n\treturn number(d->ops + 0);\n",
     "\treturn number(d->ops + 0);\n", "follows d->ops when it is NULL"},
    {"OnlyACalleeNamesIt", "\tif (!d->order)\n\t\treturn -19;\n\treturn number((struct ops *)(d->order * 8ul));\n",
     "\treturn number((struct ops *)(d->order * 8ul));\n", "follows a null pointer in number(); before"},
    {"NeverSet", "\tint r = 0;\n\n\tif (d->index)\n\t\tr = g(d);\n\treturn r;\n",
     "\tint r;\n\n\tif (d->index)\n\t\tr = g(d);\n\treturn r;\n", "reads r, which nothing has set"},
    {"DivisionGuardDropped", "\tif (!d->order)\n\t\treturn -22;\n\treturn 100 / d->order;\n",
     "\treturn 100 / d->order;\n", "division by zero"},
    {"ShiftGuardDropped", "\tif (d->order > 20)\n\t\treturn -22;\n\treturn (1 << d->order) > d->index;\n",
     "\treturn (1 << d->order) > d->index;\n", "shift is too wide"},
    {"OnesOwnTest", "\treturn 0;\n", "\tif (!d->ops)\n\t\ttell(d);\n\treturn d->ops->n;\n", "follows"},
    {"WhatACalleeAsserts", "\tif (d->order < 4)\n\t\tput(d);\n\telse\n\t\ttell(d);\n\treturn 0;\n",
     "\tif (d->order <= 4)\n\t\tput(d);\n\telse\n\t\ttell(d);\n\treturn 0;\n",
     "runs into BUG() in put(); before, f() returned 0 there."},
    {"BugWhereAnErrorWas", "\tif (d->order >= 4)\n\t\treturn -28;\n\tput(d);\n\treturn 0;\n",
     "\tput(d);\n\treturn 0;\n", "runs into BUG() in put(); before, f() returned -28 there."},
    {"AssertsMore", "\treturn d->order;\n", "\tif (d->order > 4)\n\t\tBUG();\n\treturn d->order;\n", nullptr},
    {"ACalleeAssertsWhatNobodyAsked", "\treturn 0;\n", "\tput(d);\n\treturn 0;\n", nullptr},
    {"ACalleeAssertsElsewhere", "\tput(d);\n\treturn 0;\n", "\ttell(d);\n\tput(d);\n\treturn 0;\n", nullptr},
    // What callers never pass is not guessed.
    {"NobodyAsks", "\treturn 0;\n", "\treturn d->ops->n;\n", nullptr},
    {"NobodyAsksOfTheOrder", "\tif (!d->order)\n\t\treturn 0;\n\treturn 1;\n",
     "\tif (!d->order)\n\t\treturn 0;\n\treturn (1 << d->order) != 0;\n", nullptr},
    {"TestElsewhere", "\tif (!d->ops)\n\t\treturn -19;\n\treturn d->ops->n;\n",
     "\tif (!valid(d))\n\t\treturn -19;\n\treturn d->ops->n;\n", nullptr},
    {"CallBetween", "\tif (!d->ops)\n\t\treturn -19;\n\tif (g(d) < 0)\n\t\treturn -5;\n\treturn d->ops->n;\n",
     "\tif (g(d) < 0)\n\t\treturn -5;\n\treturn d->ops->n;\n", "follows d->ops when it is NULL"},
    {"ReadEarlier", "\tint n;\n\n\ttell(d);\n\tn = d->ops->n;\n\treturn n;\n",
     "\tint n = d->ops->n;\n\n\ttell(d);\n\treturn n;\n", nullptr},
    {"ReadLater", "\tint n = d->ops->n;\n\n\ttell(d);\n\treturn n;\n",
     "\tint n;\n\n\ttell(d);\n\tn = d->ops->n;\n\treturn n;\n", nullptr},
    {"GuardMoved", "\tif (!d->ops)\n\t\treturn -19;\n\tif (d->index)\n\t\treturn -22;\n\treturn d->ops->n;\n",
     "\tif (d->index)\n\t\treturn -22;\n\tif (!d->ops)\n\t\treturn -19;\n\treturn d->ops->n;\n", nullptr},
    {"OtherError", "\tif (!d->ops)\n\t\treturn -19;\n\treturn d->ops->n;\n",
     "\tif (!d->ops)\n\t\treturn -22;\n\treturn d->ops->n;\n", nullptr},
    {"Mended", "\treturn d->ops->n;\n", "\tif (!d->ops)\n\t\treturn -19;\n\treturn d->ops->n;\n", nullptr},
    // Arrays that are members.
    {"IndexTooLarge", "\tif (d->order >= 4)\n\t\treturn -22;\n\treturn bounded->slots[d->order] ? -16 : 0;\n",
     "\tif (d->order > 4)\n\t\treturn -22;\n\treturn bounded->slots[d->order] ? -16 : 0;\n",
     "reaches beyond an object: an index beyond the end: bounded->slots[d->order]; before, f() returned -22 there."},
    {"IndexNegative",
     "\tif (d->index < 0 || d->index >= 4)\n\t\treturn -22;\n\treturn bounded->slots[d->index] ? -16 : 0;\n",
     "\tif (d->index >= 4)\n\t\treturn -22;\n\treturn bounded->slots[d->index] ? -16 : 0;\n",
     "an index beyond the end"},
    {"IndexTooLargeForAStore", "\tif (d->order >= 4)\n\t\treturn -22;\n\tbounded->slots[d->order] = 1;\n\treturn 0;\n",
     "\tbounded->slots[d->order] = 1;\n\treturn 0;\n", "an index beyond the end"},
    {"AddressAlone", "\tif (d->order >= 4)\n\t\treturn -22;\n\tkept = &bounded->slots[d->order];\n\treturn 0;\n",
     "\tif (d->order > 4)\n\t\treturn -22;\n\tkept = &bounded->slots[d->order];\n\treturn 0;\n", nullptr},
    {"RoomBehindTheStructure", "\tif (d->order >= 4)\n\t\treturn -22;\n\treturn d->table[d->order] ? -16 : 0;\n",
     "\tif (d->order > 4)\n\t\treturn -22;\n\treturn d->table[d->order] ? -16 : 0;\n", nullptr},
    {"NobodyAsksOfTheIndex", "\treturn 0;\n", "\treturn bounded->slots[d->order] ? -16 : 0;\n", nullptr},
    // One of two tests together.
    {"ShiftByLessThanNothing", "\tif (d->index < 0 || d->index > 20)\n\t\treturn -22;\n\treturn (1 << d->index) > 7;\n",
     "\tif (d->index > 20)\n\t\treturn -22;\n\treturn (1 << d->index) > 7;\n", "shift is too wide"},
    {"TestOfSomethingElse", "\tif (d->index > 5)\n\t\treturn -22;\n\treturn 0;\n",
     "\tif (d->index >= 6)\n\t\treturn -22;\n\treturn d->ops->n;\n", nullptr},
};

INSTANTIATE_TEST_SUITE_P(Kinds, NewCrash, testing::ValuesIn(Crashes), [](const auto &Info) { return Info.param.Name; });

/// What is said of a state in which a test of the tree's own fires, with the patch or only before it.
std::vector<std::string> remarks(const std::string &Old, const std::string &New) {
  const auto Found = suspected("new-crash", Old, New);
  return Found.size() == 1 ? Found[0].What.Remarks : std::vector<std::string>{"not one candidate"};
}

TEST(NewCrash, WhatFiredBeforeThePatchAloneDoesNotFire) {
  const std::string Warns = "\tif (WARN_ON(!d->ops))\n\t\treturn -22;\n\treturn d->ops->n;\n";
  EXPECT_THAT(remarks(Warns, "\treturn d->ops->n;\n"),
              testing::ElementsAre("`WARN_ON(!d->ops)` fired before the patch: f() took such a state for impossible"));
  EXPECT_THAT(remarks("\tif (!d->ops)\n\t\treturn -22;\n\treturn d->ops->n;\n", "\treturn d->ops->n;\n"),
              testing::IsEmpty());
}

} // namespace
} // namespace kverdict
