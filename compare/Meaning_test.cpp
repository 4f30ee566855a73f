// What C and the compiler settle is no free choice of a state: builtins, memset() and its like, constants, a callee
// whose address is known, a function that calls itself, what a static variable starts with.
#include "testing/Comparisons.h"

namespace kverdict {
namespace {

const std::string Head =
    "typedef unsigned char u8; typedef unsigned int u32; typedef unsigned long size_t; typedef _Bool bool;\n"
    "#define EINVAL 22\n#define EBUSY 16\n#define NULL ((void *)0)\n"
    "void *memset(void *, int, size_t); void *memcpy(void *, const void *, size_t); int abs(int);\n"
    "void *memmove(void *, const void *, size_t); int memcmp(const void *, const void *, size_t);\n"
    "size_t strlen(const char *); int strcmp(const char *, const char *); int strncmp(const char *, const char *, "
    "size_t);\n"
    "struct mutex { int locked; }; void mutex_lock(struct mutex *); void mutex_unlock(struct mutex *);\n"
    "struct s { int a, b; u8 c; long d; struct s *next; struct mutex m; };\n"
    "int u(int); int v(int); int look(const void *); void fill(void *);\n";

struct Case {
  const char *Name, *Old, *New;
};

Comparison of(const Case &C) { return compared(Head + C.Old, Head + C.New); }

const Case Same[] = {
    {"MemsetIsAnInitialiser",
     "int f(struct s *d) { struct s v; memset(&v, 0, sizeof(v)); v.a = d->a; return v.a + v.b > 3; }",
     "int f(struct s *d) { struct s v = { .a = d->a }; return v.a + v.b > 3; }"},
    {"MemsetOfOnes", "int f(void) { u32 x; memset(&x, 0xff, 4); return x == ~0u; }", "int f(void) { return 1; }"},
    {"MemsetOfAMember", "int f(struct s *p) { memset(&p->a, 0, sizeof(p->a)); return p->b; }",
     "int f(struct s *p) { p->a = 0; return p->b; }"},
    {"MemsetOfNothing", "int f(struct s *p) { memset(p, 7, 0); return 3; }", "int f(struct s *p) { return 3; }"},
    {"MemsetOfUnknownLengthKept", "int f(struct s *p, size_t n) { memset(p, 0, n); return u(n) ? 1 : 0; }",
     "int f(struct s *p, size_t n) { memset(p, 0, n); if (u(n)) return 1; return 0; }"},
    {"MemsetBuiltin", "int f(void) { int x; __builtin_memset(&x, 0, 4); return x; }", "int f(void) { return 0; }"},
    {"MemcpyIsAnAssignment", "int f(struct s *d) { struct s v; memcpy(&v, d, sizeof(v)); return v.a > 3; }",
     "int f(struct s *d) { struct s v = *d; return v.a > 3; }"},
    {"MemcpyOut", "void f(struct s *to, struct s *from) { memcpy(to, from, sizeof(*to)); }",
     "void f(struct s *to, struct s *from) { *to = *from; }"},
    {"MemcpyOfLocals", "int f(int x) { int a = x, b; memcpy(&b, &a, sizeof(b)); return b; }",
     "int f(int x) { return x; }"},
    {"MemcpyReturnsItsTarget", "struct s *f(struct s *p, struct s *q) { return memcpy(p, q, sizeof(*p)); }",
     "struct s *f(struct s *p, struct s *q) { memcpy(p, q, sizeof(*p)); return p; }"},
    {"MemmoveOverlapping", "int f(int x) { int a[3] = { x, 2, 3 }; memmove(a + 1, a, 8); return a[1] + a[2]; }",
     "int f(int x) { return x + 2; }"},
    {"MemcmpOfTwoInts", "int f(int a, int b) { return memcmp(&a, &b, sizeof(a)) == 0; }",
     "int f(int a, int b) { return a == b; }"},
    {"StrcmpOfTexts", "int f(void) { return strcmp(\"abc\", \"abd\") < 0; }", "int f(void) { return 1; }"},
    {"StrcmpOfOneText", "int f(const char *s) { return !strcmp(s, s); }", "int f(const char *s) { return 1; }"},
    {"MemcmpOfOnePlace", "int f(const char *s, unsigned long n) { return !memcmp(s, s, n); }",
     "int f(const char *s, unsigned long n) { return 1; }"},
    {"StrcmpWithAnUnknown", "int f(const char *s) { return !strcmp(s, \"a\"); }",
     "int f(const char *s) { return s[0] == 'a' && s[1] == 0; }"},
    {"StrlenOfALiteral", "int f(void) { return strlen(\"abc\"); }", "int f(void) { return 3; }"},
    {"StrlenOfAnUnknownKept", "int f(const char *s) { return strlen(s) > 4 ? -EINVAL : 0; }",
     "int f(const char *s) { if (strlen(s) > 4) return -EINVAL; return 0; }"},
    {"Parity", "int f(u32 x) { return __builtin_parity(x & 3); }", "int f(u32 x) { return (x ^ x >> 1) & 1; }"},
    {"Absolute", "int f(int x) { return abs(x & 0xff) + __builtin_abs(-3); }",
     "int f(int x) { return (x & 0xff) + 3; }"},
    {"Rotated", "u32 f(u32 x) { return __builtin_rotateleft32(x, 8); }", "u32 f(u32 x) { return x << 8 | x >> 24; }"},
    {"AddOverflow", "int f(u8 a, u8 b) { u8 r; return __builtin_add_overflow(a, b, &r); }",
     "int f(u8 a, u8 b) { return a + b > 255; }"},
    {"MulOverflowMixed", "int f(int a) { u32 r; return __builtin_mul_overflow(a, -1, &r); }",
     "int f(int a) { return a > 0; }"},
    {"MulOverflowByAConstant", "int f(size_t n) { size_t r; return __builtin_mul_overflow(24ul, n, &r); }",
     "int f(size_t n) { return n > ~(size_t)0 / 24; }"},
    {"MulOverflowOfLittle",
     "int f(u8 n) { size_t r; if (__builtin_mul_overflow((size_t)n, sizeof(struct s), &r)) return -1; return r > 4; }",
     "int f(u8 n) { return n * sizeof(struct s) > 4; }"},
    {"MiddleOfElements",
     "long f(struct s *p, u8 n) { struct s *l = p + 1, *r = p + n - 1; return l + (r - l) / 2 - p; }",
     "long f(struct s *p, u8 n) { return ((long)n - 2) / 2 + 1; }"},
    {"SignedHalves", "int f(int x) { return x / 8; }",
     "int f(int x) { return x < 0 ? -(int)(-(unsigned)x >> 3) : x >> 3; }"},
    {"ObjectSizeOfAnUnknown", "int f(void *p) { return __builtin_object_size(p, 0) < 8; }",
     "int f(void *p) { return 0; }"},
    {"KnownFunctionPointer", "int f(int x) { int (*g)(int) = x ? u : v; return g(1); }",
     "int f(int x) { return x ? u(1) : v(1); }"},
    {"PointerComparedWithAFunction", "int f(int (*g)(int)) { if (g == u) return g(2); return 0; }",
     "int f(int (*g)(int)) { if (g == u) return u(2); return 0; }"},
    {"TableOfFunctions",
     "static int one(int x) { return x + 1; } static const struct { int (*g)(int); } t = { one }; int f(int x) { "
     "return t.g(x & 7); }",
     "int f(int x) { return (x & 7) + 1; }"},
    {"TableAtAVariableIndex", "static const u8 t[4] = { 3, 1, 4, 1 }; int f(u32 i) { return t[i & 3]; }",
     "int f(u32 i) { switch (i & 3) { case 0: return 3; case 2: return 4; default: return 1; } }"},
    {"TableOfStructs",
     "static const struct { int k; u8 v; } t[2] = { { 5, 6 }, { 7, 8 } }; int f(bool i) { return t[i].v; }",
     "int f(bool i) { return i ? 8 : 6; }"},
    {"CleanupOfAMember",
     "int f(struct s *d) { int r; mutex_lock(&d->m); r = d->a ? -EBUSY : d->b; mutex_unlock(&d->m); return r; }",
     "static inline void put(struct mutex **m) { if (*m) mutex_unlock(*m); }\n"
     "int f(struct s *d) { struct mutex *g __attribute__((cleanup(put))) = ({ struct mutex *t = (&d->m); "
     "mutex_lock(t); t; });"
     " if (d->a) return -EBUSY; return d->b; }"},
    {"CleanupOfAMemberThatNobodyReads", "int f(struct s *d) { mutex_lock(&d->m); mutex_unlock(&d->m); return 0; }",
     "int f(struct s *d) { mutex_lock(&d->m); if (&d->m) mutex_unlock(&d->m); return 0; }"},
    {"StaticStartsWithZero", "int f(int x) { static int n = 0; return n++ > x; }",
     "int f(int x) { static int n; return n++ > x; }"},
    {"StaticConstantInAnotherForm", "int f(int x) { static const int most = 2 + 2; return x > most; }",
     "int f(int x) { static const int limit = 4; return x > limit; }"},
};

class Equal : public testing::TestWithParam<Case> {};

TEST_P(Equal, IsEquivalent) {
  const Comparison C = of(GetParam());
  EXPECT_EQ(changeWord(C.What), "equivalent") << shown(C);
}

INSTANTIATE_TEST_SUITE_P(Meaning, Equal, testing::ValuesIn(Same), [](const auto &Info) { return Info.param.Name; });

/// Different, and the simulator bears it out.
const Case Changed[] = {
    {"MemsetOfAnotherByte", "int f(void) { int x; memset(&x, 0, 4); return x; }",
     "int f(void) { int x; memset(&x, 1, 4); return x; }"},
    {"ShorterMemcpy", "int f(struct s *p) { struct s v = { 0 }; memcpy(&v, p, sizeof(v)); return v.b; }",
     "int f(struct s *p) { struct s v = { 0 }; memcpy(&v, p, 4); return v.b; }"},
    {"ShorterText", "int f(const char *s) { return !strncmp(s, \"zero\", 4); }",
     "int f(const char *s) { return !strncmp(s, \"zero\", 3); }"},
    {"AnotherConstant", "static const int limit = 3; int f(int x) { return x > limit ? -EINVAL : 0; }",
     "static const int limit = 4; int f(int x) { return x > limit ? -EINVAL : 0; }"},
    {"AnotherEntryOfATable", "static const u8 t[4] = { 3, 1, 4, 1 }; int f(u32 i) { return t[i & 3]; }",
     "static const u8 t[4] = { 3, 1, 5, 1 }; int f(u32 i) { return t[i & 3]; }"},
    {"AnotherFunctionInATable",
     "static int one(int x) { return 1; } static int two(int x) { return 2; }\n"
     "static int (*const t[])(int) = { one, two }; int f(int x) { return t[0](x); }",
     "static int one(int x) { return 1; } static int two(int x) { return 2; }\n"
     "static int (*const t[])(int) = { two, one }; int f(int x) { return t[0](x); }"},
    {"ParityOfMore", "int f(u32 x) { return __builtin_parity(x & 3); }",
     "int f(u32 x) { return __builtin_parity(x & 7); }"},
};

class Unlike : public testing::TestWithParam<Case> {};

TEST_P(Unlike, IsDifferent) {
  const Comparison C = of(GetParam());
  EXPECT_FALSE(C.Differences.empty()) << shown(C);
  EXPECT_EQ(C.Refuted, 0u) << shown(C);
}

INSTANTIATE_TEST_SUITE_P(Meaning, Unlike, testing::ValuesIn(Changed), [](const auto &Info) { return Info.param.Name; });

/// Neither is said.
const Case Open[] = {
    {"UnknownBuiltin", "int f(int x) { return __builtin_alloca(x) != NULL; }", "int f(int x) { return 1; }"},
    {"Atomics", "int f(int *p) { return __sync_bool_compare_and_swap(p, 0, 1); }",
     "int f(int *p) { if (*p) return 0; *p = 1; return 1; }"},
    {"Recursion", "int f(int n) { if (n <= 0) return 0; return 1 + f(n - 1); }",
     "int f(int n) { return n <= 0 ? 0 : n; }"},
    {"MutualRecursion",
     "static int odd(int n); static int even(int n) { return n ? odd(n - 1) : 1; } static int odd(int n) { return n ? "
     "even(n - 1) : 0; }"
     "int f(u32 n) { return even(n); }",
     "int f(u32 n) { return !(n & 1); }"},
    {"LengthOfAnUnknownText", "int f(const char *s) { return strlen(s) > 1; }",
     "int f(const char *s) { return s[0] && s[1]; }"},
    {"MemsetOfUnknownLength", "int f(size_t n) { u8 b[8] = { 1 }; if (n > 8) return 0; memset(b, 0, n); return b[0]; }",
     "int f(size_t n) { if (n > 8) return 0; return !n; }"},
    {"StaticStart", "int f(int x) { static int n; return n++ > x; }",
     "int f(int x) { static int n = 5; return n++ > x; }"},
    {"StaticTableStart", "int f(u32 x) { static int n[2] = { 1 }; return n[0] > x; }",
     "int f(u32 x) { static int n[2] = { 0 }; return n[0] > x; }"},
    {"StaticRenamedAndStarted", "int f(int x) { static int n; return n++ > x; }",
     "int f(int x) { static int k = 5; return k++ > x; }"},
};

class Neither : public testing::TestWithParam<Case> {};

TEST_P(Neither, IsUndecided) {
  const Comparison C = of(GetParam());
  EXPECT_EQ(changeWord(C.What), "undecided") << shown(C);
}

INSTANTIATE_TEST_SUITE_P(Meaning, Neither, testing::ValuesIn(Open), [](const auto &Info) { return Info.param.Name; });

/// The text of f() is the same; what it reads or calls is not.
TEST(Meaning, ConstantsAreCode) {
  const std::string Calls = "static int one(int x) { return 1 + BY; } static int (*const t[])(int) = { one };"
                            "int f(int x) { return t[0](x); }";
  const std::string Reads = "static const int limit = BY; int f(int x) { return x > limit; }";
  const Rules R;
  for (const std::string &Text : {Calls, Reads}) {
    const Comparison C =
        VersionPair(requestFor("#define BY 1\n" + Text), requestFor("#define BY 2\n" + Text), R).compare("f", {});
    EXPECT_FALSE(C.SameCode) << Text;
    EXPECT_FALSE(C.Differences.empty()) << shown(C);
  }
}

TEST(UndefinedBehaviour, SetsNothingByItsOwnValue) { // as the kernel's calls of hypervisors do
  const std::string Head = "void first(void); void second(void); ";
  auto change = [&](const std::string &Old, const std::string &New) {
    return changeWord(compared(Head + Old, Head + New).What);
  };
  EXPECT_EQ(change("int f(int x) { int y = y; first(); second(); y = x; return y; }",
                   "int f(int x) { int y = y; second(); first(); y = x; return y; }"),
            "different");
  EXPECT_EQ(change("int f(int x) { int y = y; first(); y = x; return y; }",
                   "int f(int x) { int y; first(); y = x; return y; }"),
            "equivalent");
}

TEST(UndefinedBehaviour, InEachStateProvesNothing) {
  const std::string Head = "void first(void); void second(void); ";
  const Comparison C = compared(Head + "int f(void) { int y; first(); second(); return y; }",
                                Head + "int f(void) { int y; second(); first(); return y; }");
  EXPECT_EQ(changeWord(C.What), "undecided") << shown(C);
  EXPECT_THAT(C.Reason, testing::HasSubstr("each way through the old version ends in undefined behaviour")) << shown(C);
  const Comparison Loop = compared(Head + "int f(int n) { int y; first(); while (y--) second(); return n; }",
                                   Head + "int f(int n) { int y; second(); while (y--) first(); return n; }");
  EXPECT_EQ(changeWord(Loop.What), "undecided") << shown(Loop);
}

TEST(UndefinedBehaviour, OfBothInSomeStatesIsSaid) {
  const std::string Head = "void first(void); void second(void); ";
  const Comparison C = compared(Head + "int f(int n) { int y; if (n) { first(); return y; } return 0; }",
                                Head + "int f(int n) { int y; if (n) { second(); return y; } return 0; }");
  EXPECT_EQ(changeWord(C.What), "equivalent") << shown(C);
  EXPECT_THAT(C.Assumed, testing::ElementsAre("a read of y, which nothing has set")) << shown(C);
}

} // namespace
} // namespace kverdict
