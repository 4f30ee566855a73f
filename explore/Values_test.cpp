// What is computed, read and written, and how it is shown.
#include "testing/Explored.h"

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;

namespace kverdict {
namespace {

TEST(Values, PlacesHaveTheNamesOfTheSource) {
  Explored E("struct vma; struct ops { int (*pfn_mkwrite)(struct vma *); int x; };"
             "struct vma { const struct ops *vm_ops; struct { u32 inner; }; u32 array[4]; struct vma *next; };"
             "_Bool f(struct vma *vma) { return vma->vm_ops && vma->vm_ops->pfn_mkwrite; }"
             "_Bool g(struct vma *vma) { struct vma *n = vma->next; return n->inner == 3 && n->array[2]; }"
             "extern u64 zero_pfn; struct vma global; _Bool h(u64 pfn) { return pfn == zero_pfn + global.inner; }"
             "_Bool k(struct vma *vma) { const struct ops *o = vma->vm_ops; return (*o).x == 5; }");
  EXPECT_THAT(E.rows(),
              ElementsAre("!(vma->vm_ops) -> false {vma->vm_ops = NULL}",
                          "-> undefined (premise): null dereference of vma {vma = NULL}",
                          "vma->vm_ops; !(vma->vm_ops->pfn_mkwrite) -> false {vma->vm_ops->pfn_mkwrite = NULL}",
                          "vma->vm_ops; vma->vm_ops->pfn_mkwrite -> true {vma->vm_ops->pfn_mkwrite = (void *)0x1}"));
  EXPECT_THAT(E.rows("g"),
              ElementsAre("!(n->inner == 3) -> false {vma->next->inner = 0}",
                          "-> undefined (premise): null dereference of vma {vma = NULL}",
                          "-> undefined (premise): null dereference of vma->next {vma->next = NULL}",
                          "n->inner == 3; !(n->array[2]) -> false {vma->next->inner = 3, vma->next->array[2] = 0}",
                          "n->inner == 3; n->array[2] -> true {vma->next->inner = 3, vma->next->array[2] = 1}"));
  EXPECT_THAT(E.rows("h"),
              ElementsAre("!(pfn == zero_pfn + global.inner) -> false {pfn = 0, zero_pfn = 0, global.inner = 1}",
                          "pfn == zero_pfn + global.inner -> true {pfn = 0, zero_pfn = 0, global.inner = 0}"));
  EXPECT_THAT(E.rows("k"),
              ElementsAre("!((*o).x == 5) -> false {vma->vm_ops->x = 0}", "(*o).x == 5 -> true {vma->vm_ops->x = 5}",
                          "-> undefined (premise): null dereference of vma {vma = NULL}",
                          "-> undefined (premise): null dereference of vma->vm_ops {vma->vm_ops = NULL}"));
}

TEST(Values, TheLinkerDecidesTheOrderOfObjects) {
  Explored E("extern int start[], stop[]; int a, b;"
             "_Bool f(void) { return &stop > &start; } _Bool g(void) { return (u64)start <= (u64)stop; }"
             "int h(void) { return stop - start; } _Bool k(void) { int *p = start; return p + 1 < stop; }"
             "_Bool m(void) { return start == stop; } _Bool n(void) { return &a == &b; }"
             "_Bool o(int *p) { return p < &a; } _Bool q(void) { return &a < &a + 1; }"
             "_Bool r(void) { int x, y; return &x < &y; }");
  for (const char *Function : {"f", "g", "h", "k", "m"})
    EXPECT_THAT(E.rows(Function), ElementsAre(HasSubstr("lie in memory"))) << Function;
  EXPECT_THAT(E.rows("r"), ElementsAre(HasSubstr("it depends on where x and y lie in memory")));
  EXPECT_THAT(E.rows("n"), ElementsAre("-> false"));
  EXPECT_THAT(E.rows("q"), ElementsAre("-> true"));
  EXPECT_THAT(E.rows("o"), testing::SizeIs(2));
}

/// A number of 128 bits is shown with all of them.
TEST(Values, WideNumbers) {
  Explored E("_Bool f(unsigned __int128 x) { return x >> 64 == 5; }");
  EXPECT_THAT(E.rows("f"), testing::Contains(HasSubstr("true {x = 0x50000000000000000}")));
}

TEST(Values, BitFieldsUnionsAndStructsByValue) {
  Explored E("struct bits { u32 a : 3; int b : 4; u32 c : 25; }; union both { u32 word; u8 byte[4]; };"
             "struct pte { u64 value; };"
             "_Bool f(struct bits *p) { return p->a == 5 && p->b < -2; }"
             "_Bool g(struct bits *p) { p->a = 9; return p->a == 1 && p->c; }"
             "_Bool h(union both *p) { return p->word == 0x01020304 && p->byte[1] != 3; }"
             "_Bool k(struct pte pte) { struct pte copy = pte; return copy.value & 1; }"
             "_Bool m(struct bits *p) { struct bits x = *p; return x.a == 2; }"
             "_Bool n(u64 v) { struct pte p = (struct pte){v}; return p.value == 7; }");
  EXPECT_THAT(E.rows("f"), ElementsAre("!(p->a == 5) -> false {p->a = 0}",
                                       "-> undefined (premise): null dereference of p {p = NULL}",
                                       "p->a == 5; !(p->b < -2) -> false {p->a = 5, p->b = 0}",
                                       "p->a == 5; p->b < -2 -> true {p->a = 5, p->b = -8}"));
  EXPECT_THAT(E.rows("g"),
              ElementsAre("!(p->c) -> false {p->c = 0}", "-> undefined (premise): null dereference of p {p = NULL}",
                          "p->c -> true {p->c = 1}"));
  EXPECT_THAT(E.rows("h"), ElementsAre("!(p->word == 0x01020304) -> false {p->word = 0}",
                                       "-> undefined (premise): null dereference of p {p = NULL}",
                                       "p->word == 0x01020304 -> false {p->word = 0x1020304}"));
  EXPECT_THAT(E.rows("k"), ElementsAre("!(copy.value & 1) -> false {pte = 0}", "copy.value & 1 -> true {pte = 1}"));
  EXPECT_THAT(E.rows("m"),
              ElementsAre("!(x.a == 2) -> false {p->a = 0}", "-> undefined (premise): null dereference of p {p = NULL}",
                          "x.a == 2 -> true {p->a = 2}"));
  EXPECT_THAT(E.rows("n"), ElementsAre("!(p.value == 7) -> false {v = 0}", "p.value == 7 -> true {v = 7}"));
}

TEST(Values, WhatIsNotDefinedIsARowOfItsOwn) {
  Explored E("struct s { int x; }; "
             "int f(struct s *p) { return p->x == 1; }"
             "int g(struct s *p) { if (!p) return p->x; return 0; }"
             "int h(int a) { return a + 1 > 0; }"
             "int k(int a, u8 b) { return a << b; }"
             "int m(int a, int b) { return a / b; }"
             "int n(u8 a) { int x; if (a) x = 1; return x; }"
             "int o(u8 a) { if (a) return 1; }"
             "int q(u8 a) { if (a == 4) __builtin_unreachable(); return 1; }");
  EXPECT_THAT(E.rows("f"),
              ElementsAre("!(p->x == 1) -> 0 {p->x = 0}", "-> undefined (premise): null dereference of p {p = NULL}",
                          "p->x == 1 -> 1 {p->x = 1}"));
  EXPECT_THAT(E.rows("g"),
              ElementsAre("!(!p) -> 0 {p = (void *)0x1}", "!p -> undefined: null dereference of p {p = NULL}"));
  EXPECT_THAT(E.rows("h"),
              ElementsAre("!(a + 1 > 0) -> 0 {a = -1}", "-> undefined: signed overflow: a + 1 {a = 2147483647}",
                          "a + 1 > 0 -> 1 {a = 0}"));
  EXPECT_THAT(E.rows("k"), ElementsAre("-> 0 {b = 0, a = 0}", "-> undefined: the shift is too wide: a << b {b = 32}"));
  EXPECT_THAT(E.rows("m"), ElementsAre("-> 0 {b = 1, a = 0}", "-> undefined: division by zero: a / b {b = 0}",
                                       "-> undefined: signed overflow: a / b {b = -1, a = -2147483648}"));
  EXPECT_THAT(E.rows("n"),
              ElementsAre("!(a) -> undefined: a read of x, which nothing has set {a = 0}", "a -> 1 {a = 1}"));
  EXPECT_THAT(E.rows("o"),
              ElementsAre("!(a) -> undefined: o() ends without returning a value {a = 0}", "a -> 1 {a = 1}"));
  EXPECT_THAT(E.rows("q"),
              ElementsAre("!(a == 4) -> 1 {a = 0}", "a == 4 -> undefined: __builtin_unreachable() is reached {a = 4}"));
}

TEST(Values, TakingAnAddressIsNoAccess) {
  Explored E("struct page { int flags, count; }; struct folio { int x; struct page page; };"
             "_Bool f(struct folio *folio) { struct page *page = &folio->page; return page == 0; }"
             "_Bool g(struct folio *folio) { struct page *page = &folio->page; return page->count == 1; }");
  for (const Row &R : E.table("f").Rows)
    EXPECT_EQ(R.End, RunEnd::Returned) << R.Reason;
  EXPECT_THAT(E.rows("g"), ElementsAre("!(page->count == 1) -> false {folio->page.count = 0}",
                                       "-> undefined (premise): null dereference of folio {folio = NULL}",
                                       "page->count == 1 -> true {folio->page.count = 1}"));
}

TEST(Values, ElementsAtAVariableIndexAreObjectsOfTheState) {
  Explored E("int f(int *a, u8 i) { return a[i] == 3 && a[0] == 4; }");
  for (const Row &R : E.table().Rows) {
    ASSERT_TRUE(R.State.has_value());
    EXPECT_TRUE(R.End != RunEnd::Returned || !R.State->Concrete.Start.Objects.empty());
  }
}

TEST(Values, ArraysAtAVariableIndexAreApproximatedOnlyOnceWritten) {
  Explored E("int f(int *a, u8 i) { return a[i] == 3; }"
             "int g(int *a, u8 i, u8 j) { a[i] = 1; return a[j] == 3; }"
             "int h(int *a) { a[1] = 4; return a[1] + a[0] == 5; }");
  EXPECT_TRUE(E.table("f").exact());
  EXPECT_TRUE(E.table("h").exact());
  EXPECT_THAT(E.rows("f"), ElementsAre("!(a[i] == 3) -> 0 {a[i] = 0, i = 0}",
                                       "-> undefined (premise): null dereference of a {a = NULL}",
                                       "a[i] == 3 -> 1 {a[i] = 3, i = 0}"));
  EXPECT_THAT(E.rows("h"), ElementsAre("!(a[1] + a[0] == 5) -> 0 {a[0] = 0}",
                                       "-> undefined (premise): null dereference of a {a = NULL}",
                                       "-> undefined: signed overflow: a[1] + a[0] {a[0] = 2147483644}",
                                       "a[1] + a[0] == 5 -> 1 {a[0] = 1}"));
  for (const Row &R : E.table("g").Rows)
    if (R.End == RunEnd::Returned) {
      EXPECT_THAT(R.Approximations, Contains(HasSubstr("variable index")));
    }
}

TEST(Values, ATruthValueIsOneThatWasFirstReadAsBytes) {
  Explored E(
      "struct s { _Bool b; _Bool c; }; u8 f(struct s *p) { return *(u8 *)p; }"
      "int g(struct s *p) { if (p->b > 1) return 1; short *q = (short *)p; return *q == 0x102 ? 2 : p->c > 1; }");
  EXPECT_THAT(E.rows("f"), Contains("-> 0 {*p = 0}"));
  EXPECT_THAT(E.rows("g"), ElementsAre("!(p->b > 1); !(*q == 0x102) -> 0 {*p = 0, *p[bits 8..15] = 0}",
                                       "-> undefined (premise): null dereference of p {p = NULL}"));
}

TEST(Values, AnAddressInTheCodeIsOneOfItsOwn) {
  Explored E("void warn(u64); _Bool f(u8 a) { u64 ip = ({ __label__ here; here: (u64)&&here; });"
             "  if (a) warn(ip); return ip; }"
             "int g(int a) { void *to = a ? &&x : &&y; goto *to; x: return 1; y: return 2; }");
  EXPECT_THAT(E.rows(), ElementsAre("!(a) -> true {a = 0}", "a -> true {a = 1}"));
  EXPECT_THAT(E.rows("g"), ElementsAre("!(a) -> stops: a computed goto", "a -> stops: a computed goto"));
}

TEST(Values, PointersToOneLocalAreOneObject) {
  Explored E(
      "int f(u8 a) { int x = 1, y = 2; int *p = &x, *q = a ? &x : &y; *q = 5; return *p; }"
      "static void set(int *p, int v) { *p = v; } int g(u8 a) { int x = 0; set(&x, a); return x == 3; }"
      "struct s { int v; struct s *self; }; int h(void) { struct s s; s.self = &s; s.self->v = 4; return s.v; }");
  EXPECT_THAT(E.rows(), ElementsAre("!(a) -> 1 {a = 0}", "a -> 5 {a = 1}"));
  EXPECT_THAT(E.rows("g"), ElementsAre("!(x == 3) -> 0 {a = 0}", "x == 3 -> 1 {a = 3}"));
  EXPECT_THAT(E.rows("h"), ElementsAre("-> 4"));
}

TEST(Values, WitnessesAreTheSmallest) {
  Rules Named;
  Named.Names = {{"vm_flags", "VM_", {}}};
  Explored E("#define VM_READ 1ul\n#define VM_WRITE 2ul\n#define VM_SHARED 8ul\n"
             "_Bool f(u64 vm_flags) { return (vm_flags & (VM_WRITE | VM_SHARED)) && vm_flags != VM_WRITE; }"
             "_Bool g(int n) { return n > 17 && n != 18; }"
             "struct s { struct s *next; int x; }; _Bool h(struct s *p) { return p->next != 0; }"
             "_Bool k(long n, int m) { return n < 0 && m < -7; }",
             Named);
  EXPECT_THAT(
      E.rows(),
      ElementsAre("!(vm_flags & (VM_WRITE | VM_SHARED)) -> false {vm_flags = 0}",
                  "vm_flags & (VM_WRITE | VM_SHARED); !(vm_flags != VM_WRITE) -> false {vm_flags = VM_WRITE}",
                  "vm_flags & (VM_WRITE | VM_SHARED); vm_flags != VM_WRITE -> true {vm_flags = VM_READ | VM_WRITE}"));
  EXPECT_THAT(E.rows("g"), ElementsAre("!(n > 17) -> false {n = 0}", "n > 17; !(n != 18) -> false {n = 18}",
                                       "n > 17; n != 18 -> true {n = 19}"));
  EXPECT_THAT(E.rows("h"), ElementsAre("!(p->next != 0) -> false {p->next = NULL}",
                                       "-> undefined (premise): null dereference of p {p = NULL}",
                                       "p->next != 0 -> true {p->next = (void *)0x1}"));
  EXPECT_THAT(E.rows("k"), Contains(HasSubstr("-> false {n = -1, m = 0}"))) << "not the one with the fewest bits";
}

TEST(Values, HaveTheNamesThatTheyAreTestedWith) {
  Explored E("#define F_FORCE ((u32)0x10)\n#define F_WRITE 0x1\n#define F_REMOTE 0x40\n#define NO_NODE (-1)\n"
             "enum { NEED_A = 3, NEED_B }; struct s { u64 flags; int nid, need; }; struct t { u64 flags; int left; };"
             "_Bool f(u32 gup) { return (gup & F_WRITE) && gup & 0x40 && gup & 0x100; }"
             "static _Bool forced(u64 how) { return how & (F_FORCE | F_WRITE); }"
             "_Bool g(struct s *p) { return forced(p->flags) && p->flags & 0x10; }"
             "_Bool h(struct s *p) { int nid = p->nid; return nid == NO_NODE; }"
             "_Bool k(struct s *p) { switch (p->need) { case NEED_A: return 1; case NEED_B: return 0; } return 1; }"
             "_Bool m(struct s *p, struct t *q) { return (p->flags & F_WRITE) && (q->flags & F_FORCE); }"
             "int op(u32); _Bool n(u32 x) { int r = op(x); return r == NEED_B; }"
             "int r(u32 x) { int out = 0; if (x & F_WRITE) out |= F_REMOTE; return out; }"
             "_Bool s(u32 x) { return x > 2; }"
             "int t(u32 x) { int out = F_WRITE | F_REMOTE; if (x & 2) return out; return out & F_WRITE; }"
             "int v(u32 x) { if (x & F_WRITE) return 1; return 0; }\n"
             "#define X_AAA 1\n#define X_A_FL 1\n#define X_B_FL 2\n#define X_C_FL 4\n#define X_D_FL 8\n"
             "_Bool w(u32 x) { return (x & X_B_FL) && x & 0x1; }");
  EXPECT_THAT(E.rows(), Contains(HasSubstr("{gup = F_WRITE | F_REMOTE | 0x100}")));
  EXPECT_THAT(E.rows("w"), Contains(HasSubstr("{x = X_A_FL | X_B_FL}"))) << "X_AAA is no flag of that family";
  EXPECT_THAT(E.rows("g"), Contains(HasSubstr("-> true {p->flags = F_FORCE}")));
  EXPECT_THAT(E.rows("h"), Contains(HasSubstr("-> true {p->nid = NO_NODE}")));
  EXPECT_THAT(E.rows("k"), Contains(HasSubstr("-> false {p->need = NEED_B}")));
  EXPECT_THAT(E.rows("m"), Contains(HasSubstr("{p->flags = 1, q->flags = 16}"))); // two members of one name
  EXPECT_THAT(E.rows("n"), Contains(HasSubstr("op(x) returned NEED_B")));
  EXPECT_THAT(E.rows("r"), Contains("x & F_WRITE -> F_REMOTE {x = F_WRITE}"));
  EXPECT_THAT(E.rows("s"), Contains(HasSubstr("{x = 3}")));
  EXPECT_THAT(E.rows("t"), Contains("!(x & 2) -> F_WRITE {x = 0}"));
  EXPECT_THAT(E.rows("v"), Contains("x & F_WRITE -> 1 {x = F_WRITE}"));
  Explored Joined("#define F_WRITE 0x1\n#define F_FORCE 0x10\n"
                  "_Bool f(u32 x, u32 more) { u32 all = 0x40 | x; all |= more; return all & (F_WRITE | F_FORCE) && "
                  "more & F_FORCE && x & 0x1; }");
  EXPECT_THAT(Joined.rows(), Contains(HasSubstr("-> true {x = F_WRITE, more = F_FORCE}")));
}

TEST(Values, APointerToAnObjectOfTheProgramNamesIt) {
  Explored E("struct type { int x; } ring; struct key { struct type *type; };"
             "_Bool f(struct key *key) { return key->type == &ring; }");
  EXPECT_THAT(E.rows(), Contains("key->type == &ring -> true {key->type = &ring}"));
}

/// Whichever variable leads there.
TEST(Values, AnObjectOfTheProgramHasItsOwnName) {
  Explored E("struct s { int n; struct { int x; } in; }; struct s table[4], one;"
             "int f(int i) { for (struct s *p = table; p < &table[2]; p++) if (p->n == i) return p->in.x == 3; "
             "struct s *q = &one; int *r = &q->in.x; return *r; }"
             "int g(int i) { return table[i & 3].n; }");
  EXPECT_THAT(E.rows("g"), Contains(HasSubstr("table[i & 3].n")));
  EXPECT_THAT(E.rows(), Contains(HasSubstr("{table[0].n = 0, i = 1, table[1].n = 1, table[1].in.x = 3}")));
  EXPECT_THAT(E.rows(), Contains(HasSubstr("one.in.x = 0}")));
}

TEST(Values, EmptyStructsSayNothing) {
  Explored E("struct none {}; struct s { int a; struct none n; int b; }; struct none op(void);"
             "static struct none pass(struct none n) { struct none m = n; return m; }"
             "int f(struct none p, struct s *w, u8 c) { struct none q = pass(p), r = {}; w->n = r; q = (struct none){};"
             "  struct s v = { .a = 3, .n = q, .b = 5 }; v.n = c ? w->n : op(); struct s u = v; return u.a + u.b; }");
  EXPECT_THAT(E.rows(), ElementsAre("!(c) -> 8 {c = 0}", "c -> 8 {c = 1}"));
}

TEST(Values, CleanupFunctionsRunWhereAScopeEnds) {
  Explored E(
      "static int log; static void add(int *v) { log = log * 10 + *v; } void put(int **);"
      "int f(u8 n) { log = 0; { int x __attribute__((cleanup(add))) = 1; int y __attribute__((cleanup(add))) = 2;"
      "  if (n == 3) return log + 7; if (n == 4) goto out; x = 4; } return log; out: return log + 1000; }"
      "int g(u8 n) { log = 0; for (int i = 1; i < 3; i++) { int x __attribute__((cleanup(add))) = i;"
      "  if (i == n) continue; if (n == 7) break; } return log; }"
      "int h(int *p) { int *q __attribute__((cleanup(put))) = p; { int *s __attribute__((cleanup(put))) = p;"
      "  q = 0; } return !q; }");
  EXPECT_THAT(E.rows(), ElementsAre("!(n == 3); !(n == 4) -> 24 {n = 0}", "!(n == 3); n == 4 -> 1021 {n = 4}",
                                    "n == 3 -> 7 {n = 3}"));
  EXPECT_THAT(E.rows("g"),
              IsSupersetOf({HasSubstr("-> 1 {n = 7}"), HasSubstr("-> 12 {n = 0}"), HasSubstr("-> 12 {n = 1}")}));
  EXPECT_THAT(E.rows("h"), ElementsAre("-> 1"));
}

TEST(Values, TemporariesAndOffsetsAtAnIndex) {
  Explored E("struct two { int x; int y[3]; }; struct arr { int h; struct two t[4]; };"
             "static struct two make(int a) { return (struct two){ a, { 1, 2, 3 } }; }"
             "int f(int a) { return make(a).x == 5 ? make(a).y[1] : 9; }"
             "int g(u8 n) { return __builtin_offsetof(struct arr, t[n].y[1]) == 44; }");
  EXPECT_THAT(E.rows(), ElementsAre("!(make(a).x == 5) -> 9 {a = 0}", "make(a).x == 5 -> 2 {a = 5}"));
  for (unsigned N : {1u, 2u}) {
    Witness W;
    W.Start.Arguments = {{{0, 0, 8, N, "", ""}}};
    const auto Rows = E.explorer().matching("g", W);
    ASSERT_THAT(Rows, testing::SizeIs(1));
    EXPECT_EQ(Rows[0].Result.Bits, N == 2);
  }
}

} // namespace
} // namespace kverdict
