// Where all ways are too many, or cannot be followed exactly, a few are looked at: a state in which the versions differ
// is told, and what is not known stays open.
#include "testing/Bases.h"
#include "testing/Comparisons.h"

namespace kverdict {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Comparison both(const std::string &Old, const std::string &New, bool Search, unsigned Part = 8) {
  CompareLimits Limits;
  Limits.Search = Search;
  Limits.MostEffort /= Part;
  const Rules None;
  return VersionPair(requestFor(Prelude + Old), requestFor(Prelude + New), None).compare("f", Limits);
}

struct CutShort {
  const char *Name, *Head, *Old, *New;
  const char *Told; ///< among what is shown
  const char *Rest = "";
  unsigned Part = 8; ///< of the effort that a comparison may take
};

const char *const Products = "  for (i = 0; i < 6; i++) {"
                             "    x = a * b % (c + i);"
                             "    if (x * a % b == 3 * i + 2) a = b * c / (x + 1) + b * d % (a + c + 1);"
                             "    if (x * b % a == 7 * i + 5) c += b * x * a / (d + 3) % (b + a * c);"
                             "  }"
                             "  return 0; }";

const CutShort Kinds[] = {
    // The ways through the products are not followed to their end.
    {"DroppedGuardBeforeProducts",
     "int f(unsigned long a, unsigned long b, unsigned long c, unsigned long d) {"
     "  unsigned long x, i;",
     "  if (d > 63) return -EINVAL;", "", "if [d > 63]", Products},
    // The nearest way leads to another error; that it is accepted now, too, is found behind it.
    {"AnotherErrorIsNotAll",
     "int f(unsigned long a, unsigned long b, unsigned long c, unsigned long d) {"
     "  unsigned long x, i;",
     "  if (d > 63) return -EINVAL; if (opaque(1) < 0) return -EIO;", "  if (opaque(1) < 0) return -EIO;",
     "laxer: -EINVAL -> 0 if [d > 63]", Products},
    // An element that was written may be the one that is read.
    {"ArrayAtTwoIndices", "int f(int *a, int i, int j) { a[i] = 1; a[j] = 2;", "return a[i]; }", "return 1; }",
     "other value: 2 -> 1 if"},
    // What is called does not rest on what was read.
    {"CallBehindAnArrayAtTwoIndices", "int f(int *a, int i, int j) { a[i] = 1; if (a[j] > 5)", " opaque(3);", " ;",
     "no longer calls opaque(3)", " return 0; }"},
    // The guard is behind a division, and more of them follow.
    {"ShiftBehindADivision",
     "struct debt { unsigned long delay, at, since, sum, vtime, owed, period, rate; unsigned weight; };"
     "bool f(struct debt *g, unsigned long now, unsigned long v) { unsigned long shift, delay, next; long over;"
     "  if ((long)(now - g->at) < 0) return false; shift = (now - g->at) / 1000000;",
     "if (g->delay && shift < 64)", "if (g->delay)", "undefined behaviour: the shift is too wide",
     "delay = g->delay >> shift; else delay = 0;"
     "  over = (long)(100 * (g->vtime + (g->owed * 65536 + g->weight - 1) / g->weight - v)) / (long)(g->period * "
     "g->rate);"
     "  if (over <= 500) next = 0; else if (over >= 25000) next = 250000;"
     "  else next = 250 + 249750ul * (over - 500) / 24500;"
     "  if (next > delay) { g->delay = next; g->at = now; delay = next; }"
     "  if (delay >= 250) { if (!g->since) g->since = now; return true; }"
     "  if (g->since) { g->sum += now - g->since; g->since = 0; }"
     "  g->delay = 0; return false; }",
     2},
    // Each round of a callee's loop may go two ways, and there are nine.
    {"LoopOfKnownRoundsInACallee",
     "struct dir { int *dents[9]; int used; };"
     "static void clear(struct dir *d) { for (int i = 8; i >= 0; --i) { if (!d->dents[i]) continue;"
     "  opaque(i); d->dents[i] = NULL; } }"
     "static int fill(struct dir *d) { for (int i = 0; i < 9; i++) { if (d->dents[i] && opaque(i) < 0) return -EIO; } "
     "return 0; }"
     "int f(struct dir *d, int *p) {",
     "if (!p) goto fail;", "", "undefined behaviour: null dereference of p if [!p]",
     "if (opaque(*p) < 0) goto fail; if (fill(d) < 0) goto fail; return 0; fail: clear(d); return -EINVAL; }"},
    // What is on the list is disabled by the name of p, and asked by that of the list's element.
    {"TwoNamesOnOneList",
     "struct list { struct list *next; }; struct probe { long addr; struct list list; unsigned flags; };"
     "struct probe *get(long); int disarm(struct probe *);"
     "static struct probe *at(struct list *l) { return (struct probe *)((char *)l - __builtin_offsetof(struct probe, "
     "list)); }"
     "static bool all_off(struct probe *ap) { struct list *l = ap->list.next; unsigned n = 0;"
     "  while (l != &ap->list) { if (!(at(l)->flags & 1)) return false; n = n * 3 + at(l)->addr; l = l->next; } return "
     "true; }"
     "static bool holds(struct probe *ap, struct probe *p) { struct list *l = ap->list.next;"
     "  while (l != &ap->list) { if (at(l) == p) return true; l = l->next; } return false; }"
     "int f(struct probe *p, struct probe *o) { if (p == o || !holds(o, p) || (p->flags & 1)) return -EINVAL;"
     "  p->flags |= 1; if (!all_off(o)) return 0;",
     "if (o->flags & 1) return 0;", "", "o->flags & 1", "return disarm(o) < 0 ? -EIO : 0; }"},
    // Which bytes they are is not known.
    {"BytesThatAreLookedFor",
     "void *memchr(const void *, int, unsigned long); struct name { char text[70]; };"
     "int f(const struct name *n, int a) { if (a < 0) return -EPERM;",
     "if (memchr(n->text, 0, sizeof(n->text)) == 0) return -EINVAL; return 0; }", "return 0; }",
     "laxer: -EINVAL -> 0 if [memchr(n->text, 0, sizeof(n->text)) == NULL]"},
};

class SearchTest : public testing::TestWithParam<CutShort> {};

TEST_P(SearchTest, TellsAState) {
  const CutShort &Kind = GetParam();
  const std::string Old = std::string(Kind.Head) + Kind.Old + Kind.Rest,
                    New = std::string(Kind.Head) + Kind.New + Kind.Rest;
  EXPECT_EQ(changeWord(both(Old, New, false, Kind.Part).What), "undecided") << "nothing is shown here";
  const Comparison C = both(Old, New, true, Kind.Part);
  EXPECT_EQ(changeWord(C.What), "different") << shown(C);
  EXPECT_THAT(shown(C), HasSubstr(Kind.Told));
  EXPECT_THAT(C.Reason, Not(IsEmpty())) << "what it was not compared for";
  EXPECT_EQ(C.Refuted, 0u);
}

INSTANTIATE_TEST_SUITE_P(Kinds, SearchTest, testing::ValuesIn(Kinds), [](const auto &Info) { return Info.param.Name; });

/// They are one object in the state that is run; which of five names are, is too much to ask for one after the other.
TEST(Search, TwoNamesMayLeadToOneObject) {
  const std::string Head = "int f(struct area *p, struct area *a, struct area *b, struct area *c) {"
                           "  struct area *q = find(1);"
                           "  if (!q || p != q || !a || !b || !c) return 0;"
                           "  if ((a->count ^ b->count ^ c->count) == 7 && q->count > 3";
  const Comparison C =
      both(Head + " && p->ro) return -EINVAL; return 0; }", Head + ") return -EINVAL; return 0; }", false);
  EXPECT_EQ(changeWord(C.What), "stricter") << shown(C);
  EXPECT_EQ(C.Refuted, 0u);
}

} // namespace
} // namespace kverdict
