// Calls: inlined, opaque, through pointers, models, inline assembly.
#include "testing/Program.h"

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

namespace kverdict {
namespace {

CallOutcome outcome(const std::string &Callee, std::vector<Cell> Result = {}, std::vector<Cell> Writes = {}) {
  return {Callee, std::move(Result), std::move(Writes), {}};
}

TEST(Calls, OpaqueCallsReturnAndWriteWhatTheWitnessSays) {
  Program P("struct page { int count; }; int get(struct page *); struct page *find(void);"
            "int f(struct page *p) { int a = get(p); int b = p->count; return a * 100 + b * 10 + (find() == p); }");
  Witness W = withArguments({scalar(0x5000, 64)});
  W.Start.Objects = {{0x5000, 4, "*p"}};
  W.Start.Memory = {{0x5000, 0, 32, 1, "p->count", "1"}};
  W.Calls = {outcome("get", scalar(3), {{0x5000, 0, 32, 4, "p->count", "4"}}), outcome("find", scalar(0x5000, 64))};
  kverdict::Run R = P.run("f", W);
  EXPECT_THAT(R, Returns(341));
  EXPECT_THAT(lines(R), Contains("call 0 get(p) -> 3 {p->count = 4}"));
}

TEST(Calls, WhatACompilerFoldsIsConstant) {
  Program P("__attribute__((noreturn, error(\"\"))) void bad(void);"
            "int f(int a) { int n = 3; if (!__builtin_constant_p(n + 1)) bad(); return a + n; }"
            "int g(int a) { if (!__builtin_constant_p(a)) bad(); return a; }");
  EXPECT_THAT(P.run("f", withArguments({scalar(4)})), Returns(7));
  EXPECT_EQ(P.run("g", withArguments({scalar(4)})).End, RunEnd::Unsupported) << "whether g() compiles is not known";
}

TEST(Calls, AnotherOrderOrNumberIsAMismatch) {
  Program P("int a(void); int b(void); int f(void) { return a() + b(); } int g(void) { a(); return 1; }");
  Witness W;
  W.Calls = {outcome("b"), outcome("a")};
  EXPECT_THAT(P.run("f", W), EndsIn(RunEnd::Mismatch, "opaque call a, but the witness expects b"));
  W.Calls = {outcome("a")};
  EXPECT_THAT(P.run("f", W), EndsIn(RunEnd::Mismatch, "opaque call b, but the witness has no more calls"));
  EXPECT_THAT(P.run("f", W, Missing::IsZero), Returns(0));
  EXPECT_THAT(P.run("g", W), Returns(1)) << "a result that is not needed";
}

TEST(Calls, StructuresAreReturnedByCells) {
  Program P("struct pte { unsigned long pte; }; struct pte get(void); long f(void) { return get().pte; }"
            "_Bool yes(void); int g(void) { return yes(); }");
  Witness W;
  W.Calls = {outcome("get", scalar(77, 64))};
  EXPECT_THAT(P.run("f", W), Returns(77));
  W.Calls = {outcome("yes", scalar(1, 8))};
  EXPECT_THAT(P.run("g", W), Returns(1));
}

TEST(Calls, ThroughAPointerNamesTheExpression) {
  Program P("struct ops { int (*fault)(int); }; struct vma { const struct ops *ops; };"
            "static int own(int x) { return x + 1; }"
            "int f(struct vma *vma) { return vma->ops->fault(2) + (own)(3) + (*own)(4); }"
            "int g(void) { int (*p)(int) = own; return p(5); }");
  Witness W = withArguments({scalar(0x5000, 64)});
  W.Start.Objects = {{0x5000, 8, "*vma"}, {0x6000, 8, "*vma->ops"}};
  W.Start.Memory = {{0x5000, 0, 64, 0x6000, "", ""}, {0x6000, 0, 64, 1, "", ""}};
  W.Calls = {outcome("*vma->ops->fault", scalar(100))};
  EXPECT_THAT(P.run("f", W), Returns(109));
  EXPECT_THAT(P.run("g"), Returns(6)) << "a pointer that holds the address of a known function";
}

TEST(Calls, LocalsAreWrittenThroughTheArgument) {
  Program P("int fill(int flag, int *out, const int *in); void touch(void *);"
            "int f(void) { int x, y = 2; int r = fill(1, &x, &y); return r + x * 10 + y; }"
            "struct s { int a, b; }; int g(void) { struct s s; touch(&s); return s.a + s.b; }");
  Witness W;
  W.Calls = {outcome("fill", scalar(5))};
  W.Calls[0].Through[1] = {{0, 0, 32, 7, "x", "7"}};
  EXPECT_THAT(P.run("f", W), Returns(77));
  W.Calls = {outcome("touch")};
  W.Calls[0].Through[0] = {{4, 0, 32, 9, "s.b", "9"}};
  kverdict::Run R = P.run("g", W);
  EXPECT_THAT(R, Returns(9));
  EXPECT_THAT(R.Defaulted, ElementsAre("s.a")) << "the callee may have set it, but the witness does not say to what";
}

TEST(Calls, ModelsDecideHowACalleeIsTreated) {
  Model Pure{"pure", Model::Kind::Pure, {}, ""};
  Model End{"panic_now", Model::Kind::NoReturn, {}, ""};
  Model Body{"modelled", Model::Kind::Body, {}, ""};
  Extra Text{Extra::Kind::Body, "__model", "modelled", false, {"return x * 3;", {"rules.yaml", 3, 5}}, {}};
  Program P("static int pure(int x) { return x; } void panic_now(void); int modelled(int x);"
            "void die(void) __attribute__((noreturn));"
            "int f(int x) { return pure(x) + modelled(4); } int g(void) { panic_now(); return 1; }"
            "int h(void) { die(); }",
            {Pure, End, Body}, {Text});
  Witness W;
  W.Calls = {outcome("pure", scalar(30))};
  EXPECT_THAT(P.run("f", W), Returns(42));
  EXPECT_THAT(P.run("g"), EndsIn(RunEnd::NoReturn, "panic_now() does not return"));
  EXPECT_THAT(P.run("h"), EndsIn(RunEnd::NoReturn, "die()"));
}

TEST(Calls, InlineAssemblyTakesItsOutputsFromTheWitness) {
  Program P("int f(int x) { int a, b = 3; asm volatile(\"\" : \"=r\"(a), \"+r\"(b) : \"r\"(x), \"m\"(x) : \"memory\");"
            "  return a * 10 + b; }");
  Witness W = withArguments({scalar(1)});
  W.Calls = {outcome("asm")};
  W.Calls[0].Through[0] = {{0, 0, 32, 4, "a", "4"}};
  W.Calls[0].Through[1] = {{0, 0, 32, 2, "b", "2"}};
  EXPECT_THAT(P.run("f", W), Returns(42));
  EXPECT_THAT(P.run("f", withArguments({scalar(1)}), Missing::IsZero), Returns(0));
  EXPECT_THAT(P.run("f"), EndsIn(RunEnd::Mismatch, "opaque call asm"));
}

TEST(Calls, OperandsOfAssemblyAreEvaluatedOnce) {
  Program P("int lock(void); int f(int x) { asm volatile(\"trap %0\" : : \"r\"((long)lock())); return x; }"
            "int g(int x) { asm volatile(\"trap %0\" : : \"r\"(x++)); return x; }"
            "int h(int x) { int a[2], *p = a; asm volatile(\"put %0\" : \"=m\"(*p++) : \"r\"(x)); return p - a; }");
  Witness W = withArguments({scalar(1)});
  W.Calls = {outcome("lock", scalar(7)), outcome("asm")};
  EXPECT_THAT(P.run("f", W), Returns(1));
  EXPECT_THAT(P.run("g", withArguments({scalar(1)}), Missing::IsZero), Returns(2));
  EXPECT_THAT(P.run("h", withArguments({scalar(1)}), Missing::IsZero), Returns(1));
}

TEST(Calls, AsmGotoTakesTheLabelOfTheWitness) {
  Program P("int f(void) { asm goto(\"\" : : : : one, two); return 0; one: return 1; two: return 2; }");
  Witness W;
  for (int Label : {0, 1, 2}) {
    W.Calls = {outcome("asm", scalar(Label))};
    EXPECT_THAT(P.run("f", W), Returns(Label));
  }
  EXPECT_THAT(P.run("f", {}, Missing::IsZero), Returns(0));
  W.Calls = {outcome("asm", scalar(3))};
  EXPECT_THAT(P.run("f", W), EndsIn(RunEnd::Mismatch, "label"));
}

TEST(Calls, CleanupFunctionsRunAtEveryWayOut) {
  Program P(
      "static int log; static void drop(int *p) { log = log * 10 + *p; }"
      "static int body(int x) { int a __attribute__((cleanup(drop))) = 1;"
      "  for (;;) { int b __attribute__((cleanup(drop))) = 2; if (x == 0) break; if (x == 1) return log; goto out; }"
      "  return 7; out: return 8; }"
      "int f(int x) { int r = body(x); return r * 100 + log; }");
  EXPECT_THAT(P.run("f", withArguments({scalar(0)})), Returns(721));
  EXPECT_THAT(P.run("f", withArguments({scalar(1)})), Returns(21)) << "the result is read before the cleanup";
  EXPECT_THAT(P.run("f", withArguments({scalar(2)})), Returns(821));
}

TEST(Calls, CleanupFunctionsWithoutABodyAreOpaque) {
  Program P("void put(int **); void look(int *const *);"
            "int f(int *p) { { int *q __attribute__((cleanup(put))) = p; } int *r __attribute__((cleanup(look))) = p;"
            "  return 3; }");
  Witness W = withArguments({scalar(0, 64)});
  W.Calls = {outcome("put"), outcome("look")};
  EXPECT_THAT(P.run("f", W), Returns(3));
  W.Calls = {outcome("look"), outcome("put")};
  EXPECT_THAT(P.run("f", W), EndsIn(RunEnd::Mismatch, "opaque call put, but the witness expects look"));
}

TEST(Calls, EmptyStructsAndOffsetsAtAnIndex) {
  Program P("struct none {}; struct s { int a; struct none n; int b; }; struct none op(void);"
            "struct arr { int h; struct s t[4]; };"
            "static struct none pass(struct none n) { struct none m = n; return m; }"
            "int f(struct none p, struct s *w) { struct none q = pass(p), r = {}; w->n = r; q = (struct none){};"
            "  struct s v = { .a = 3, .n = q, .b = 5 }; v.n = op(); struct s u = v; return u.a + u.b; }"
            "unsigned long g(unsigned char n) { return __builtin_offsetof(struct arr, t[n].b); }");
  Witness W = withArguments({{}, scalar(0x5000, 64)});
  W.Calls = {outcome("op")};
  EXPECT_THAT(P.run("f", W), Returns(8));
  EXPECT_THAT(P.run("g", withArguments({scalar(2, 8)})), Returns(4 + 16 + 4));
}

} // namespace
} // namespace kverdict
