// What lost-error says of two versions of a function, and what it passes over.
#include "testing/Suspected.h"

namespace kverdict {
namespace {

class LostError : public testing::TestWithParam<Case> {};

TEST_P(LostError, IsSaid) { expectSaid("lost-error", GetParam()); }

const Case Losses[] = {
    {"TestDropped", "\tint err = g(d);\n\n\tif (err < 0)\n\t\treturn err;\n\treturn 0;\n",
     "\tint err = g(d);\n\n\treturn 0;\n",
     "f() returns 0 here although g() has just failed with -22; before, it returned that error."},
    {"ResultDropped", "\tint err;\n\n\terr = g(d);\n\tif (err)\n\t\treturn -5;\n\treturn 0;\n",
     "\tint err = 0;\n\n\tg(d);\n\tif (err)\n\t\treturn -5;\n\treturn 0;\n", "although g() has just"},
    {"ZeroForTheError", "\tint err = g(d);\n\n\tif (err < 0)\n\t\treturn err;\n\treturn 0;\n",
     "\tint err = g(d);\n\n\tif (err < 0)\n\t\treturn 0;\n\treturn 0;\n", "g() has just failed with -22"},
    {"OfNull", "\tstruct ops *o = get(d);\n\n\tif (!o)\n\t\treturn -12;\n\treturn 0;\n",
     "\tstruct ops *o = get(d);\n\n\tif (!o)\n\t\treturn 0;\n\treturn 0;\n",
     "f() returns 0 here although get() has just returned NULL; before, it returned -12 there."},
    {"InTheTest", "\tif (g(d) < 0)\n\t\treturn -5;\n\treturn 0;\n", "\tg(d);\n\treturn 0;\n", "g() has just failed"},
    {"ThroughAPointer", "\tint err = d->ops->start(1);\n\n\tif (err < 0)\n\t\treturn err;\n\treturn 0;\n",
     "\tint err = d->ops->start(1);\n\n\treturn 0;\n", "d->ops->start() has just failed with -22"},
    {"Counted", "\tint err = count(d);\n\n\tif (err)\n\t\treturn err;\n\treturn 0;\n",
     "\tint err = count(d);\n\n\tif (err)\n\t\treturn 0;\n\treturn 0;\n",
     "although count() has just failed with -22; before, it returned that error."},
    {"OfWhatACalleeReturns", "\tint err = get(d)->start(1);\n\n\tif (err < 0)\n\t\treturn err;\n\treturn 0;\n",
     "\tint err = get(d)->start(1);\n\n\treturn 0;\n", "although get(d)->start() has just failed with -22"},
    {"LookedInto", "\tint err = h(d);\n\n\tif (err)\n\t\treturn err;\n\treturn 0;\n", "\th(d);\n\treturn 0;\n",
     "although h() has just failed with -19; before, it returned that error."},
    // Of two that failed, the one whose error it was.
    {"TheOneWhoseErrorItWas",
     "\tint err = g(d);\n\tstruct ops *o = get(d);\n\n\tif (err < 0 && !o)\n\t\treturn err;\n\treturn 0;\n",
     "\tint err = g(d);\n\tstruct ops *o = get(d);\n\n\treturn o || err ? 0 : 0;\n",
     "although g() has just failed with -22; before, it returned that error."},
    // A guard that has nothing to do with a callee.
    {"MeansTo", "\tint err = g(d);\n\n\tif (err < 0)\n\t\treturn err;\n\treturn 0;\n",
     "\tint err = g(d);\n\n\tif (err == -ENOENT)\n\t\treturn 0;\n\tif (err < 0)\n\t\treturn err;\n\treturn 0;\n",
     nullptr},
    {"TriesAnother", "\tint err = g(d);\n\n\tif (err < 0)\n\t\treturn err;\n\treturn 0;\n",
     "\tint err = g(d);\n\n\tif (err < 0)\n\t\terr = instead(d);\n\tif (err < 0)\n\t\treturn err;\n\treturn 0;\n",
     nullptr},
    {"GoesOn", "\tint err = g(d);\n\n\tif (err < 0)\n\t\treturn err;\n\terr = last(d);\n\treturn err;\n",
     "\tint err = g(d);\n\n\terr = last(d);\n\treturn err;\n", "although g() has just failed with -22"},
    {"ByTheWay", "\tstruct ops *o = get(d);\n\n\tif (d->index)\n\t\treturn -22;\n\treturn o ? 0 : 1;\n",
     "\tstruct ops *o = get(d);\n\n\treturn o ? 0 : 1;\n", nullptr},
    {"NoCallee", "\tint err = g(d);\n\n\tif (d->index)\n\t\treturn -22;\n\treturn err < 0 ? 0 : 0;\n",
     "\tint err = g(d);\n\n\treturn err < 0 ? 0 : 0;\n", nullptr},
    {"OtherError", "\tint err = g(d);\n\n\tif (err < 0)\n\t\treturn err;\n\treturn 0;\n",
     "\tint err = g(d);\n\n\tif (err < 0)\n\t\treturn -5;\n\treturn 0;\n", nullptr},
    {"OtherWords", "\tint err = g(d);\n\n\tif (err < 0)\n\t\treturn err;\n\treturn 0;\n",
     "\tint err = g(d);\n\n\treturn err < 0 ? err : 0;\n", nullptr},
    {"ANumber", "\tif (g(d) != -1)\n\t\treturn -22;\n\tif (count(d) != -1)\n\t\treturn -22;\n\treturn 0;\n",
     "\tif (g(d) != -1)\n\t\treturn -22;\n\tif (count(d) != -1)\n\t\treturn 0;\n\treturn -22;\n", nullptr},
    {"ANumberOfABool",
     "\tif (h(d) == -1)\n\t\treturn -22;\n\tif (g(d) != (-1))\n\t\treturn -22;\n\treturn d->index ? -22 : 0;\n",
     "\tif (h(d) == -1)\n\t\treturn -22;\n\tif (g(d) != (-1))\n\t\treturn -22;\n\treturn 0;\n", nullptr},
    {"MoreErrors", "\tint err = g(d);\n\n\tif (err < -3)\n\t\treturn err;\n\treturn 0;\n",
     "\tint err = g(d);\n\n\tif (err < 0)\n\t\treturn err;\n\treturn 0;\n", nullptr},
    {"ReadBehindACall",
     "\tint err = g(d), e;\n\n\te = h(d);\n\tif (d->order)\n\t\treturn -22;\n\treturn err < 0 ? 0 : 0;\n",
     "\tint err = g(d), e;\n\n\te = h(d);\n\treturn err < 0 ? 0 : 0;\n", nullptr},
    // Called through a pointer, in a loop.
    {"BreakDroppedInALoop",
     "\tint err = 0;\n\n\tfor (int i = 0; i < 2; i++) {\n\t\terr = d->ops->start(i);\n\t\tif "
     "(err)\n\t\t\tbreak;\n\t}\n\treturn err;\n",
     "\tint err = 0;\n\n\tfor (int i = 0; i < 2; i++) {\n\t\terr = d->ops->start(i);\n\t}\n\treturn err;\n",
     "f() returns 0 here although d->ops->start() has just failed with -22"},
    {"ReturnDroppedInALoop",
     "\tint err;\n\n\tfor (int i = 0; i < 2; i++) {\n\t\terr = d->ops->start(i);\n\t\tif (err < "
     "0)\n\t\t\treturn err;\n\t}\n\treturn 0;\n",
     "\tint err;\n\n\tfor (int i = 0; i < 2; i++) {\n\t\terr = d->ops->start(i);\n\t}\n\treturn 0;\n",
     "returns 0 here although d->ops->start() has just failed with -22"},
    {"BreakOfAListDropped",
     "\tint err = 0;\n\n\tfor (struct node *n = list; n; n = n->next) {\n\t\terr = d->ops->start(n->a);\n\t\tif "
     "(err)\n\t\t\tbreak;\n\t}\n\treturn err;\n",
     "\tint err = 0;\n\n\tfor (struct node *n = list; n; n = n->next) {\n\t\terr = d->ops->start(n->a);\n\t}\n\treturn "
     "err;\n",
     "although d->ops->start() has just failed with -22"},
    {"CountedInALoop",
     "\tint err = 0;\n\n\tfor (int i = 0; i < 2; i++) {\n\t\terr = d->ops->start(i);\n\t\tif "
     "(err)\n\t\t\tbreak;\n\t}\n\treturn err;\n",
     "\tint err = 0, bad = 0;\n\n\tfor (int i = 0; i < 2; i++) {\n\t\terr = d->ops->start(i);\n\t\tif "
     "(err)\n\t\t\tbad = -5;\n\t}\n\treturn bad;\n",
     nullptr},
    {"NewCalleeThroughAPointer", "\tint err;\n\n\terr = g(d);\n\tif (err)\n\t\treturn err;\n\treturn 0;\n",
     "\tint err;\n\n\terr = g(d);\n\tif (err)\n\t\treturn err;\n\terr = d->ops->start(3);\n\treturn 0;\n",
     "returns 0 although d->ops->start() has just failed with -EINVAL; the error of g() it returns."},
    {"OfALockThatWasNotFree", "\tif (mutex_trylock(&d->index) < 0)\n\t\treturn -16;\n\treturn 0;\n",
     "\tmutex_trylock(&d->index);\n\treturn 0;\n", nullptr},
    // Those of its neighbours are handed on.
    {"NewCallee", "\tint e = g(d);\n\n\tif (e)\n\t\treturn e;\n\treturn 0;\n",
     "\tint e = g(d);\n\n\tif (e)\n\t\treturn e;\n\te = last(d);\n\ttell(d);\n\treturn 0;\n",
     "With this, f() returns 0 although last() has just failed with -EINVAL; the error of g() it returns."},
    {"NewCalleeForNothing", "\tint e = g(d);\n\n\tif (e)\n\t\treturn e;\n\treturn 0;\n",
     "\tint e = g(d);\n\n\tif (e)\n\t\treturn e;\n\te = last(d);\n\tif (e)\n\t\treturn 0;\n\ttell(d);\n\treturn 0;\n",
     "although last() has just failed"},
    {"NewCalleeOverwritten",
     "\tint e = g(d);\n\n\tif (e < 0)\n\t\tgoto out;\n\te = 0;\nout:\n\ttell(d);\n\treturn e;\n",
     "\tint e = g(d);\n\n\tif (e < 0)\n\t\tgoto out;\n\te = last(d);\n\te = 0;\nout:\n\ttell(d);\n\treturn e;\n",
     "although last() has just failed"},
    {"NewCalleeLookedAt", "\tint e = g(d);\n\n\tif (e)\n\t\treturn e;\n\treturn 0;\n",
     "\tint e = g(d);\n\n\tif (e)\n\t\treturn e;\n\te = last(d);\n\tif (e)\n\t\ttell(d);\n\treturn 0;\n", nullptr},
    {"NewCalleeHandedOn", "\tint e = g(d);\n\n\tif (e)\n\t\treturn e;\n\treturn 0;\n",
     "\tint e = g(d);\n\n\tif (e)\n\t\treturn e;\n\te = last(d);\n\treturn e;\n", nullptr},
    {"NewCalleeWithoutNeighbours", "\treturn 0;\n", "\tint e = last(d);\n\n\ttell(d);\n\treturn 0;\n", nullptr},
    // It was asked again, and did not fail; and the old version gave another error.
    {"AskedUntilItAnswers",
     "\tint t = 5;\n\n\twhile (g(d)) {\n\t\tif (!--t)\n\t\t\treturn -16;\n\t}\n\treturn t == 4 ? -5 : 0;\n",
     "\tint t = 5;\n\n\twhile (g(d)) {\n\t\tif (!--t)\n\t\t\treturn -16;\n\t}\n\treturn t == 3 ? -5 : 0;\n", nullptr},
    // What only looks at an error does nothing about it.
    {"ErrorOfNull", "\tstruct ops *o = get(d);\n\n\tif (!o)\n\t\treturn -2;\n\treturn 0;\n",
     "\tstruct ops *o = get(d);\n\n\tif (!o)\n\t\treturn PTR_ERR(o);\n\treturn 0;\n",
     "f() returns 0 here although get() has just returned NULL; before, it returned -ENOENT there."},
    {"ErrorWhereNullComes", "\tstruct ops *o = get(d);\n\n\tif (!o)\n\t\treturn -2;\n\tkept = (int *)o;\n\treturn 0;\n",
     "\tstruct ops *o = get(d);\n\n\tif (IS_ERR(o))\n\t\treturn PTR_ERR(o);\n\tkept = (int *)o;\n\treturn 0;\n",
     "although get() has just returned NULL"},
};

INSTANTIATE_TEST_SUITE_P(Kinds, LostError, testing::ValuesIn(Losses), [](const auto &Info) { return Info.param.Name; });

} // namespace
} // namespace kverdict
