// Two versions that run the same statements are the same, however large they are and however they are put; and nothing
// that does something is passed over.
#include "compare/proof/SameFlow.h"

#include "testing/Comparisons.h"

namespace kverdict {
namespace {

const std::string Head = R"(
struct s { int a, b; struct s *next; volatile int v; };
int use(int); int put(struct s *); void lock(int *); extern int table[16]; extern int g; void stop(void) __attribute__((noreturn));
)";

bool same(const std::string &Old, const std::string &New) {
  CompleteUnit A(requestFor(Head + Old)), B(requestFor(Head + New));
  const FlowAnswer Answer = sameFlow(*A, *B, A->definition("f"), B->definition("f"), {});
  return Answer.Same && Answer.Changed.empty();
}

struct Texts {
  const char *Name, *Old, *New;
};

class SameFlow : public testing::TestWithParam<Texts> {};
TEST_P(SameFlow, IsSeen) {
  EXPECT_TRUE(same(GetParam().Old, GetParam().New));
  EXPECT_TRUE(same(GetParam().New, GetParam().Old));
}

class OtherFlow : public testing::TestWithParam<Texts> {};
TEST_P(OtherFlow, IsSeen) {
  EXPECT_FALSE(same(GetParam().Old, GetParam().New));
  EXPECT_FALSE(same(GetParam().New, GetParam().Old));
}

const Texts Same[] = {
    {"EmptyStatement", "int f(int x) { return use(x); }", "int f(int x) { (void)0; ; {} return use(x); }"},
    {"UnusedParameterIsNamed", "int f(int x) { return use(1); }", "int f(int x) { (void)x; return use(1); }"},
    {"UnusedLocal", "int f(int x) { return use(x); }",
     "int f(int x) { int y = 3; int z; (void)y; (void)z; return use(x); }"},
    {"EmptyLoop", "int f(int x) { return use(x); }", "int f(int x) { do { } while (0); return use(x); }"},
    {"DeadBranch", "int f(int x) { return use(x); }", "int f(int x) { if (0) return 1; if (1) return use(x); }"},
    {"BehindAConfigurationThatIsOff",
     "static int off(struct s p) { return 0; } int f(struct s p, int x) { if (x && off(p)) if (!x) return 1; return 3; "
     "}",
     "static int off(struct s p) { return 0; } int f(struct s p, int x) { if (x && off(p)) if (x) return 1; return 3; "
     "}"},
    {"BesideAConfigurationThatIsOn",
     "static int on(void) { return 1; } int f(int x) { if (!on() || !x) return use(1); return use(2); }",
     "static int on(void) { return 1; } int f(int x) { if (!on()) use(7); if (!x) return use(1); return use(2); }"},
    {"EarlyReturn", "int f(int x) { if (x) { use(x); use(2); } return 3; }",
     "int f(int x) { if (!x) goto out; use(x); use(2); out: return 3; }"},
    {"Nested", "int f(int x) { if (x > 3) { if (use(1)) use(2); } return 3; }",
     "int f(int x) { if (x > 3 && use(1)) use(2); return 3; }"},
    {"WhileAndGoto", "int f(int n) { while (n--) use(n); return 0; }",
     "int f(int n) { again: if (n--) { use(n); goto again; } return 0; }"},
    {"ForAndWhile", "int f(int n) { int i; for (i = 0; i < n; i++) table[i] = use(i); return 0; }",
     "int f(int n) { int k; k = 0; while (k < n) { table[k] = use(k); k++; } return 0; }"},
    {"RenamedParameter", "int f(int a, int b) { return use(a) - b; }", "int f(int x, int y) { return use(x) - y; }"},
    {"CasesInAnotherOrder", "int f(int x) { switch (x) { case 1: use(1); break; case 2: use(2); break; } return 0; }",
     "int f(int x) { switch (x) { case 2: use(2); break; case 1: use(1); } return 0; }"},
    {"CountedStatic",
     "\n#define paste(a, b) a##b\n#define two(a, b) paste(a, b)\n"
     "int f(int x) { static int two(u, __COUNTER__) __attribute__((used)) = 3; return use(x); }",
     "\n#define paste(a, b) a##b\n#define two(a, b) paste(a, b)\nint n = __COUNTER__;\n"
     "int f(int x) { static int two(u, __COUNTER__) __attribute__((used)) = 3; (void)0; return use(x); }"},
    {"InACallee", "static int h(int n) { while (n--) use(n); return 1; } int f(int x) { return h(x); }",
     "static int h(int n) { (void)0; while (n--) { use(n); } return 1; } int f(int x) { return h(x); }"},
    {"Recursion", "int f(int n) { if (!n) return 1; return f(n - 1); }",
     "int f(int n) { if (n) return f(n - 1); return 1; }"},
    {"Values", "int f(int x) { int y = x ? use(1) : use(2); return y && ({ int z = use(y); z; }); }",
     "int f(int x) { int q = x ? use(1) : use(2); ; return q && ({ int w = use(q); w; }); }"},
    {"WhatDoesNotComeBack", "int f(int x) { if (x) stop(); return 0; }", "int f(int x) { if (!x) return 0; stop(); }"},
};
INSTANTIATE_TEST_SUITE_P(Each, SameFlow, testing::ValuesIn(Same), [](const auto &Info) { return Info.param.Name; });

const Texts Other[] = {
    {"BehindWhatMayBeOn",
     "static int off(int n) { return n; } int f(int x) { if (off(x)) if (!x) return 1; return 3; }",
     "static int off(int n) { return n; } int f(int x) { if (off(x)) if (x) return 1; return 3; }"},
    {"BehindWhatOthersMayDefine",
     "int off(void) __attribute__((weak)); int off(void) { return 0; } int f(int x) { if (off()) if (!x) return 1; "
     "return 3; }",
     "int off(void) __attribute__((weak)); int off(void) { return 0; } int f(int x) { if (off()) if (x) return 1; "
     "return 3; }"},
    {"WhatIsPassedIsStillDone",
     "static int off(int n) { return 0; } int f(struct s *p) { if (off(p->a)) return 1; return 3; }",
     "static int off(int n) { return 0; } int f(struct s *p) { if (off(p->b)) return 1; return 3; }"},
    {"WhatTheAnswerComesOf",
     "static int off(void) { return use(0); } int f(int x) { if (off()) if (!x) return 1; return 3; }",
     "static int off(void) { return use(0); } int f(int x) { if (off()) if (x) return 1; return 3; }"},
    {"CallDropped", "int f(int x) { use(x); return 0; }", "int f(int x) { return 0; }"},
    {"OtherArgument", "int f(int x, int y) { return use(x); }", "int f(int x, int y) { return use(y); }"},
    {"ParametersSwapped", "int f(int x, int y) { return x - y; }", "int f(int y, int x) { return x - y; }"},
    {"LocalsSwapped", "int f(int x) { int a = 1, b = 2; return x ? a : b; }",
     "int f(int x) { int a = 1, b = 2; return x ? b : a; }"},
    {"OneLocalForTwo", "int f(int x) { int a = use(x), b = use(x); return a - b; }",
     "int f(int x) { int a = use(x), b = use(x); return a - a; }"},
    {"Negated", "int f(int x) { if (x) return 1; return 2; }", "int f(int x) { if (!x) return 1; return 2; }"},
    {"Shortened", "int f(int x) { return x && use(x); }", "int f(int x) { return x || use(x); }"},
    {"Ordered", "int f(int x) { use(1); g = 2; return 0; }", "int f(int x) { g = 2; use(1); return 0; }"},
    {"OneRoundMore", "int f(int n) { while (n--) use(n); return 0; }",
     "int f(int n) { do use(n); while (n--); return 0; }"},
    {"Break", "int f(int n) { while (n--) if (use(n)) break; return 0; }",
     "int f(int n) { while (n--) if (use(n)) continue; return 0; }"},
    {"Case", "int f(int x) { switch (x) { case 1: use(1); case 2: use(2); } return 0; }",
     "int f(int x) { switch (x) { case 1: use(1); break; case 2: use(2); } return 0; }"},
    {"CaseValue", "int f(int x) { switch (x) { case 1: use(1); } return 0; }",
     "int f(int x) { switch (x) { case 2: use(1); } return 0; }"},
    {"Default", "int f(int x) { switch (x) { case 1: use(1); } return 0; }",
     "int f(int x) { switch (x) { default: use(1); } return 0; }"},
    {"VolatileRead", "int f(struct s *p) { return 0; }", "int f(struct s *p) { p->v; return 0; }"},
    {"NullIsFollowed", "int f(struct s *p) { return 0; }", "int f(struct s *p) { (void)p->a; return 0; }"},
    {"WhoseValue", "int f(int x) { return ({ use(1); use(2); 3; }); }",
     "int f(int x) { return ({ use(1); 3; use(2); }); }"},
    {"Cleanup", "int f(int x) { int y __attribute__((cleanup(lock))) = x; return 0; }",
     "int f(int x) { int y = x; return 0; }"},
    {"OtherCallee", "static int h(int n) { return use(n); } int f(int x) { return h(x); }",
     "static int h(int n) { return use(n + 1); } int f(int x) { return h(x); }"},
    {"StaticStart", "int f(int x) { static int n = 1; return n++; }", "int f(int x) { static int n = 2; return n++; }"},
    {"CountedStaticStart",
     "\n#define paste(a, b) a##b\n#define two(a, b) paste(a, b)\n"
     "int f(int x) { static int two(u, __COUNTER__) = 3; return use(x); }",
     "\n#define paste(a, b) a##b\n#define two(a, b) paste(a, b)\nint n = __COUNTER__;\n"
     "int f(int x) { static int two(u, __COUNTER__) = 4; (void)0; return use(x); }"},
    {"Constant", "static const int c = 1; int f(int x) { return use(c); }",
     "static const int c = 2; int f(int x) { return use(c); }"},
    {"ConstantBesideAnEdit", "static const int c[] = {1}; int f(int x) { return use(c[x]); }",
     "static const int c[] = {2}; int f(int x) { (void)0; return use(c[x]); }"},
    {"Layout", "struct t { int a, b; }; int f(struct t *p) { return p->a; }",
     "struct t { int b, a; }; int f(struct t *p) { (void)0; return p->a; }"},
    {"Assembly", "int f(int x) { asm volatile(\"a\"); return 0; }", "int f(int x) { asm volatile(\"b\"); return 0; }"},
    {"AssemblyGoto", "int f(int x) { asm goto(\"a\" : : : : l, m); return 0; l: return 1; m: return 2; }",
     "int f(int x) { asm goto(\"a\" : : : : m, l); return 0; l: return 1; m: return 2; }"},
    {"ConstantIsNot", "int f(int x) { if (__builtin_constant_p(x)) return 1; return 2; }",
     "int f(int x) { return 2; }"},
    {"StaleLocal", "int f(int n) { int x; while (n--) { if (n == 5) x = 1; if (n == 3) use(x); } return 0; }",
     "int f(int n) { while (n--) { int x; if (n == 5) x = 1; if (n == 3) use(x); } return 0; }"},
};
INSTANTIATE_TEST_SUITE_P(Each, OtherFlow, testing::ValuesIn(Other), [](const auto &Info) { return Info.param.Name; });

TEST(FlowThroughCallees, OneThatIsProvedOtherwiseWillDo) {
  std::string Long = "int f(struct s *p, int n) { int i; ";
  for (int I = 0; I < 40; ++I)
    Long += "if (put(p) == " + std::to_string(I) + ") p->a = " + std::to_string(I) + "; ";
  Long += "return bit(n); }";
  const std::string Old = "static int bit(int n) { return (n & 4) != 0; } ",
                    New = "static int bit(int n) { return n & 4 ? 1 : 0; } ",
                    Wrong = "static int bit(int n) { return n & 4; } ";
  const Rules None;
  const Comparison C = VersionPair(requestFor(Head + Old + Long), requestFor(Head + New + Long), None).compare("f");
  EXPECT_EQ(changeWord(C.What), "equivalent") << shown(C);
  const Comparison D = VersionPair(requestFor(Head + Old + Long), requestFor(Head + Wrong + Long), None).compare("f");
  EXPECT_NE(changeWord(D.What), "equivalent") << shown(D);
}

} // namespace
} // namespace kverdict
