// What lock-balance says of two versions of a function, and what it passes over.
#include "testing/Suspected.h"

namespace kverdict {
namespace {

class LockBalance : public testing::TestWithParam<Case> {};

TEST_P(LockBalance, IsSaid) { expectSaid("lock-balance", GetParam()); }

const Case Locks[] = {
    {"TakenByACalleeBefore", "\tint *at;\n\tget_locked_entry(d, &at);\n\tspin_unlock(&d->index);\n\treturn 0;\n",
     "\tspin_lock(&d->index);\n\treturn 0;\n",
     "f() returns with the lock held that `spin_lock(&d->index)` took; before, it called `spin_unlock(&d->index)`."},
    {"UnlockDropped", "\tspin_lock(&d->index);\n\td->order++;\n\tspin_unlock(&d->index);\n\treturn 0;\n",
     "\tspin_lock(&d->index);\n\td->order++;\n\treturn 0;\n",
     "f() returns with the lock held that `spin_lock(&d->index)` took; before, it called `spin_unlock(&d->index)`."},
    {"ReturnForGoto",
     "\tint r = -22;\n\n\tspin_lock(&d->index);\n\tif (!d->order)\n\t\tgoto out;\n\tr = 0;\nout:\n"
     "\tspin_unlock(&d->index);\n\treturn r;\n",
     "\tint r = -22;\n\n\tspin_lock(&d->index);\n\tif (!d->order)\n\t\treturn -22;\n\tr = 0;\nout:\n"
     "\tspin_unlock(&d->index);\n\treturn r;\n",
     "returns with the lock held"},
    {"NewGuardBehindALock", "\tspin_lock(&d->index);\n\td->order++;\n\tspin_unlock(&d->index);\n\treturn 0;\n",
     "\tspin_lock(&d->index);\n\tif (d->order == 7)\n\t\treturn -16;\n\td->order++;\n\tspin_unlock(&d->index);\n"
     "\treturn 0;\n",
     "returns with the lock held"},
    {"NewLockIsKept", "\tif (d->order == 7)\n\t\treturn -16;\n\td->order++;\n\treturn 0;\n",
     "\tspin_lock(&d->index);\n\tif (d->order == 7)\n\t\treturn -16;\n\td->order++;\n\tspin_unlock(&d->index);\n"
     "\treturn 0;\n",
     "returns with the lock held that `spin_lock(&d->index)` took."},
    {"ATestGoesBehindTheLock", // in which spin_lock() need not change what is tested
     "\tif (7 >= d->order)\n\t\treturn -22;\n\tspin_lock(&d->index);\n\td->table[0] = 7;\n"
     "\tspin_unlock(&d->index);\n\treturn 0;\n",
     "\tspin_lock(&d->index);\n\tif (7 >= d->order)\n\t\treturn -22;\n\td->table[0] = 7;\n"
     "\tspin_unlock(&d->index);\n\treturn 0;\n",
     "returns with the lock held that `spin_lock(&d->index)` took."},
    {"TakesItForItsCaller", // more often than before
     "\tif (d->order)\n\t\treturn -22;\n\tspin_lock(&d->index);\n\tif (d->table[1] == 3) {\n"
     "\t\tspin_unlock(&d->index);\n\t\treturn -16;\n\t}\n\treturn 0;\n",
     "\tif (d->order == 1)\n\t\treturn -22;\n\tspin_lock(&d->index);\n\tif (d->table[1] == 3) {\n"
     "\t\tspin_unlock(&d->index);\n\t\treturn -16;\n\t}\n\treturn 0;\n",
     nullptr},
    {"Twice", "\tspin_lock(&d->index);\n\td->order++;\n\tspin_unlock(&d->index);\n\treturn 0;\n",
     "\tspin_lock(&d->index);\n\td->order++;\n\tspin_unlock(&d->index);\n\tspin_unlock(&d->index);\n\treturn 0;\n",
     "f() calls `spin_unlock(&d->index)` once too often; before, it did not."},
    {"LockDropped", "\tspin_lock(&d->index);\n\td->order++;\n\tspin_unlock(&d->index);\n\treturn 0;\n",
     "\td->order++;\n\tspin_unlock(&d->index);\n\treturn 0;\n",
     "without having taken the lock; before, `spin_lock(&d->index)` had."},
    {"OfAnotherLock", "\tspin_lock(&d->index);\n\tspin_unlock(&d->index);\n\treturn 0;\n",
     "\tspin_lock(&d->index);\n\tspin_unlock(&d->table[0]);\n\treturn 0;\n", "returns with the lock held"},
    {"TrylockTaken", "\tif (!mutex_trylock(&d->index))\n\t\treturn -16;\n\tmutex_unlock(&d->index);\n\treturn 0;\n",
     "\tif (!mutex_trylock(&d->index))\n\t\treturn -16;\n\treturn 0;\n", "returns with the lock held"},
    {"KillableTaken", "\tif (down_killable(&d->index))\n\t\treturn -4;\n\tup(&d->index);\n\treturn 0;\n",
     "\tif (down_killable(&d->index))\n\t\treturn -4;\n\treturn 0;\n", "returns with the lock held"},
    {"OfNoObject", "\tint r;\n\n\trcu_read_lock();\n\tr = d->index;\n\trcu_read_unlock();\n\treturn r;\n",
     "\tint r;\n\n\trcu_read_lock();\n\tr = d->index;\n\treturn r;\n", "that `rcu_read_lock()` took"},
    {"TakenByACallee",
     "\tint *l;\n\n\tif (get_locked_entry(d, &l))\n\t\treturn -12;\n\td->order = 1;\n\tspin_unlock(l);\n\treturn 0;\n",
     "\tint *l;\n\n\tif (get_locked_entry(d, &l))\n\t\treturn -12;\n\td->order = 1;\n\treturn 0;\n",
     "f() returns without `spin_unlock(l)`; before, it called it."},
    {"OfAnObjectThatMayChange", // what tell() does to d->ops is not known
     "\tstruct ops *o = d->ops;\n\n\tif (!o->start)\n\t\treturn -22;\n\tspin_lock(&o->n);\n\ttell(d);\n\tif (!d->ops)\n"
     "\t\treturn -16;\n\tif (d->order)\n\t\tgoto out;\n\td->table[0] = 0;\nout:\n\treleased(d->ops);\n\treturn 0;\n",
     "\tstruct ops *o = d->ops;\n\n\tif (!o->start)\n\t\treturn -22;\n\tspin_lock(&o->n);\n\ttell(d);\n\tif (!d->ops)\n"
     "\t\treturn -16;\n\tif (d->order)\n\t\treturn 0;\n\td->table[0] = 0;\n\treleased(d->ops);\n\treturn 0;\n",
     "f() returns without `released(d->ops)`; before, it called it."},
    // What is as it was, or moves to the caller.
    {"FailedTrylock", "\tif (!mutex_trylock(&d->index))\n\t\treturn -16;\n\tmutex_unlock(&d->index);\n\treturn 0;\n",
     "\tif (!mutex_trylock(&d->index))\n\t\treturn -11;\n\tmutex_unlock(&d->index);\n\treturn 0;\n", nullptr},
    {"TriesNow", "\treturn 0;\n",
     "\tif (!mutex_trylock(&d->index))\n\t\treturn -16;\n\tmutex_unlock(&d->index);\n\treturn 0;\n", nullptr},
    {"ReturnsBeforeTheCalleeTakesIt",
     "\tint *l;\n\n\tif (get_locked_entry(d, &l))\n\t\treturn -12;\n\tspin_unlock(l);\n\treturn 0;\n",
     "\tint *l;\n\n\tif (d->order)\n\t\treturn -22;\n\tif (get_locked_entry(d, &l))\n\t\treturn "
     "-12;\n\tspin_unlock(l);\n"
     "\treturn 0;\n",
     nullptr},
    {"ReturnsBeforeACalleeThatTakesAndReleasesIt", "\tif (d->order == 7)\n\t\treturn -16;\n\treturn with_lock(d);\n",
     "\tif (d->order >= 7)\n\t\treturn -16;\n\treturn with_lock(d);\n", nullptr},
    {"ToTheCaller", "\tspin_lock(&d->index);\n\td->order++;\n\tspin_unlock(&d->index);\n\treturn 0;\n",
     "\td->order++;\n\treturn 0;\n", nullptr},
    {"ForTheCaller", "\tif (d->order)\n\t\treturn -22;\n\tspin_lock(&d->index);\n\treturn 0;\n",
     "\tif (d->order > 1)\n\t\treturn -22;\n\tspin_lock(&d->index);\n\treturn 0;\n", nullptr},
    {"Mended", "\tspin_lock(&d->index);\n\td->order++;\n\treturn 0;\n",
     "\tspin_lock(&d->index);\n\td->order++;\n\tspin_unlock(&d->index);\n\treturn 0;\n", nullptr},
    {"MendedTwice",
     "\tspin_lock(&d->index);\n\td->order++;\n\tspin_unlock(&d->index);\n\tspin_unlock(&d->index);\n\treturn 0;\n",
     "\tspin_lock(&d->index);\n\td->order++;\n\tspin_unlock(&d->index);\n\treturn 0;\n", nullptr},
    {"EarlierUnlock",
     "\tint r;\n\n\tspin_lock(&d->index);\n\tr = d->order;\n\tspin_unlock(&d->index);\n\ttell(d);\n\treturn r;\n",
     "\tint r;\n\n\tspin_lock(&d->index);\n\tr = d->order;\n\ttell(d);\n\tspin_unlock(&d->index);\n\treturn r;\n",
     nullptr},
    {"Downgrades", "\tdown_write(&d->index);\n\td->order++;\n\tup_write(&d->index);\n\treturn 0;\n",
     "\tdown_write(&d->index);\n\td->order++;\n\tdowngrade_write(&d->index);\n\tup_read(&d->index);\n\treturn 0;\n",
     nullptr},
    {"NoLongerDowngrades",
     "\tdown_write(&d->index);\n\td->order++;\n\tdowngrade_write(&d->index);\n\tup_read(&d->index);\n\treturn 0;\n",
     "\tdown_write(&d->index);\n\td->order++;\n\tup_read(&d->index);\n\treturn 0;\n",
     "f() calls `up_read(&d->index)` without having taken the lock; before, `downgrade_write(&d->index)` had."},
    // What a callee does to the lock, or to what holds it, is not known.
    {"TakenWithACount",
     "\tspin_lock(&d->index);\n\tif (--d->order) {\n\t\tspin_unlock(&d->index);\n\t\treturn 0;\n\t}\n\td->table[0] = "
     "0;\n"
     "\tspin_unlock(&d->index);\n\treturn 1;\n",
     "\tif (!dec_and_lock(&d->order, &d->index))\n\t\treturn 0;\n\td->table[0] = 0;\n\tspin_unlock(&d->index);\n"
     "\treturn 1;\n",
     nullptr},
    {"TakenByAnother", "\tspin_lock(&d->index);\n\td->order++;\n\tspin_unlock(&d->index);\n\treturn 0;\n",
     "\ttell(d);\n\td->order++;\n\tspin_unlock(&d->index);\n\treturn 0;\n", nullptr},
    {"ReleasedByAnother", "\tspin_lock(&d->index);\n\td->order++;\n\tspin_unlock(&d->index);\n\treturn 0;\n",
     "\tspin_lock(&d->index);\n\td->order++;\n\ttell(d);\n\treturn 0;\n", nullptr},
    {"ReleasedThroughAPointer",
     "\tspin_lock(&d->index);\n\tif (d->order) {\n\t\tspin_unlock(&d->index);\n\t\treturn -16;\n\t}\n"
     "\tspin_unlock(&d->index);\n\treturn 0;\n",
     "\tspin_lock(&d->index);\n\tif (d->order)\n\t\treturn d->ops->start(d->index);\n\tspin_unlock(&d->index);\n"
     "\treturn 0;\n",
     nullptr},
    {"CalledInBoth", "\tspin_lock(&d->index);\n\ttell(d);\n\tspin_unlock(&d->index);\n\treturn 0;\n",
     "\tspin_lock(&d->index);\n\ttell(d);\n\treturn 0;\n", "returns with the lock held"},
    {"SaysSo", "\tspin_lock(&d->index);\n\td->order++;\n\tspin_unlock(&d->index);\n\treturn 0;\n",
     "\tspin_lock(&d->index);\n\tif (d->order == 7) {\n\t\tprintk(\"7\");\n\t\treturn -22;\n\t}\n\td->order++;\n"
     "\tspin_unlock(&d->index);\n\treturn 0;\n",
     "returns with the lock held"},
    {"DevUnlock", "\tspin_lock(&d->index);\n\td->order++;\n\tspin_unlock(&d->index);\n\treturn 0;\n",
     "\tspin_lock(&d->index);\n\td->order++;\n\tdev_unlock(d);\n\treturn 0;\n", nullptr},
    // What speaks of a lock and takes none, and what did not take it.
    {"MakesTheLock", "\td->index = 0;\n\tspin_lock(&d->index);\n\tspin_unlock(&d->index);\n\treturn 0;\n",
     "\tspin_lock_init(&d->index);\n\tspin_lock(&d->index);\n\tspin_unlock(&d->index);\n\treturn 0;\n", nullptr},
    {"AsksWhetherItIsHeld", "\treturn d->order;\n",
     "\tif (!rcu_read_lock_held())\n\t\treturn -16;\n\treturn d->order;\n", nullptr},
    {"WoundAndFailed",
     "\tint r = ww_mutex_lock(&d->index);\n\n\tif (r == -1)\n\t\treturn r;\n\tww_mutex_unlock(&d->index);\n\treturn "
     "0;\n",
     "\tint r = ww_mutex_lock(&d->index);\n\n\tif (r < 0)\n\t\treturn r;\n\tww_mutex_unlock(&d->index);\n\treturn 0;\n",
     nullptr},
    {"NoLongerReleasesWhatItDidNotGet",
     "\tint r = mutex_lock_interruptible(&d->index);\n\n\tif (r && r != -22)\n\t\treturn "
     "r;\n\tmutex_unlock(&d->index);\n"
     "\treturn r;\n",
     "\tint r = mutex_lock_interruptible(&d->index);\n\n\tif (r)\n\t\treturn r;\n\tmutex_unlock(&d->index);\n\treturn "
     "r;\n",
     nullptr},
};

INSTANTIATE_TEST_SUITE_P(Kinds, LockBalance, testing::ValuesIn(Locks),
                         [](const auto &Info) { return Info.param.Name; });

} // namespace
} // namespace kverdict
