// The rows that control flow makes.
#include "testing/Explored.h"

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

namespace kverdict {
namespace {

TEST(Paths, ShortCircuitsAreBranchesOfTheirOwn) {
  Explored E("_Bool f(u8 a, u8 b) { return a && b; } _Bool g(u8 a, u8 b) { return a || b; }"
             "_Bool h(u8 a, u8 b) { _Bool x = a || !b; return x && a != 3; }");
  EXPECT_THAT(E.rows(),
              ElementsAre("!(a) -> false {a = 0}", "a; !(b) -> false {a = 1, b = 0}", "a; b -> true {a = 1, b = 1}"));
  EXPECT_THAT(E.rows("g"),
              ElementsAre("!(a); !(b) -> false {a = 0, b = 0}", "!(a); b -> true {a = 0, b = 1}", "a -> true {a = 1}"));
  EXPECT_THAT(E.rows("h"), ElementsAre("!(a); !(x) -> false {a = 0, b = 1}", "!(a); x -> true {a = 0, b = 0}",
                                       "a; !(a != 3) -> false {a = 3}", "a; a != 3 -> true {a = 1}"));
}

TEST(Paths, AReturnedTruthValueIsARowForEachValue) {
  Explored E("_Bool f(u8 a, u8 b) { return a & 8 ? b > 3 && b < 9 : b; } int g(u8 a) { int r = a == 5; return r; }"
             "_Bool h(u8 a) { return a || 1; } u8 k(u8 a) { return a; }");
  EXPECT_THAT(E.rows(),
              ElementsAre("!(a & 8); !(b) -> false {a = 0, b = 0}", "!(a & 8); b -> true {a = 0, b = 1}",
                          "a & 8; !(b > 3) -> false {a = 8, b = 0}", "a & 8; b > 3; !(b < 9) -> false {a = 8, b = 9}",
                          "a & 8; b > 3; b < 9 -> true {a = 8, b = 4}"));
  EXPECT_THAT(E.rows("g"), ElementsAre("!(r) -> 0 {a = 0}", "r -> 1 {a = 5}"));
  EXPECT_THAT(E.rows("h"), ElementsAre("!(a) -> true {a = 0}", "a -> true {a = 1}"));
  EXPECT_THAT(E.rows("k"), ElementsAre("-> 0 {a = 0}")) << "not a truth value";
}

TEST(Paths, ConditionalOperators) {
  Explored E("int f(u8 a, u8 b) { return a ? b ? 1 : 2 : 3; } int g(u8 a, u8 b) { return a ?: b ?: 7; }"
             "int h(u8 a) { int x = a > 4 ? (a > 9 ? 5 : 6) : 7; return x == 6; }");
  EXPECT_THAT(E.rows(), ElementsAre("!(a) -> 3 {a = 0}", "a; !(b) -> 2 {a = 1, b = 0}", "a; b -> 1 {a = 1, b = 1}"));
  EXPECT_THAT(E.rows("g"),
              ElementsAre("!(a); !(b) -> 7 {a = 0, b = 0}", "!(a); b -> 1 {a = 0, b = 1}", "a -> 1 {a = 1}"));
  EXPECT_THAT(E.rows("h"),
              ElementsAre("!(a > 4) -> 0 {a = 0}", "a > 4; !(a > 9) -> 1 {a = 5}", "a > 4; a > 9 -> 0 {a = 10}"));
}

TEST(Paths, SwitchHasRangesFallThroughAndDefault) {
  Explored E("int f(int a) { int r = 0; switch (a) { case 1: r++; case 2 ... 5: r += 2; break; case -3: return 9;"
             "  default: r = 7; } return r; }"
             "int g(u8 a) { switch (a & 1) { case 0: return 4; } return 5; }"
             "int h(u8 a) { while (1) { switch (a) { case 3: break; default: return 1; } return 2; } }");
  EXPECT_THAT(E.rows(), ElementsAre("a: case -3 -> 9 {a = -3}", "a: case 1 -> 3 {a = 1}",
                                    "a: case 2 ... 5 -> 2 {a = 2}", "a: default -> 7 {a = 0}"));
  EXPECT_THAT(E.rows("g"), ElementsAre("a & 1: case 0 -> 4 {a = 0}", "a & 1: default -> 5 {a = 1}"));
  EXPECT_THAT(E.rows("h"), ElementsAre("a: case 3 -> 2 {a = 3}", "a: default -> 1 {a = 0}"));
}

TEST(Paths, GotoForwardsAndBackwards) {
  Explored E("int f(u8 a) { int r = -22; if (a == 1) goto out; r = 0; out: return r; }"
             "int g(u8 a) { int n = 0; again: if (n < 2) { n++; goto again; } return a ? n : 0; }");
  EXPECT_THAT(E.rows(), ElementsAre("!(a == 1) -> 0 {a = 0}", "a == 1 -> -22 {a = 1}"));
  EXPECT_THAT(E.rows("g"), ElementsAre("!(a) -> 0 {a = 0}", "a -> 2 {a = 1}"));
}

/// That a local is not used is said to the compiler alone, whether it is set or not; a read of any other kind is one.
TEST(Paths, ACastToVoidReadsNoLocal) {
  Explored E("int f(int n) { int x; (void)x; (void)(n); return 0; }"
             "int g(int n) { int x; (void)(x + 1); return 0; }");
  EXPECT_THAT(E.rows("f"), ElementsAre("-> 0"));
  EXPECT_THAT(E.rows("g"), ElementsAre("-> undefined: a read of x, which nothing has set"));
}

TEST(Paths, LoopsAreUnrolledToABound) {
  Explored E("int f(void) { int s = 0; for (int i = 0; i < 10; i++) s += i; return s; }"
             "int g(u8 n) { int s = 0; while (s < (n & 1)) s++; return s; }"
             "int h(u8 n) { int s = 0; while (s < n) s++; return s; }"
             "int k(void) { int s = 0; for (int i = 0; i < 1000; i++) s++; return s; }"
             "int m(void) { for (;;) ; }");
  EXPECT_THAT(E.rows(), ElementsAre("-> 45"));
  EXPECT_THAT(E.rows("g"), ElementsAre("!(s < (n & 1)) -> 0 {n = 0}", "s < (n & 1); !(s < (n & 1)) -> 1 {n = 1}"));
  EXPECT_THAT(E.rows("h"), ElementsAre("!(s < n) -> 0 {n = 0}", "s < n; !(s < n) -> 1 {n = 1}",
                                       "s < n; s < n; !(s < n) -> 2 {n = 2}",
                                       "s < n; s < n; s < n -> stops: a loop that may run more than 3 times"));
  EXPECT_THAT(E.rows("k"), ElementsAre("-> stops: a loop that runs more than 300 times"));
  EXPECT_THAT(E.rows("m"), ElementsAre("-> and so on"));
  EXPECT_TRUE(E.table("g").exact());
  EXPECT_FALSE(E.table("h").complete());
}

TEST(Paths, OnlyOpenBranchesAreConditions) {
  Explored E(
      "int f(u8 a) { if (0) return 1; if (sizeof(int) == 4 && a == 2) return 2; if (a == 2) return 3; return 4; }");
  EXPECT_THAT(E.rows(), ElementsAre("!(a == 2); !(a == 2) -> 4 {a = 0}", "a == 2 -> 2 {a = 2}"));
}

TEST(Paths, StatementExpressionsAndVolatileReads) {
  Explored E("#define READ_ONCE(x) (*(const volatile __typeof__(x) *)&(x))\n"
             "#define unlikely(x) __builtin_expect(!!(x), 0)\n"
             "struct s { u32 a; };"
             "int f(struct s *p) { if (unlikely(READ_ONCE(p->a) == 2)) return 1; return 0; }"
             "int g(u8 a) { return ({ int x = a; if (x > 3) x = 3; x; }) == 3; }"
             "int h(u8 a) { return ({ if (a) return 5; 6; }); }");
  EXPECT_THAT(E.rows(), ElementsAre("!(unlikely(READ_ONCE(p->a) == 2)) -> 0 {p->a = 0}",
                                    "-> undefined (premise): null dereference of p {p = NULL}",
                                    "unlikely(READ_ONCE(p->a) == 2) -> 1 {p->a = 2}"));
  EXPECT_THAT(E.rows("g"),
              ElementsAre("!(x > 3); !(({ int x = a; if (x > 3) x = 3; x; }) == 3) -> 0 {a = 0}",
                          "!(x > 3); ({ int x = a; if (x > 3) x = 3; x; }) == 3 -> 1 {a = 3}", "x > 3 -> 1 {a = 4}"));
  EXPECT_THAT(E.rows("h"), ElementsAre("!(a) -> 6 {a = 0}", "a -> 5 {a = 1}"));
}

TEST(Paths, AnObjectThatIsAGlobalByTwoNamesHasNoState) {
  Explored E("struct o { int a, b; } g; int f(struct o *p) { return p == &g ? p->a ^ g.a : 0; }"
             "int k(struct o *p) { return p == &g ? p->a : g.a; }");
  EXPECT_THAT(E.rows(), ElementsAre("!(p == &g) -> 0 {p = NULL}", "p == &g -> "));
  for (const Row &R : E.table().Rows)
    EXPECT_EQ(R.Unfound, R.State ? "" : "this needs p to be the same object as another one");
  EXPECT_THAT(E.rows("k"), Contains(StartsWith("p == &g -> 0 {p->a = 0")));
}

TEST(Paths, EveryStateIsCoveredOnce) {
  Explored E("int f(int a, u8 b) { if (a < 3 && b) return a / b; switch (b) { case 1: return 1; case 2 ... 9: a++; }"
             "  return a << (b & 7); }");
  EXPECT_TRUE(E.explorer().coversAll("f"));
  for (int A : {-1, 0, 2, 3, 0x7fffffff})
    for (unsigned B : {0u, 1u, 2u, 9u, 255u}) {
      Witness W;
      W.Start.Arguments = {{{0, 0, 32, static_cast<u_int32_t>(A), "", ""}}, {{0, 0, 8, B, "", ""}}};
      EXPECT_THAT(E.explorer().matching("f", W), SizeIs(1)) << A << " " << B;
    }
}

} // namespace
} // namespace kverdict
