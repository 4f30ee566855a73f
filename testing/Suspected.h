// For the tests of checks that compare: what one of them says of two versions of a function, and what it passes over.
#pragma once

#include "checks/Checks.h"
#include "parse/Versions.h"
#include "parse/text/Bodies.h"
#include "testing/Comparisons.h"

#include <ostream>
#include <string>
#include <vector>

namespace kverdict {

/// What stands above f() in both versions.
inline const std::string Head = R"(
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
extern void down_read(int *); extern void (lockdep_assert_held)(const volatile void *);
extern void (lockdep_assert_held_write)(const volatile void *); extern void (lockdep_assert_not_held)(const volatile void *);
static int locked(struct dev *d) { lockdep_assert_held(&d->index); return d->order ? -1 : 0; }
static int written(struct dev *d) { lockdep_assert_held_write(&d->index); return d->order ? -1 : 0; }
static int unlocked(struct dev *d) { lockdep_assert_not_held(&d->index); return d->order ? -1 : 0; }
struct bounded { int slots[4]; int after; }; extern struct bounded *bounded;
static int IS_ERR(const void *p) { return (unsigned long)p >= (unsigned long)-4095; }
static long PTR_ERR(const void *p) { return (long)p; }
extern void traced(struct ops *);
static void released(struct ops *o) { if (o->start) traced(o); spin_unlock(&o->n); }
static int with_lock(struct dev *d) { int *l; if (get_locked_entry(d, &l)) return -12; spin_unlock(l); return 0; }
#define BUG() do { __asm__ volatile("ud2"); __builtin_unreachable(); } while (0)
static void put(struct dev *d) { if (d->order >= 4) BUG(); d->table[d->order++] = d->index; }
)";

inline std::string whole(const std::string &Body, const std::string &Doc = "") {
  return Head + Doc + "int f(struct dev *d)\n{\n" + Body + "}\n";
}

/// What a check suspects of f(), whose lines are all taken for changed.
inline std::vector<Candidate> suspected(const std::string &Rule, const std::string &OldBody, const std::string &NewBody,
                                        const std::string &Doc = "") {
  const std::string Old = whole(OldBody, Doc), New = whole(NewBody, Doc);
  const Rules None;
  Versions Shared; // as in a review
  VersionPair Pair(requestFor(Old), requestFor(New), None, &Shared);
  CompareLimits Limits;
  Limits.PerDirection = 1, Limits.EffectsBeside = false;
  const Comparison C = Pair.compare("f", Limits);
  const auto textOf = [](const std::string &Text) {
    const TakenApart All = takeApart(Text, "/t/test.c");
    return *std::find_if(All.Functions.begin(), All.Functions.end(), [](const auto &F) { return F.Name == "f"; });
  };
  const FunctionText Is = textOf(New);
  FunctionView View(Is, "", &None);
  View.parsed(Pair.newUnit(), std::set<unsigned>());
  View.speaksOf("rework");
  View.compareTo(textOf(Old));
  std::vector<Candidate> Suspected;
  for (const auto &Each : allChecks().Others)
    if (Each->info().Id == Rule)
      Each->compare(View, C, Suspected);
  for (Candidate &Each : Suspected)
    Each.Is = Open{}; // what it was compared by ends here
  return Suspected;
}

inline std::vector<std::string> said(const std::string &Rule, const std::string &OldBody, const std::string &NewBody,
                                     const std::string &Doc = "") {
  std::vector<std::string> Out;
  for (const Candidate &Each : suspected(Rule, OldBody, NewBody, Doc))
    Out.push_back(Each.What.Message);
  return Out;
}

struct Case {
  const char *Name, *Old, *New, *Says; ///< null if nothing is to be said
};

inline void PrintTo(const Case &C, std::ostream *To) { *To << C.Name; }

inline void expectSaid(const std::string &Check, const Case &C) {
  const auto Said = said(Check, C.Old, C.New);
  if (C.Says)
    EXPECT_THAT(Said, testing::ElementsAre(testing::HasSubstr(C.Says)));
  else
    EXPECT_THAT(Said, testing::IsEmpty());
}

} // namespace kverdict
