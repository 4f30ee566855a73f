// What broken-premise says of two versions of a function, and what it passes over.
#include "testing/Suspected.h"

namespace kverdict {
namespace {

class BrokenPremise : public testing::TestWithParam<Case> {};

TEST_P(BrokenPremise, IsSaid) { expectSaid("broken-premise", GetParam()); }

const Case Premises[] = {
    {"GuardDropped", "\tif (!d->order)\n\t\treturn -11;\n\treturn checked(d);\n", "\treturn checked(d);\n",
     "With this, `WARN_ON(!d->order)` in checked() fires; before, it did not."},
    {"OnesOwn",
     "\tif (!d->order)\n\t\treturn -11;\n\tif (WARN_ON(!d->order && d->index))\n\t\treturn -5;\n\treturn 0;\n",
     "\tif (WARN_ON(!d->order && d->index))\n\t\treturn -5;\n\treturn 0;\n", "of f() fires"},
    {"AcceptedAllTheSame", "\tif (WARN_ON(!d->order))\n\t\treturn -5;\n\treturn 0;\n",
     "\tWARN_ON(!d->order);\n\treturn 0;\n",
     "Shouldn't this be refused? `WARN_ON(!d->order)` of f() fires, and f() returns 0 where it returned -5."},
    {"AcceptedFromACallee", "\treturn checked(d);\n", "\tchecked(d);\n\treturn 0;\n",
     "Shouldn't this be refused? `WARN_ON(!d->order)` in checked() fires, and f() returns 0 where it returned -22."},
    {"OtherErrorThan", "\tif (WARN_ON(!d->order))\n\t\treturn -5;\n\treturn 0;\n",
     "\tif (WARN_ON(!d->order))\n\t\treturn -22;\n\treturn 0;\n", nullptr},
    {"NoLongerTakenForGranted", "\tif (WARN_ON(!d->order))\n\t\treturn -5;\n\treturn 0;\n", "\treturn 0;\n", nullptr},
    {"DoesNotFire", "\tif (d->index)\n\t\treturn -11;\n\treturn 0;\n",
     "\tif (d->index)\n\t\treturn -12;\n\tif (!WARN_ON(d->order))\n\t\treturn 0;\n\treturn 0;\n", nullptr},
    {"LockDropped", "\tint e;\n\tspin_lock(&d->index);\n\te = locked(d);\n\tspin_unlock(&d->index);\n\treturn e;\n",
     "\treturn locked(d);\n", "With this, `lockdep_assert_held(&d->index)` (test.c:"},
    {"LockTakenTooLate",
     "\tint e;\n\tspin_lock(&d->index);\n\te = locked(d);\n\tspin_unlock(&d->index);\n\treturn e;\n",
     "\tint e = locked(d);\n\tspin_lock(&d->index);\n\tspin_unlock(&d->index);\n\treturn e;\n",
     "fails: the lock is not held there; before, it did not."},
    {"LockGivenBackTooEarly", "\tint e = locked(d);\n\tspin_unlock(&d->index);\n\treturn e;\n",
     "\tint e;\n\tspin_unlock(&d->index);\n\te = locked(d);\n\treturn e;\n", "the lock is not held there"},
    {"LockForReadingAlone",
     "\tint e;\n\tdown_write(&d->index);\n\te = written(d);\n\tup_write(&d->index);\n\treturn e;\n",
     "\tint e;\n\tdown_read(&d->index);\n\te = written(d);\n\tup_read(&d->index);\n\treturn e;\n",
     "`lockdep_assert_held_write(&d->index)`"},
    {"LockHeldThatMustNotBe",
     "\tint e = unlocked(d);\n\tspin_lock(&d->index);\n\tspin_unlock(&d->index);\n\treturn e;\n",
     "\tint e;\n\tspin_lock(&d->index);\n\te = unlocked(d);\n\tspin_unlock(&d->index);\n\treturn e;\n",
     "fails: the lock is held there"},
    {"LockOfTheCaller", "\treturn d->order ? 1 : locked(d);\n", "\treturn d->order ? 2 : locked(d);\n", nullptr},
    {"CalleeAtLast", "\treturn 0;\n", "\treturn locked(d);\n", nullptr},
    {"CalleeAtLastThatMustNotHaveIt", "\treturn 0;\n", "\treturn unlocked(d);\n", nullptr},
    {"AnotherLock",
     "\tint e;\n\tspin_lock(&d->index);\n\tspin_lock(&counter);\n\te = locked(d);\n\tspin_unlock(&counter);\n"
     "\tspin_unlock(&d->index);\n\treturn e;\n",
     "\tint e;\n\tspin_lock(&d->index);\n\te = locked(d);\n\tspin_unlock(&d->index);\n\treturn e;\n", nullptr},
    {"LockByAHelper", "\tint e;\n\tspin_lock(&d->index);\n\te = locked(d);\n\tspin_unlock(&d->index);\n\treturn e;\n",
     "\tint *at, e;\n\tget_locked_entry(d, &at);\n\te = locked(d);\n\tspin_unlock(&d->index);\n\treturn e;\n", nullptr},
    {"OneMore", "\treturn 0;\n", "\tif (WARN_ON(!d->order))\n\t\treturn -5;\n\treturn 0;\n", nullptr},
    {"GuardOfSomethingElse", "\tif (d->index)\n\t\treturn -11;\n\treturn checked(d);\n", "\treturn checked(d);\n",
     nullptr},
    {"AsBefore", "\treturn checked(d);\n", "\tif (d->index == 3)\n\t\treturn -11;\n\treturn checked(d);\n", nullptr},
};

INSTANTIATE_TEST_SUITE_P(Kinds, BrokenPremise, testing::ValuesIn(Premises),
                         [](const auto &Info) { return Info.param.Name; });

} // namespace
} // namespace kverdict
