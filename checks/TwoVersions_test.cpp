// What the checks that compare say of two versions of a function, and what they pass over.
#include "checks/Checks.h"
#include "parse/Versions.h"
#include "parse/text/Bodies.h"
#include "testing/Comparisons.h"

namespace kverdict {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string Head = R"(
struct ops { int n; int (*start)(int); };
struct dev { struct ops *ops; int index; unsigned int order; int table[4]; };
#define ENOENT 2
extern int g(struct dev *); extern int instead(struct dev *); extern int last(struct dev *);
extern int valid(struct dev *); extern struct ops *get(struct dev *); extern void tell(struct dev *);
static int count(struct dev *d) { int e = g(d); if (e >= 0) return e; return d->index ? e : -22; }
static int number(struct ops *number_of) { return number_of->n; }
static int h(struct dev *d) { return d->index ? 0 : -19; }
extern void spin_lock(int *); extern void spin_unlock(int *); extern int mutex_trylock(int *);
extern void mutex_unlock(int *); extern int down_killable(int *); extern void up(int *); extern void rcu_read_lock(void);
extern void rcu_read_unlock(void); extern int get_locked_entry(struct dev *, int **); extern void noted(const char *);
extern void down_write(int *); extern void up_write(int *); extern void up_read(int *);
extern void downgrade_write(int *); extern int dec_and_lock(unsigned *, int *); extern void printk(const char *);
extern void spin_lock_init(int *); extern int rcu_read_lock_held(void); extern int ww_mutex_lock(int *);
extern void ww_mutex_unlock(int *); extern int mutex_lock_interruptible(int *); extern void dev_unlock(struct dev *);
#define WARN_ON(c) ({ int w = !!(c); if (w) noted(#c); w; })
#define NOTHING_HERE 0
#define EITHER(a, b) ((a) || (b))
#define REFUSE_IF(c, e) do { if (c) return e; } while (0)
#define NULL ((void *)0)
#define READ_ONCE(x) (*(const volatile typeof(x) *)&(x))
struct node { int a; struct node *next; int *count; };
struct strange { int a; }; struct around { int k; struct node n; }; struct bits { unsigned one : 1, other : 7; };
union both { unsigned int word; unsigned char bytes[4]; };
extern struct dev *second, whole; extern int *number_at, *other_number, counter, table[8]; extern struct ops **ops_at;
extern struct node *list, *entry; extern struct strange *stranger; extern char *text; extern void *raw;
extern struct bits *bits; extern union both *both, *both_too; extern volatile int ticks;
extern void keep(int *); extern int *kept;
struct holder { int *of; }; extern struct holder *holder; extern void see(struct holder *);
static void set(int *where, int what) { *where = what; }
static void keep_it(int *where) { kept = where; }
static int is_enabled(void) { return 0; }
extern void *memset(void *, int, unsigned long); extern void *memcpy(void *, const void *, unsigned long);
static int checked(struct dev *d) { if (WARN_ON(!d->order)) return -22; return 100 / d->order; }
)";

std::string whole(const std::string &Body) { return Head + "int f(struct dev *d)\n{\n" + Body + "}\n"; }

/// What a check suspects of f(), whose lines are all taken for changed.
std::vector<Candidate> suspected(const std::string &Rule, const std::string &OldBody, const std::string &NewBody) {
  const std::string Old = whole(OldBody), New = whole(NewBody);
  const Rules None;
  Versions Shared; // as in a review
  VersionPair Pair(requestFor(Old), requestFor(New), None, &Shared);
  CompareLimits Limits;
  Limits.PerDirection = 1, Limits.EffectsBeside = false;
  const Comparison C = Pair.compare("f", Limits);
  FunctionView View(takeApart(New, "/t/test.c").Functions.at(0));
  View.parsed(Pair.newUnit(), std::set<unsigned>());
  View.speaksOf("rework");
  View.compareTo(takeApart(Old, "/t/test.c").Functions.at(0));
  std::vector<Candidate> Suspected;
  for (const auto &Each : allChecks().Others)
    if (Each->info().Id == Rule)
      Each->compare(View, C, Suspected);
  for (Candidate &Each : Suspected)
    Each.Is = Open{}; // what it was compared by ends here
  return Suspected;
}

