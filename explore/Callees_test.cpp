// Calls: inlined, modelled, opaque; inline assembly.
#include "testing/Explored.h"

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

namespace kverdict {
namespace {

Model model(const std::string &Function, Model::Kind Kind, const std::string &Body = "") {
  return {Function, Kind, {Body, {"rules.yaml", 3, 5}}, ""};
}

TEST(CallPaths, BodiesAreFollowed) {
  Explored E("static int twice(int x) { if (x > 100) return -22; return x * 2; }"
             "int f(u8 a) { int err = twice(a); if (err < 0) return err; return err == 8; }");
  EXPECT_THAT(E.rows(), ElementsAre("!(a > 100); !(err < 0); !(err == 8) -> 0 {a = 0}",
                                    "!(a > 100); !(err < 0); err == 8 -> 1 {a = 4}", "a > 100 -> -22 {a = 101}"));
}

/// What a callee gets it may write, at whichever index an element of it was read or written.
TEST(CallPaths, CalleesWriteElementsAtAnyIndex) {
  Explored E(
      "struct o { int array[2]; int n; }; void change(struct o *o); void also(int *a);"
      "int f(struct o *o, int i) { if (o->array[i & 1] > 3) return 1; change(o); return o->array[i & 1] > 3 ? 2 : 0; }"
      "int g(struct o *o, int i) { o->array[i & 1] = 5; change(o); return o->array[i & 1] != 5 ? 2 : 0; }"
      "int h(struct o *o, int i) { o->array[i & 1] = 5; also(&o->array[0]); return o->array[i & 1] != 5 ? 2 : 0; }"
      "int k(int i) { int a[90]; also(a); if (a[i & 63] > 3) return 1; also(a); return a[i & 63] > 3 ? 2 : 0; }"
      "int l(struct o *o, int i) { change(o); if (o->array[i & 1] > 3) return 1; return 0; }");
  Explored Two("struct s { int x; int m[3][3]; struct s *vec[4]; }; void see(struct s *);"
               "int m(struct s *p, unsigned i, unsigned k) { if (i >= 3 || k >= 3) return 3; p->m[i][k] = 3; see(p); "
               "return p->m[i][k] != 3 ? 2 : 0; }"
               "int n(struct s *p, unsigned i) { if (i >= 4) return 3; struct s *o = p->vec[i]; o->x = 3; see(p); "
               "return o->x != 3 ? 2 : 0; }");
  Explored Value("struct s { int x; }; struct two { struct s *a; const int *b; int n; }; void val(struct two);"
                 "int f(struct s *p) { struct two t = { p, 0, 1 }; p->x = 3; val(t); return p->x != 3 ? 2 : 0; }");
  EXPECT_THAT(Value.rows("f"), testing::Contains(testing::HasSubstr("-> 2"))) << "by a member of what it gets";
  for (const char *Function : {"m", "n"})
    EXPECT_THAT(Two.rows(Function), testing::Contains(testing::HasSubstr("-> 2"))) << Function;
  for (const char *Function : {"f", "g", "h", "k"})
    EXPECT_THAT(E.rows(Function), testing::Contains(testing::HasSubstr("-> 2"))) << Function;
  EXPECT_THAT(E.rows("l"), testing::Contains(testing::HasSubstr("-> 1")));
}

TEST(CallPaths, RecursionIsOpaqueBeyondItsDepth) {
  Explored E("int f(int x) { return f(x); } int g(int n) { if (n <= 0 || n > 3) return 0; return g(n - 1) + 1; }");
  EXPECT_THAT(E.rows(), ElementsAre(HasSubstr("f(")));
  EXPECT_TRUE(E.table("g").complete());
}

TEST(CallPaths, WhatOpaqueCallsReturnIsPartOfTheState) {
  Explored E("struct page { int count; }; int get(struct page *); int peek(const struct page *);"
             "int f(struct page *page) { if (get(page)) return 1; return page->count == 2; }"
             "int g(struct page *page) { int before = page->count; get(page); return before == page->count; }"
             "int h(struct page *page) { int before = page->count; peek(page); return before == page->count; }"
             "int k(struct page *page) { return get(page) == get(page); }");
  EXPECT_THAT(
      E.rows("f"),
      ElementsAre("!(get(page)) -> undefined (premise): null dereference of page {page = NULL, get(page) returned 0}",
                  "!(get(page)); !(page->count == 2) -> 0 {get(page) returned 0, page->count = 0 (after get())}",
                  "!(get(page)); page->count == 2 -> 1 {get(page) returned 0, page->count = 2 (after get())}",
                  "get(page) -> 1 {get(page) returned 1}"));
  EXPECT_THAT(E.rows("g"), ElementsAre("!(before == page->count) -> 0 {page->count = 0, page->count = 1 (after get())}",
                                       "-> undefined (premise): null dereference of page {page = NULL}",
                                       "before == page->count -> 1 {page->count = 0}"));
  EXPECT_THAT(E.rows("h"), ElementsAre("-> 1", "-> undefined (premise): null dereference of page {page = NULL}"));
  EXPECT_THAT(E.rows("k"), ElementsAre("!(get(page) == get(page)) -> 0 {get(page) returned 0, get(page) returned 1}",
                                       "get(page) == get(page) -> 1 {get(page) returned 0, get(page) returned 0}"));
}

TEST(CallPaths, ModelsStandInForCallees) {
  Rules R;
  R.Models = {model("pure", Model::Kind::Pure), model("havoc", Model::Kind::Havoc), model("die", Model::Kind::NoReturn),
              model("body", Model::Kind::Body, "return x * 3;")};
  Extra Body{Extra::Kind::Body, "body__model", "body", false, {"return x * 3;", {"rules.yaml", 3, 5}}, {}};
  Explored E("static int pure(int x) { return x; } static int havoc(int *x) { return 1; }"
             "static void die(void) { } int body(int x);"
             "int f(u8 a) { return pure(a) == pure(a); }"
             "int g(void) { int x = 4; havoc(&x); return x; }"
             "int h(u8 a) { if (a) die(); return 1; }"
             "int k(u8 a) { return body(a) == 6; }",
             R, {Body});
  EXPECT_THAT(E.rows("f"), ElementsAre("-> 1"));
  EXPECT_THAT(E.rows("g"), ElementsAre("-> 0 {x = 0 (written by havoc())}"));
  EXPECT_THAT(E.rows("h"), ElementsAre("!(a) -> 1 {a = 0}", "a -> stops: die() does not come back {a = 1}"));
  EXPECT_THAT(E.rows("k"), ElementsAre("!(body(a) == 6) -> 0 {a = 0}", "body(a) == 6 -> 1 {a = 2}"));
}

TEST(CallPaths, WhatABuiltinDoesNotEvaluateIsNotRun) {
  Explored E("int lock(int *); int f(int *p) { if (__builtin_constant_p(lock(p))) return 1; return lock(p) ? -5 : 0; }"
             "int g(unsigned *p) { return __builtin_constant_p((*p)++) + *p; }"
             "int h(int *p, int a) { return __builtin_constant_p(a ? lock(p) : a && lock(p)) + 3; }"
             "int k(int *p) { return __builtin_constant_p(({ int i; for (i = 0; i < *p; i++) lock(p); i; })) + 4; }");
  ASSERT_EQ(E.table("f").Rows.size(), 2u);
  for (const Row &Each : E.table("f").Rows)
    EXPECT_THAT(Each.State->Concrete.Calls, testing::SizeIs(1));
  EXPECT_THAT(E.rows("g"), testing::Contains("-> 0 {*p = 0}"));
  EXPECT_THAT(E.rows("h"), ElementsAre("-> 3"));
  EXPECT_THAT(E.rows("k"), ElementsAre("-> 4"));
}

TEST(CallPaths, AssemblyMayGiveItsOutputsAnyValue) {
  Explored E("int f(int x) { int a = 1; asm volatile(\"\" : \"=r\"(a) : \"r\"(x)); return a == 4; }"
             "int g(void) { asm goto(\"\" : : : : yes); return 0; yes: return 1; }");
  EXPECT_THAT(E.rows(), ElementsAre("!(a == 4) -> 0 {a returned 0}", "a == 4 -> 1 {a returned 4}"));
  EXPECT_THAT(E.rows("g"), ElementsAre("-> 0 {asm goto returned 0}", "-> 1 {asm goto returned 1}"));
}

/// As the kernel's min(): with a compile-time assertion about copies of the operands.
const std::string Min = "__attribute__((noreturn, error(\"sign\"))) void bad(void);\n"
                        "#define KNOWN(x) (__builtin_constant_p((long long)(x) >= 0) && ((long long)(x) >= 0))\n"
                        "#define MIN(x, y) ({ __auto_type ux = (x); __auto_type uy = (y);"
                        " if (!(1 & (2 + KNOWN(uy)))) bad(); ux < uy ? ux : uy; })\n";

TEST(CallPaths, AssertionsAboutConstantsHold) {
  Explored E(Min + "int f(unsigned long a) { return MIN(a, 16) == 3; }"
                   "int g(unsigned long a, int b) { return MIN(a, b) == 3; }"
                   "int h(unsigned long a) { int n = 16; n++; return MIN(a, n) == 3; }");
  for (const std::string &Row : E.rows("f"))
    EXPECT_TRUE(Row.find(" -> 0 {a = ") != std::string::npos || Row.find(" -> 1 {a = 3}") != std::string::npos) << Row;
  EXPECT_EQ(E.rows("f").size(), 3u);
  for (const char *Unknown : {"g", "h"})
    EXPECT_THAT(E.rows(Unknown), ElementsAre("-> stops: a compile-time assertion that needs an optimising compiler"));
}

TEST(CallPaths, ThroughPointers) {
  Explored E(
      "struct ops { int (*may)(int); }; int f(struct ops *ops) { if (!ops->may) return -1; return ops->may(3); }");
  EXPECT_THAT(E.rows(), ElementsAre("!(!ops->may) -> 0 {ops->may = (void *)0x1, ops->may(3) returned 0}",
                                    "!ops->may -> -1 {ops->may = NULL}",
                                    "-> undefined (premise): null dereference of ops {ops = NULL}"));
}

} // namespace
} // namespace kverdict
