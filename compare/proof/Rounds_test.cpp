// Loops whose rounds nobody counts: the same in other words is proved, and what is not the same never is.
#include "testing/Bases.h"
#include "testing/Comparisons.h"

namespace kverdict {
namespace {

Comparison both(const std::string &Old, const std::string &New) { return compared(Prelude + Old, Prelude + New); }

struct Two {
  const char *Name, *Old, *New;
};

const std::string Sum = "int f(int n, unsigned *v) { unsigned s = 0; int i; for (i = 0; i < n; i++) s += v[i]; "
                        "return s > 9 ? -EINVAL : 0; }";

TEST(Rounds, ADoIsNoWhileWithoutItsFirstTest) {
  const Comparison C = both("int f(int n) { int i = 0; while (i < n) { opaque(i); i++; } return 0; }",
                            "int f(int n) { int i = 0; do { opaque(i); i++; } while (i < n); return 0; }");
  EXPECT_EQ(changeWord(C.What), "different") << shown(C);
}

const Two Rewrites[] = {
    {"DeMorganInGuard",
     "int f(struct area *a, int n) { int i; for (i = 0; i < n; i++) if (!(a->ro && i > 3)) if (opaque(i)) return -EIO; "
     "return 0; }",
     "int f(struct area *a, int n) { int i; for (i = 0; i < n; i++) if (!a->ro || i <= 3) if (opaque(i)) return -EIO; "
     "return 0; }"},
    {"DoForWhile",
     "int f(int n) { int i = 0, s = 0; if (n <= 0) return 0; while (i < n) { s += opaque(i); i++; } return s; }",
     "int f(int n) { int i = 0, s = 0; if (n <= 0) return 0; do { s += opaque(i); i++; } while (i < n); return s; }"},
    {"DoBehindATest",
     "struct node { struct node *next; int v; };"
     "int f(struct node *p) { int s = 0; while (p) { s += p->v; p = p->next; } return s; }",
     "struct node { struct node *next; int v; };"
     "int f(struct node *p) { int s = 0; if (p) do { s += p->v; p = p->next; } while (p); return s; }"},
    {"SumForIndex", "int f(const int *a, int n) { int i, s = 0; for (i = 0; i < n; i++) s += a[i]; return s; }",
     "int f(const int *a, int n) { int s = 0; for (int i = 0; i < n; ++i) s = s + *(a + i); return s; }"},
    {"LocalRenamed",
     "int f(int n) { int i, err = 0; for (i = 0; i < n; i++) { err = opaque(i); if (err) break; } return err; }",
     "int f(int n) { int k, ret = 0; for (k = 0; k < n; k++) { ret = opaque(k); if (ret) break; } return ret; }"},
    {"WhileForFor", "int f(int n) { int i; for (i = 0; i < n; i++) if (opaque(i)) return -EIO; return 0; }",
     "int f(int n) { int i = 0; while (i < n) { if (opaque(i)) return -EIO; i++; } return 0; }"},
    {"ForForWhile", "int f(unsigned n) { unsigned s = 1; while (n) { s = s * 3 + n; n--; } return s & 1; }",
     "int f(unsigned n) { unsigned s; for (s = 1; n; n--) s = n + s * 3; return s & 1; }"},
    {"GotoForWhile", "int f(int n) { int i = 0; while (i < n) { if (opaque(i)) return -EIO; i++; } return 0; }",
     "int f(int n) { int i = 0; again: if (i >= n) return 0; if (opaque(i)) return -EIO; i++; goto again; }"},
    {"HelperExtracted",
     "int f(struct area *a, int n) { int i; for (i = 0; i < n; i++) { if (a->flags & VM_IO) return -EIO; if (a->ro) "
     "return -EPERM; poke(a); } return 0; }",
     "static int check(const struct area *a) { return a->flags & VM_IO ? -EIO : a->ro ? -EPERM : 0; }\n"
     "int f(struct area *a, int n) { int i; for (i = 0; i < n; i++) { int err = check(a); if (err) return err; "
     "poke(a); "
     "} return 0; }"},
    {"GuardsSwapped",
     "int f(struct area *a, int n) { for (; n > 0; n--) { if (a->ro) return -EIO; if (a->count) return -EIO; poke(a); "
     "} "
     "return 0; }",
     "int f(struct area *a, int n) { for (; n > 0; n--) { if (a->count) return -EIO; if (a->ro) return -EIO; poke(a); "
     "} "
     "return 0; }"},
    {"GotoForReturn", "int f(int n) { int i; for (i = 0; i < n; i++) if (opaque(i) < 0) return -EIO; return 0; }",
     "int f(int n) { int i, err = 0; for (i = 0; i < n; i++) if (opaque(i) < 0) { err = -EIO; goto out; } out: return "
     "err; }"},
    {"ListWalk",
     "struct node { struct node *next; int v; }; bool f(struct node *p, int v) { for (; p; p = p->next) if (p->v == v) "
     "return true; return false; }",
     "struct node { struct node *next; int v; }; bool f(struct node *p, int v) { while (p) { if (!(p->v != v)) return "
     "1; "
     "p = p->next; } return 0; }"},
    {"ListWalkThatWrites",
     "struct node { struct node *next; int v; }; int f(struct node *p) { int n = 0; for (; p; p = p->next) { p->v = 0; "
     "n ^= 1; } return n; }",
     "struct node { struct node *next; int v; }; int f(struct node *q) { int k = 0; while (q) { q->v = 0; k ^= 1; q = "
     "q->next; } return k; }"},
    {"Nested",
     "int f(int n, int m) { int i, j, s = 0; for (i = 0; i < n; i++) for (j = 0; j < m; j++) if (opaque(i ^ j)) s ^= "
     "i; "
     "return s; }",
     "int f(int n, int m) { int i, j, s = 0; for (i = 0; i < n; i++) { j = 0; while (!(j >= m)) { if (opaque(i ^ j)) s "
     "= s ^ i; j++; } } return s; }"},
    {"TwoLoops",
     "int f(int n) { int i, s = 0; for (i = 0; i < n; i++) s ^= i; for (i = 0; i < n; i++) if (opaque(s)) return 1; "
     "return 0; }",
     "int f(int n) { int s = 0, k; for (k = 0; k < n; k++) s = k ^ s; for (k = 0; k < n; k++) if (opaque(s)) return "
     "1; return 0; }"},
    {"DoWhile", "int f(int n) { do { if (opaque(n)) return -EIO; } while (n-- > 0); return 0; }",
     "int f(int n) { for (;;) { if (opaque(n)) return -EIO; if (n-- <= 0) break; } return 0; }"},
    {"DeadLocalAdded", "int f(int n) { int i; for (i = 0; i < n; i++) if (opaque(i)) return -EIO; return 0; }",
     "int f(int n) { int i, err; for (i = 0; i < n; i++) { err = opaque(i); if (err) return -EIO; } return 0; }"},
    {"LocalByAddress",
     "int f(struct area *a, int n) { int tok = a->count; while (n-- > 0) { lock(&tok); if (tok < 0) return -EBUSY; } "
     "return 0; }",
     "int f(struct area *a, int n) { int key = a->count; for (; n-- > 0;) { lock(&key); if (!(key >= 0)) return "
     "-EBUSY; "
     "} return 0; }"},
    {"SwitchInLoop",
     "int f(const char *s) { for (; *s; s++) switch (*s) { case 'a': return 1; case 'b': continue; default: return 0; "
     "} "
     "return 2; }",
     "int f(const char *s) { while (*s) { if (*s == 'a') return 1; if (*s != 'b') return 0; s++; } return 2; }"},
    {"CountInMemory", "int f(struct area *a, int n) { int i; for (i = 0; i < n; i++) a->count ^= i; return a->count; }",
     "int f(struct area *a, int n) { int i = 0; while (i < n) { a->count = a->count ^ i; ++i; } return a->count; }"},
    {"LoopInCallee",
     "static int g(int n) { int s = 0; while (n-- > 0) s ^= n; return s; } int f(int n) { int i; for (i = 0; i < n; "
     "i++) "
     "if (g(i) > 5) return -EIO; return 0; }",
     "static int g(int n) { int s = 0; while (n-- > 0) s ^= n; return s; } int f(int n) { int i; for (i = 0; i < n; "
     "i++) "
     "if (!(g(i) <= 5)) return -EIO; return 0; }"},
    {"LoopOnlyInCallee",
     "static int g(int n) { int s = 0; while (n-- > 0) s ^= n; return s; } int f(int n) { return g(n) > 5 ? -EIO : 0; "
     "}",
     "static int g(int n) { int s = 0; while (n-- > 0) s ^= n; return s; } int f(int n) { if (g(n) <= 5) return 0; "
     "return -EIO; }"},
    {"MacroThatGoesRoundOnce",
     "int f(int n) { int i; for (i = 0; i < n; i++) do { if (opaque(i)) return 1; } while (0); return 0; }",
     "int f(int n) { int i; for (i = 0; i < n; i++) if (opaque(i)) return 1; return 0; }"},
    {"UndefinedBeforeIsFree", "int f(int n) { int i, s = 0; for (i = 0; i < n; i++) s += i; return s + 1 > s; }",
     "int f(int n) { int i, s = 0; for (i = 0; i < n; i++) s += i; return 1; }"},
};

class RoundsTest : public testing::TestWithParam<Two> {};

TEST_P(RoundsTest, AreTheSame) {
  const Comparison C = both(GetParam().Old, GetParam().New);
  EXPECT_EQ(changeWord(C.What), "equivalent") << shown(C);
  EXPECT_FALSE(C.SameCode);
}

TEST_P(RoundsTest, AreTheSameTheOtherWayRound) {
  if (std::string(GetParam().Name).starts_with("Undefined"))
    return;
  const Comparison C = both(GetParam().New, GetParam().Old);
  EXPECT_EQ(changeWord(C.What), "equivalent") << shown(C);
}

TEST_P(RoundsTest, EachIsEquivalentToItself) {
  EXPECT_EQ(changeWord(both(GetParam().Old, GetParam().Old).What), "equivalent");
  EXPECT_EQ(changeWord(both(GetParam().New, GetParam().New).What), "equivalent");
}

INSTANTIATE_TEST_SUITE_P(Words, RoundsTest, testing::ValuesIn(Rewrites),
                         [](const auto &Info) { return Info.param.Name; });

const std::string Node = "struct node { struct node *next, *prev; int v; };";

/// Not the same: in a late round, in what is carried from round to round, in the order of what is done.
const Two Others[] = {
    {"LateRound", "int f(int n) { int i; for (i = 0; i < n; i++) if (opaque(i)) return 1; return 0; }",
     "int f(int n) { int i; for (i = 0; i < n; i++) { if (i == 100) return 0; if (opaque(i)) return 1; } return 0; }"},
    {"LateEffect", "int f(int n) { int i; for (i = 0; i < n; i++) opaque(i); return 0; }",
     "int f(int n) { int i; for (i = 0; i < n; i++) opaque(i == 100 ? 0 : i); return 0; }"},
    {"Carried", "int f(int n) { int i, s = 0; for (i = 0; i < n; i++) { s ^= i; opaque(i); } return s == 1000; }",
     "int f(int n) { int i, s = 0; for (i = 0; i < n; i++) { s ^= i & 15; opaque(i); } return s == 1000; }"},
    {"CarriedByAnother",
     "int f(int n) { int i, a = 0, b = 0; for (i = 0; i < n; i++) { a ^= i; opaque(i); } return a > 500; }",
     "int f(int n) { int i, a = 0, b = 0; for (i = 0; i < n; i++) { a ^= i; opaque(i); if (i == 99) b = 1; } return b "
     "? "
     "0 : a > 500; }"},
    {"OrderOfEffects", "int f(int n) { int i; for (i = 0; i < n; i++) { opaque(1); lock(0); } return 0; }",
     "int f(int n) { int i; for (i = 0; i < n; i++) { lock(0); opaque(1); } return 0; }"},
    {"OneMoreRound", "int f(int n) { int i; for (i = 0; i < n; i++) opaque(i); return 0; }",
     "int f(int n) { int i; for (i = 0; i <= n; i++) opaque(i); return 0; }"},
    {"AnotherStart", "int f(int n) { int i; for (i = 0; i < n; i++) opaque(5); return 0; }",
     "int f(int n) { int i; for (i = 1; i < n; i++) opaque(5); return 0; }"},
    {"StoreInLateRound", "int f(struct area *a, int n) { int i; for (i = 0; i < n; i++) a->count = i; return 0; }",
     "int f(struct area *a, int n) { int i; for (i = 0; i < n; i++) a->count = i & 255; return 0; }"},
    {"StoreBeforeTheLoop",
     "int f(struct area *a, int n) { a->count = 1; for (; n > 0; n--) if (opaque(n)) return 1; return 0; }",
     "int f(struct area *a, int n) { a->count = 2; for (; n > 0; n--) if (opaque(n)) return 1; return 0; }"},
    {"Forever", "int f(int n) { while (n > 0) opaque(n--); return 0; }",
     "int f(int n) { while (n > 0) opaque(n == 100 ? n : n--); return 0; }"},
    {"LeavesNever", "int f(unsigned n) { while (n != 1000) n = n * 5 + 1; return 0; }",
     "int f(unsigned n) { while (n != 1000) n = n * 5 + 3; return 0; }"},
    {"OnlyOneHasALoop", "int f(unsigned n) { unsigned i = 0; while (i < n) i++; return i == 1000 ? 1 : 0; }",
     "int f(unsigned n) { return 0; }"},
    {"LoopInCalleeChanged",
     "static int g(int n) { int s = 0; while (n-- > 0) s ^= n; return s; } int f(int n) { int i; for (i = 0; i < n; "
     "i++) "
     "if (g(i) > 5000) return -EIO; return 0; }",
     "static int g(int n) { int s = 0; while (n-- > 0) s ^= n & 4095; return s; } int f(int n) { int i; for (i = 0; i "
     "< "
     "n; i++) if (g(i) > 5000) return -EIO; return 0; }"},
    // two names for one place: p is q's neighbour, and q in turn may be p's
    {"StoresToTheSamePlace",
     "struct node { struct node *next; int v; }; int f(struct node *p, int n) { struct node *q = p; for (; n > 0; n--) "
     "{ "
     "p->v = 1; q->v = 2; opaque(n); } return 0; }",
     "struct node { struct node *next; int v; }; int f(struct node *p, int n) { struct node *q = p; for (; n > 0; n--) "
     "{ "
     "q->v = 2; p->v = 1; opaque(n); } return 0; }"},
    {"ReadOfTheSamePlace",
     "struct node { struct node *next; int v; }; int f(struct node *p, int n) { struct node *q = p; int s = 0; for (; "
     "n > "
     "0; n--) { p->v = n; s ^= q->v; } return s == 12345; }",
     "struct node { struct node *next; int v; }; int f(struct node *p, int n) { struct node *q = p; int s = 0; for (; "
     "n > "
     "0; n--) { s ^= q->v; p->v = n; } return s == 12345; }"},
    {"StoreToALocalByAPointer",
     "int f(int n) { int x = 0, s = 0; int *p = &x; for (; n > 0; n--) { *p = n; s ^= x; if (opaque(s)) return 1; } "
     "return 0; }",
     "int f(int n) { int x = 0, s = 0; int *p = &x; for (; n > 0; n--) { s ^= x; *p = n; if (opaque(s)) return 1; } "
     "return 0; }"},
    {"LocalSeenByAPointer",
     "int f(int n) { int x = 0, s = 0; int *p = &x; for (; n > 0; n--) { x = n; s ^= *p; if (opaque(s)) return 1; } "
     "return 0; }",
     "int f(int n) { int x = 0, s = 0; int *p = &x; for (; n > 0; n--) { s ^= *p; x = n; if (opaque(s)) return 1; } "
     "return 0; }"},
    {"PointerKeptByAHelper",
     "static int *same(int *p) { return p; } int f(int n) { int x = 0, s = 0; int *p = same(&x); for (; n > 0; n--) { "
     "*p "
     "= n; s ^= x; if (opaque(s)) return 1; } return 0; }",
     "static int *same(int *p) { return p; } int f(int n) { int x = 0, s = 0; int *p = same(&x); for (; n > 0; n--) { "
     "s "
     "^= x; *p = n; if (opaque(s)) return 1; } return 0; }"},
    {"LocalArray",
     "int f(unsigned n, int v) { int t[4] = { 1, 2, 3, 4 }; int s = 0; for (; n > 0; n--) { t[n & 3] = v; s ^= t[0]; "
     "opaque(s); } return s; }",
     "int f(unsigned n, int v) { int t[4] = { 1, 2, 3, 4 }; int s = 0; for (; n > 0; n--) { s ^= t[0]; t[n & 3] = v; "
     "opaque(s); } return s; }"},
    {"LocalTable",
     "int f(unsigned n) { int t[4] = { 1, 2, 3, 4 }; int s = 0; for (; n > 0; n--) { s ^= t[n & 3]; opaque(s); } "
     "return "
     "s; }",
     "int f(unsigned n) { int t[4] = { 1, 2, 3, 5 }; int s = 0; for (; n > 0; n--) { s ^= t[n & 3]; opaque(s); } "
     "return "
     "s; }"},
    {"ReadOfSomethingUnset",
     "int f(int n) { int x, i; for (i = 0; i < n; i++) { if (i > 50) x = i; opaque(i); } return 0; }",
     "int f(int n) { int x, i; for (i = 0; i < n; i++) { if (i > 50) x = i; opaque(x == 0 ? i : i); } return 0; }"},
    {"NullDereferenceInTheLoop",
     "int f(struct area *a, int n) { for (; n > 0; n--) opaque(n); return a ? a->count : 0; }",
     "int f(struct area *a, int n) { for (; n > 0; n--) opaque(n); return a->count; }"},
    {"OtherLocalsAddress",
     "int f(int n) { int x = 0, y = 0; lock(&x); lock(&y); for (; n > 0; n--) lock(&x); return 0; }",
     "int f(int n) { int x = 0, y = 0; lock(&x); lock(&y); for (; n > 0; n--) lock(&y); return 0; }"},
    {"OtherLocalsAddressBefore",
     "int f(int n) { int x = 0, y = 0; lock(&x); lock(&y); for (; n > 0; n--) lock(&x); return 0; }",
     "int f(int n) { int x = 0, y = 0; lock(&y); lock(&x); for (; n > 0; n--) lock(&x); return 0; }"},
    {"StoreByAPointerThatMoves",
     "int f(int n) { int x = 0, y = 0, s = 0; int *p = &x; for (; n > 0; n--) { *p = n; s ^= x; opaque(s); p = n & 1 ? "
     "&x : &y; } return 0; }",
     "int f(int n) { int x = 0, y = 0, s = 0; int *p = &x; for (; n > 0; n--) { s ^= x; *p = n; opaque(s); p = n & 1 ? "
     "&x : &y; } return 0; }"},
    {"ReadByAPointerThatMoves",
     "int f(int n) { int x = 0, y = 0, s = 0; int *p = &x; for (; n > 0; n--) { x = n; s ^= *p; opaque(s); p = n & 1 ? "
     "&x : &y; } return 0; }",
     "int f(int n) { int x = 0, y = 0, s = 0; int *p = &x; for (; n > 0; n--) { s ^= *p; x = n; opaque(s); p = n & 1 ? "
     "&x : &y; } return 0; }"},
    {"PointerFromAHelperThatMoves",
     "static int *same(int *p) { return p; } int f(int n) { int x = 0, y = 0, s = 0; int *p = same(&x); for (; n > 0; "
     "n--) { *p = n; s ^= x; opaque(s); p = n & 1 ? same(&x) : same(&y); } return 0; }",
     "static int *same(int *p) { return p; } int f(int n) { int x = 0, y = 0, s = 0; int *p = same(&x); for (; n > 0; "
     "n--) { s ^= x; *p = n; opaque(s); p = n & 1 ? same(&x) : same(&y); } return 0; }"},
    {"AnotherLoop",
     "int f(int c, int n) { if (c) goto second; while (n > 0) { opaque(1); n--; } second: while (n > -9) { opaque(2); "
     "n--; "
     "} return 0; }",
     "int f(int c, int n) { if (!c) goto second; while (n > 0) { opaque(1); n--; } second: while (n > -9) { opaque(2); "
     "n--; } return 0; }"},
    {"AnotherInstruction", "int f(int n) { asm volatile(\"nop\"); for (; n > 0; n--) opaque(n); return 0; }",
     "int f(int n) { asm volatile(\"hlt\"); for (; n > 0; n--) opaque(n); return 0; }"},
    {"ValueAroundALoop", "int f(int c, int n, int m) { return (c ? n : m) + ({ int k = n; while (k > 0) k--; 0; }); }",
     "int f(int c, int n, int m) { return (c ? m : m) + ({ int k = n; while (k > 0) k--; 0; }); }"},
    {"LoopInsideAnExpression",
     "int f(int n) { return opaque(1) + ({ int s = 0; while (n-- > 0) s ^= n; s > 4000; }); }",
     "int f(int n) { return ({ int s = 0; while (n-- > 0) s ^= n; s > 4000; }) + opaque(1); }"},
};

class OtherRoundsTest : public testing::TestWithParam<Two> {};

TEST_P(OtherRoundsTest, AreNeverCalledTheSame) {
  const Comparison C = both(GetParam().Old, GetParam().New);
  EXPECT_NE(changeWord(C.What), "equivalent") << shown(C);
  EXPECT_EQ(C.Refuted, 0u) << shown(C);
}

INSTANTIATE_TEST_SUITE_P(Words, OtherRoundsTest, testing::ValuesIn(Others),
                         [](const auto &Info) { return Info.param.Name; });

TEST(Rounds, LocalWithoutALengthAtItsEnd) {
  const std::string Head = "struct b { int n; int *pages[]; }; void keep(struct b *); void other(void); ";
  const std::string
      Old = "int f(int n, int *p) { struct b x; keep(&x); while (n-- > 0) { *p = n; other(); } return x.n; }",
      New = "int f(int n, int *p) { struct b x; keep(&x); for (; n-- > 0; other()) *p = n; return x.n; }";
  const Comparison C = compared(Head + Old, Head + New);
  EXPECT_EQ(changeWord(C.What), "equivalent") << shown(C);
}

} // namespace
} // namespace kverdict