std::vector<std::string> said(const std::string &Rule, const std::string &OldBody, const std::string &NewBody) {
  std::vector<std::string> Out;
  for (const Candidate &Each : suspected(Rule, OldBody, NewBody))
    Out.push_back(Each.What.Message);
  return Out;
}

struct Case {
  const char *Name, *Old, *New, *Says; ///< null if nothing is to be said
};

void PrintTo(const Case &C, std::ostream *To) { *To << C.Name; }

void expectSaid(const std::string &Check, const Case &C) {
  const auto Said = said(Check, C.Old, C.New);
  if (C.Says)
    EXPECT_THAT(Said, ElementsAre(HasSubstr(C.Says)));
  else
    EXPECT_THAT(Said, IsEmpty());
}

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
};

INSTANTIATE_TEST_SUITE_P(Kinds, NewCrash, testing::ValuesIn(Crashes), [](const auto &Info) { return Info.param.Name; });

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
    {"MoreErrors", "\tint err = g(d);\n\n\tif (err < -3)\n\t\treturn err;\n\treturn 0;\n",
     "\tint err = g(d);\n\n\tif (err < 0)\n\t\treturn err;\n\treturn 0;\n", nullptr},
    {"OfALockThatWasNotFree", "\tif (mutex_trylock(&d->index) < 0)\n\t\treturn -16;\n\treturn 0;\n",
     "\tmutex_trylock(&d->index);\n\treturn 0;\n", nullptr},
};

INSTANTIATE_TEST_SUITE_P(Kinds, LostError, testing::ValuesIn(Losses), [](const auto &Info) { return Info.param.Name; });

class UnsaidChange : public testing::TestWithParam<Case> {};

TEST_P(UnsaidChange, IsSaid) { expectSaid("unsaid-change", GetParam()); }

const Case Unsaid[] = {
    {"GuardNarrowed", "\tif (d->index < 0 || d->order)\n\t\treturn -22;\n\treturn 0;\n",
     "\tif (d->index < 0)\n\t\treturn -22;\n\treturn 0;\n",
     "The message says \"rework\", and f() returns 0 where it returned -22. Is that meant?"},
    {"OtherErrno", "\tif (d->index < 0)\n\t\treturn -22;\n\treturn 0;\n",
     "\tif (d->index < 0)\n\t\treturn -5;\n\treturn 0;\n", "returns -5 where it returned -22"},
    {"OtherWords", "\tif (d->index < 0)\n\t\treturn -22;\n\treturn 0;\n", "\treturn d->index < 0 ? -22 : 0;\n",
     nullptr},
    {"OtherCalls", "\ttell(d);\n\treturn 0;\n", "\treturn 0;\n", nullptr}, // its verdict is the same
};

INSTANTIATE_TEST_SUITE_P(Kinds, UnsaidChange, testing::ValuesIn(Unsaid),
                         [](const auto &Info) { return Info.param.Name; });

class LockBalance : public testing::TestWithParam<Case> {};

TEST_P(LockBalance, IsSaid) { expectSaid("lock-balance", GetParam()); }

const Case Locks[] = {
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

class DeadGuard : public testing::TestWithParam<Case> {};

TEST_P(DeadGuard, IsSaid) { expectSaid("dead-guard", GetParam()); }

const Case Dead[] = {
    {"RefusedAlready", "\tif (d->index < 0)\n\t\treturn -22;\n\tif (d->order > 9)\n\t\treturn -34;\n\treturn 0;\n",
     "\tif (d->index < 0 || d->order > 9)\n\t\treturn -22;\n\tif (d->order > 9)\n\t\treturn -34;\n\treturn 0;\n",
     nullptr}, // the words stand there twice now
    {"TestsTheOther", "\tif (d->index < 0)\n\t\treturn -22;\n\tif (d->order > 9)\n\t\treturn -34;\n\treturn 0;\n",
     "\tif (d->index < 0)\n\t\treturn -22;\n\tif (d->index < -1)\n\t\treturn -34;\n\treturn 0;\n",
     "`d->index < -1` is never true when this is reached, so it decides nothing."},
    {"OneOfTwo", "\tif (d->index != 1 && d->index != 2)\n\t\treturn -22;\n\treturn 0;\n",
     "\tif (d->index != 1 || d->index != 2)\n\t\treturn -22;\n\treturn 0;\n",
     "`d->index != 2` is always true when this is reached, so it decides nothing; before, it did."},
    {"BehindAStricterOne", "\tif (d->order > 9)\n\t\treturn -34;\n\tif (d->order > 20)\n\t\treturn -22;\n\treturn 0;\n",
     "\tif (d->order > 9)\n\t\treturn -34;\n\tif (d->order > 30)\n\t\treturn -22;\n\treturn 0;\n",
     "`d->order > 30` is never true"},
    {"LessForMore", "\tif (d->order > 20)\n\t\treturn -34;\n\tif (d->order > 9)\n\t\treturn -22;\n\treturn 0;\n",
     "\tif (d->order > 5)\n\t\treturn -34;\n\tif (d->order > 9)\n\t\treturn -22;\n\treturn 0;\n",
     "`d->order > 9` is never true when this is reached, so it decides nothing; before, it did."},
    {"ReturnsFirst", "\tif (d->index)\n\t\treturn -22;\n\tif (d->order)\n\t\treturn -34;\n\treturn 0;\n",
     "\tif (d->index)\n\t\treturn -22;\n\treturn 0;\n\tif (d->order)\n\t\treturn -34;\n\treturn 0;\n",
     "`d->order` is never reached, so it decides nothing; before, it did."},
    {"AlwaysTheSame", "\tif (d->order & 3)\n\t\treturn -22;\n\treturn 0;\n",
     "\tif ((d->order & 3) == 4)\n\t\treturn -22;\n\treturn 0;\n", "`(d->order & 3) == 4` is never true"},
    {"GivenUp", "\tint e = g(d);\n\n\tif (e)\n\t\treturn e;\n\treturn 0;\n",
     "\tint e = 0;\n\n\tg(d);\n\tif (e)\n\t\treturn e;\n\treturn 0;\n", "`e` is never true"},
    {"FiresOnAnotherWay",
     "\tif (d->table[0])\n\t\tgoto tail;\n\tif (d->index)\n\t\treturn -22;\ntail:\n\tif (d->order)\n\t\treturn -34;\n"
     "\treturn 0;\n",
     "\tif (d->table[0])\n\t\tgoto tail;\n\tif (d->order != 0)\n\t\treturn -22;\ntail:\n\tif "
     "(d->order)\n\t\treturn -34;\n"
     "\treturn 0;\n",
     nullptr},
    {"FiresOnNoOtherWay",
     "\tif (d->table[0])\n\t\treturn -5;\n\tif (d->index)\n\t\treturn -22;\n\tif (d->index + 1 == 4)\n\t\treturn -34;\n"
     "\treturn 0;\n",
     "\tif (d->table[0])\n\t\treturn -5;\n\tif (d->index || d->index == 7)\n\t\treturn -22;\n\tif (d->index + 1 == "
     "4)\n\t\treturn -34;\n"
     "\treturn 0;\n",
     "`d->index == 7` is never true"},
    {"ByThatNameAlone", "\td->index = 0;\n\td->order = 7;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\td->index = 0;\n\td->order = 7;\n\tif (d->index == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "`d->index == 7` is never true when this is reached"},
    // What is read may have been written by another name.
    {"ANumberSomewhere",
     "\td->index = 0;\n\t*number_at = d->order;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\td->index = 0;\n\t*number_at = d->order;\n\tif (d->index == 7)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"TwoNumbers",
     "\t*other_number = 0;\n\t*number_at = d->order;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\t*other_number = 0;\n\t*number_at = d->order;\n\tif (*other_number == 7)\n\t\treturn -16;\n\treturn 0;\n",
     nullptr},
    {"AnElement", "\td->table[2] = 0;\n\t*number_at = d->order;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\td->table[2] = 0;\n\t*number_at = d->order;\n\tif (d->table[2] == 7)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"AGlobal", "\tcounter = 0;\n\t*number_at = d->order;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tcounter = 0;\n\t*number_at = d->order;\n\tif (counter == 7)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"AnElementOfAGlobal",
     "\ttable[3] = 0;\n\t*number_at = d->order;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\ttable[3] = 0;\n\t*number_at = d->order;\n\tif (table[3] == 7)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"AGlobalStruct",
     "\twhole.index = 0;\n\td->index = d->order;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\twhole.index = 0;\n\td->index = d->order;\n\tif (whole.index == 7)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"TheSameStruct",
     "\td->index = 0;\n\tsecond->index = d->order;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\td->index = 0;\n\tsecond->index = d->order;\n\tif (d->index == 7)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"APointer", "\td->ops = NULL;\n\t*ops_at = get(d);\n\tif (d->order)\n\t\treturn -16;\n\treturn 0;\n",
     "\td->ops = NULL;\n\t*ops_at = get(d);\n\tif (d->ops)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"TheNext", "\tlist->a = 0;\n\tlist->next->a = d->order;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tlist->a = 0;\n\tlist->next->a = d->order;\n\tif (list->a == 7)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"TheNextButOne",
     "\tlist->next->a = 0;\n\tlist->next->next->a = d->order;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tlist->next->a = 0;\n\tlist->next->next->a = d->order;\n\tif (list->next->a == 7)\n\t\treturn -16;\n\treturn "
     "0;\n",
     nullptr},
    {"WhatAMemberLeadsTo",
     "\tlist->a = 0;\n\t*list->count = d->order;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tlist->a = 0;\n\t*list->count = d->order;\n\tif (list->a == 7)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"InsideAnother",
     "\t((struct around *)raw)->n.a = 0;\n\tlist->a = d->order;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\t((struct around *)raw)->n.a = 0;\n\tlist->a = d->order;\n\tif (((struct around *)raw)->n.a == 7)\n\t\treturn "
     "-16;\n\treturn 0;\n",
     nullptr},
    {"AroundAnother",
     "\tentry->a = 0;\n\t((struct around *)((char *)list - 8))->n.a = d->order;\n\tif (d->order == 7)\n\t\treturn "
     "-16;\n\treturn 0;\n",
     "\tentry->a = 0;\n\t((struct around *)((char *)list - 8))->n.a = d->order;\n\tif (entry->a == 7)\n\t\treturn "
     "-16;\n\treturn 0;\n",
     nullptr},
    {"OfAnotherType", "\tlist->a = 0;\n\tstranger->a = d->order;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tlist->a = 0;\n\tstranger->a = d->order;\n\tif (list->a == 7)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"Bytes", "\td->index = 0;\n\t*text = 7;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\td->index = 0;\n\t*text = 7;\n\tif (d->index)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"InACallee",
     "\td->index = 0;\n\tset(&second->index, d->order);\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\td->index = 0;\n\tset(&second->index, d->order);\n\tif (d->index == 7)\n\t\treturn -16;\n\treturn 0;\n",
     nullptr},
    {"Filled",
     "\td->index = 1;\n\tmemset(second, 0, sizeof(*second));\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\td->index = 1;\n\tmemset(second, 0, sizeof(*second));\n\tif (!d->index)\n\t\treturn -16;\n\treturn 0;\n",
     nullptr},
    {"Copied",
     "\td->index = 1;\n\tmemcpy(second, &whole, sizeof(*second));\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn "
     "0;\n",
     "\td->index = 1;\n\tmemcpy(second, &whole, sizeof(*second));\n\tif (!d->index)\n\t\treturn -16;\n\treturn 0;\n",
     nullptr},
    {"Assigned", "\td->index = 1;\n\t*second = whole;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\td->index = 1;\n\t*second = whole;\n\tif (!d->index)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"Bits", "\tbits->one = 0;\n\t*text = 7;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tbits->one = 0;\n\t*text = 7;\n\tif (bits->one)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"OfAUnion",
     "\tboth->word = 0;\n\tboth_too->bytes[1] = d->order;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tboth->word = 0;\n\tboth_too->bytes[1] = d->order;\n\tif (both->word)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"OwnBytesOfAUnion",
     "\tboth->word = 0;\n\tboth->bytes[1] = d->order;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tboth->word = 0;\n\tboth->bytes[1] = d->order;\n\tif (both->word)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    // By others, meanwhile.
    {"ReadOnce",
     "\tif (READ_ONCE(d->index))\n\t\treturn -5;\n\td->order++;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tif (READ_ONCE(d->index))\n\t\treturn -5;\n\td->order++;\n\tif (READ_ONCE(d->index))\n\t\treturn -16;\n\treturn "
     "0;\n",
     nullptr},
    {"StoredThenReadOnce", "\td->index = 0;\n\td->order++;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\td->index = 0;\n\td->order++;\n\tif (READ_ONCE(d->index))\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"Volatile", "\tif (ticks)\n\t\treturn -5;\n\td->order++;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tif (ticks)\n\t\treturn -5;\n\td->order++;\n\tif (ticks)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"ByACall", "\tif (d->index)\n\t\treturn -5;\n\ttell(d);\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tif (d->index)\n\t\treturn -5;\n\ttell(d);\n\tif (d->index)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"AGlobalByACall", "\tcounter = 0;\n\ttell(d);\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tcounter = 0;\n\ttell(d);\n\tif (counter)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"AStaticByACall",
     "\tstatic int seen;\n\tseen = 0;\n\ttell(d);\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tstatic int seen;\n\tseen = 0;\n\ttell(d);\n\tif (seen)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"Barrier",
     "\tif (d->index)\n\t\treturn -5;\n\t__asm__ volatile(\"\" ::: \"memory\");\n\tif (d->order == 7)\n\t\treturn "
     "-16;\n\treturn 0;\n",
     "\tif (d->index)\n\t\treturn -5;\n\t__asm__ volatile(\"\" ::: \"memory\");\n\tif (d->index)\n\t\treturn "
     "-16;\n\treturn 0;\n",
     nullptr},
    {"ALocalThatACallKept",
     "\tint v;\n\tkeep(&v);\n\tv = 0;\n\ttell(d);\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tint v;\n\tkeep(&v);\n\tv = 0;\n\ttell(d);\n\tif (v)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"ALocalThatACallKeptAndAnAlias",
     "\tint v;\n\tkeep(&v);\n\tv = 0;\n\t*number_at = 7;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tint v;\n\tkeep(&v);\n\tv = 0;\n\t*number_at = 7;\n\tif (v)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"ALocalThatWasKept",
     "\tint v = 0;\n\tkept = &v;\n\ttell(d);\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tint v = 0;\n\tkept = &v;\n\ttell(d);\n\tif (v)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"ALocalThatACalleeKept",
     "\tint v = 0;\n\tkeep_it(&v);\n\ttell(d);\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tint v = 0;\n\tkeep_it(&v);\n\ttell(d);\n\tif (v)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"ALocalThatACalleeKeptAndAnAlias",
     "\tint v = 0;\n\tkeep_it(&v);\n\t*number_at = 7;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tint v = 0;\n\tkeep_it(&v);\n\t*number_at = 7;\n\tif (v)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"ALocalOfOnesOwn", "\tint v = 0;\n\tset(&v, 3);\n\ttell(d);\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tint v = 0;\n\tset(&v, 3);\n\ttell(d);\n\tif (v == 4)\n\t\treturn -16;\n\treturn 0;\n",
     "`v == 4` is never true when this is reached"},
    {"ALocalThatWasKeptAndABarrier",
     "\tint v = 0;\n\tkept = &v;\n\t__asm__ volatile(\"\" ::: \"memory\");\n\tif (d->order)\n\t\treturn -16;\n\treturn "
     "0;\n",
     "\tint v = 0;\n\tkept = &v;\n\t__asm__ volatile(\"\" ::: \"memory\");\n\tif (v)\n\t\treturn -16;\n\treturn 0;\n",
     nullptr},
    {"ALocalThatAStructLedTo",
     "\tint v = 0;\n\tstruct holder h = {&v};\n\n\tsee(&h);\n\tv = 0;\n\ttell(d);\n\tif (d->order)\n\t\treturn "
     "-16;\n\treturn 0;\n",
     "\tint v = 0;\n\tstruct holder h = {&v};\n\n\tsee(&h);\n\tv = 0;\n\ttell(d);\n\tif (v)\n\t\treturn -16;\n\treturn "
     "0;\n",
     nullptr},
    {"ALocalThatAnAssignedStructLeadsTo",
     "\tint v = 0;\n\tstruct holder h = {&v};\n\n\t*holder = h;\n\ttell(d);\n\tif (d->order)\n\t\treturn "
     "-16;\n\treturn 0;\n",
     "\tint v = 0;\n\tstruct holder h = {&v};\n\n\t*holder = h;\n\ttell(d);\n\tif (v)\n\t\treturn -16;\n\treturn 0;\n",
     nullptr},
    // Both versions go on to do the same.
    {"Renamed", "\tint o = d->order;\n\n\tif (o)\n\t\treturn -16;\n\tif (d->index > 3)\n\t\treturn -5;\n\treturn 0;\n",
     "\tint p = d->order;\n\n\tif (p)\n\t\treturn -16;\n\tif (d->index > 5)\n\t\treturn -5;\n\treturn 0;\n", nullptr},
    // What a macro joins is one test, and what it jumps by is hidden.
    {"AMacroJoins", "\tif (d->index > 9)\n\t\treturn -22;\n\tif (d->order)\n\t\treturn -16;\n\treturn 0;\n",
     "\tif (d->index > 9)\n\t\treturn -22;\n\tif (EITHER(d->index > 9, d->order))\n\t\treturn -16;\n\treturn 0;\n",
     nullptr},
    {"AMacroJoinsTwoThatAreDead",
     "\tif (d->index > 9)\n\t\treturn -22;\n\tif (d->order)\n\t\treturn -16;\n\treturn 0;\n",
     "\tif (d->index > 9)\n\t\treturn -22;\n\tif (EITHER(d->index > 19, d->index == 12))\n\t\treturn -16;\n\treturn "
     "0;\n",
     "`EITHER(d->index > 19, d->index == 12)` is never true when this is reached"},
    {"AMacroJumps", "\tif (d->index > 9)\n\t\treturn -22;\n\tif (d->order)\n\t\treturn -16;\n\treturn 0;\n",
     "\tif (d->index > 9)\n\t\treturn -22;\n\tREFUSE_IF(d->index > 9 || d->order, -16);\n\treturn 0;\n", nullptr},
    {"AMacroTakesTwo", "\tif (d->index > 9)\n\t\treturn -22;\n\tif (d->order)\n\t\treturn -16;\n\treturn 0;\n",
     "\tif (d->index > 9)\n\t\treturn -22;\n\tREFUSE_IF(d->index > 12, -16);\n\treturn 0;\n", nullptr},
    // Where it ends in undefined behaviour, it was reached.
    {"FollowsNull", "\tif (second && second->index > 3)\n\t\treturn -22;\n\treturn 0;\n",
     "\tif (second || second->index > 3)\n\t\treturn -22;\n\treturn 0;\n", nullptr},
    // Only here.
    {"AnOptionReturns", "\tif (d->order)\n\t\treturn -16;\n\treturn 0;\n",
     "\tif (!NOTHING_HERE)\n\t\treturn 0;\n\tif (d->order)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"AnOptionJoins",
     "\tif (d->index > 9 && d->order)\n\t\treturn -22;\n\tif (d->index > 9)\n\t\treturn -16;\n\treturn 0;\n",
     "\tif (d->index > 9 && !NOTHING_HERE)\n\t\treturn -22;\n\tif (d->index > 9)\n\t\treturn -16;\n\treturn 0;\n",
     nullptr},
    {"SetByAStub", "\tint e = g(d);\n\tif (e)\n\t\treturn e;\n\treturn 0;\n",
     "\tint e = is_enabled();\n\tif (e)\n\t\treturn e;\n\treturn 0;\n", nullptr},
    {"SetByAnOption", "\tint e = g(d);\n\tif (e)\n\t\treturn e;\n\treturn 0;\n",
     "\tint n = NOTHING_HERE, e = n;\n\tif (e)\n\t\treturn e;\n\treturn 0;\n", nullptr},
    {"SetToNull", "\tstruct ops *o = get(d);\n\tif (!o)\n\t\treturn -12;\n\treturn 0;\n",
     "\tstruct ops *o = NULL;\n\tif (!o)\n\t\treturn -12;\n\treturn 0;\n", "`!o` is always true"},
    {"LeftOutByTheText", "\tif (d->index > 9)\n\t\treturn -16;\n\treturn 0;\n",
     "\tif (d->index)\n\t\treturn 0;\n#if NOTHING_HERE\n\td->index = d->order;\n#endif\n\tif (d->index > "
     "9)\n\t\treturn -16;\n\treturn 0;\n",
     nullptr},
    {"AFlagThatIsNoneDenied", "\treturn 0;\n", "\tif (!(d->order & NOTHING_HERE))\n\t\treturn -22;\n\treturn 0;\n",
     "`!(d->order & NOTHING_HERE)` is always true"},
    // What the configuration or a callee says, what decides in some state, what guards nothing.
    {"OfAnOption", "\treturn 0;\n", "\tif (NOTHING_HERE)\n\t\treturn -22;\n\treturn 0;\n", nullptr},
    {"OfAFlagThatIsNone", "\treturn 0;\n", "\tif (d->order & NOTHING_HERE)\n\t\treturn -22;\n\treturn 0;\n", nullptr},
    {"Another", "\tif (d->index)\n\t\treturn -22;\n\treturn 0;\n",
     "\tif (d->index)\n\t\treturn -22;\n\tif (d->order)\n\t\treturn -34;\n\treturn 0;\n", nullptr},
    {"WasDead", "\tif (d->index < 0)\n\t\treturn -22;\n\tif (d->index < -1)\n\t\treturn -34;\n\treturn 0;\n",
     "\tif (d->index < 0)\n\t\treturn -22;\n\tif (d->index < -1)\n\t\treturn -34;\n\treturn 1;\n", nullptr},
    {"NotAllIsKnown", "\treturn 0;\n",
     "\tfor (unsigned i = 0; i < d->order; i++)\n\t\tif (d->table[i & 3] > 4 && d->table[i & 3] < 2)\n\t\t\treturn "
     "-22;\n"
     "\treturn 0;\n",
     nullptr},
};

INSTANTIATE_TEST_SUITE_P(Kinds, DeadGuard, testing::ValuesIn(Dead), [](const auto &Info) { return Info.param.Name; });

class Guarded : public testing::TestWithParam<Case> {};

TEST_P(Guarded, IsSaid) {
  const auto Found = suspected("dead-guard", GetParam().Old, GetParam().New);
  ASSERT_EQ(Found.size(), 1u);
  EXPECT_EQ(Found[0].What.Verdict, GetParam().Says);
}

constexpr const char *Before = "\tif (d->index > 10)\n\t\treturn -22;\n\tif (d->order)\n\t\treturn -16;\n\treturn 0;\n";

const Case Jumps[] = {
    {"Never", Before, "\tif (d->index > 10)\n\t\treturn -22;\n\tif (d->index > 12)\n\t\treturn -16;\n\treturn 0;\n",
     "goes past `return -16`"},
    {"Always", Before, "\tif (d->index > 10)\n\t\treturn -22;\n\tif (d->index < 11)\n\t\treturn -16;\n\treturn 0;\n",
     "gets no further than `return -16`"},
    {"NeverButWhereItOverflows", Before,
     "\tif (d->index > 10)\n\t\treturn -22;\n\tif (d->index + 1 < d->index)\n\t\treturn -16;\n\treturn 0;\n",
     "goes past `return -16`"},
    {"NeverButWhereItIsUndefined", Before,
     "\tif (d->index > 10)\n\t\treturn -22;\n\tif (!(1 << d->index))\n\t\treturn -16;\n\treturn 0;\n", ""},
    {"NeverOfBoth", Before,
     "\tif (d->index > 10)\n\t\treturn -22;\n\tif (d->order && d->index > 12)\n\t\treturn -16;\n\treturn 0;\n",
     "goes past `return -16`"},
    {"NeverAndAnother", Before,
     "\tif (d->index > 10)\n\t\treturn -22;\n\tif (d->index > 12 && d->order)\n\t\treturn -16;\n\treturn 0;\n",
     "goes past `return -16`"},
    {"NeverOfEither", Before,
     "\tif (d->index > 10)\n\t\treturn -22;\n\tif (d->order || d->index > 12)\n\t\treturn -16;\n\treturn 0;\n", ""},
    {"AlwaysOfBoth", Before,
     "\tif (d->index > 10)\n\t\treturn -22;\n\tif (d->index < 11 && d->order)\n\t\treturn -16;\n\treturn 0;\n", ""},
    {"AlwaysOfEither", Before,
     "\tif (d->index > 10)\n\t\treturn -22;\n\tif (d->order || d->index < 11)\n\t\treturn -16;\n\treturn 0;\n",
     "gets no further than `return -16`"},
};

INSTANTIATE_TEST_SUITE_P(Kinds, Guarded, testing::ValuesIn(Jumps), [](const auto &Info) { return Info.param.Name; });

class BrokenPremise : public testing::TestWithParam<Case> {};

TEST_P(BrokenPremise, IsSaid) { expectSaid("broken-premise", GetParam()); }

const Case Premises[] = {
    {"GuardDropped", "\tif (!d->order)\n\t\treturn -11;\n\treturn checked(d);\n", "\treturn checked(d);\n",
     "With this, `WARN_ON(!d->order)` in checked() fires; before, it did not."},
    {"OnesOwn",
     "\tif (!d->order)\n\t\treturn -11;\n\tif (WARN_ON(!d->order && d->index))\n\t\treturn -5;\n\treturn 0;\n",
     "\tif (WARN_ON(!d->order && d->index))\n\t\treturn -5;\n\treturn 0;\n", "of f() fires"},
    {"OneMore", "\treturn 0;\n", "\tif (WARN_ON(!d->order))\n\t\treturn -5;\n\treturn 0;\n", nullptr},
    {"AsBefore", "\treturn checked(d);\n", "\tif (d->index == 3)\n\t\treturn -11;\n\treturn checked(d);\n", nullptr},
};

INSTANTIATE_TEST_SUITE_P(Kinds, BrokenPremise, testing::ValuesIn(Premises),
                         [](const auto &Info) { return Info.param.Name; });

} // namespace
} // namespace kverdict
