// What is taken for the same code is: nothing that a compiler makes other code of is passed over.
#include "testing/Comparisons.h"

namespace kverdict {
namespace {

Comparison both(const std::string &Old, const std::string &New) {
  const Rules None;
  return VersionPair(requestFor(Old), requestFor(New), None).compare("f", {});
}

struct Texts {
  const char *Name, *Old, *New;
};

class OtherCode : public testing::TestWithParam<Texts> {};

TEST_P(OtherCode, IsNeverEquivalent) {
  const Comparison Quick = both(GetParam().Old, GetParam().New);
  EXPECT_FALSE(Quick.SameCode);
  EXPECT_NE(changeWord(Quick.What), "equivalent") << shown(Quick);
}

#define UNLOCKS                                                                                                        \
  "void unlock(int *); void release(int *);"                                                                           \
  "static inline void un(int **p) { unlock(*p); } static inline void rel(int **p) { release(*p); }"

const Texts Others[] = {
    {"CleanupGone", UNLOCKS "int f(int *l) { int *x __attribute__((cleanup(un))) = l; return 0; }",
     UNLOCKS "int f(int *l) { int *x = l; return 0; }"},
    {"CleanupByAnotherFunction", UNLOCKS "int f(int *l) { int *x __attribute__((cleanup(un))) = l; return 0; }",
     UNLOCKS "int f(int *l) { int *x __attribute__((cleanup(rel))) = l; return 0; }"},
    {"CleanupWithAnotherBody",
     "void unlock(int *); void release(int *); static inline void un(int **p) { unlock(*p); }"
     "int f(int *l) { int *x __attribute__((cleanup(un))) = l; return 0; }",
     "void unlock(int *); void release(int *); static inline void un(int **p) { release(*p); }"
     "int f(int *l) { int *x __attribute__((cleanup(un))) = l; return 0; }"},
    {"CleanupOfAnotherVariable",
     UNLOCKS "int f(int *l, int *m) { int *x __attribute__((cleanup(un))) = l; int *y = m; return 0; }",
     UNLOCKS "int f(int *l, int *m) { int *x = l; int *y __attribute__((cleanup(un))) = m; return 0; }"},
    {"GenericSelection", "int g(void); int h(void); int f(int x) { return _Generic(x, int: g(), default: h()); }",
     "int g(void); int h(void); int f(int x) { return _Generic(x, long: g(), default: h()); }"},
    {"OperandNames",
     "int f(int x, int y) { int a, b; asm volatile(\"mov %[p],%[a]\" : [a] \"=r\"(a), [b] \"=r\"(b)"
     " : [p] \"r\"(x), [q] \"r\"(y)); return a; }",
     "int f(int x, int y) { int a, b; asm volatile(\"mov %[p],%[a]\" : [b] \"=r\"(a), [a] \"=r\"(b)"
     " : [p] \"r\"(x), [q] \"r\"(y)); return a; }"},
    {"AssemblyLabels", "void f(void) { asm volatile(\"jmp 1f\\n1: nop\\n2:\"); }",
     "void f(void) { asm volatile(\"jmp 2f\\n1: nop\\n2:\"); }"},
    {"WhereAssemblyGoes", "int f(int x) { asm goto(\"a\" : : : : l, m); return 0; l: return 1; m: return 2; }",
     "int f(int x) { asm goto(\"a\" : : : : m, l); return 0; l: return 1; m: return 2; }"},
    {"Register", "long f(long x) { register long a asm(\"rdi\") = x; asm volatile(\"sys\" : : \"r\"(a)); return 0; }",
     "long f(long x) { register long a asm(\"rsi\") = x; asm volatile(\"sys\" : : \"r\"(a)); return 0; }"},
    {"NoRegister", "long f(long x) { register long a asm(\"rdi\") = x; asm volatile(\"sys\" : : \"r\"(a)); return 0; }",
     "long f(long x) { long a = x; asm volatile(\"sys\" : : \"r\"(a)); return 0; }"},
    {"CalleesLabel", "int g(int); int f(int x) { return g(x); }",
     "int g(int) asm(\"h\"); int f(int x) { return g(x); }"},
    {"WeakCallee", "int g(int x) { return x; } int f(int x) { return g(x); }",
     "__attribute__((weak)) int g(int x) { return x; } int f(int x) { return g(x); }"},
    {"VariablesLabel", "extern int g; int f(void) { return g; }", "extern int g asm(\"h\"); int f(void) { return g; }"},
    {"ThreadLocal", "extern __thread int g; int f(void) { return g; }", "extern int g; int f(void) { return g; }"},
};

INSTANTIATE_TEST_SUITE_P(Kinds, OtherCode, testing::ValuesIn(Others), [](const auto &Info) { return Info.param.Name; });

class StillTheSame : public testing::TestWithParam<Texts> {};

TEST_P(StillTheSame, IsEquivalent) {
  const Comparison C = both(GetParam().Old, GetParam().New);
  EXPECT_EQ(changeWord(C.What), "equivalent") << shown(C);
  EXPECT_EQ(C.SameCode, std::string(GetParam().Name).find("Const") == std::string::npos);
}

const Texts Same[] = {
    {"AssertionsRenumbered",
     "int f(int n) { do { extern void a_34(void) __attribute__((error(\"too large\"))); if (!(sizeof(int) == 4)) "
     "a_34(); } "
     "while (0); return n; }",
     "int f(int n) { do { extern void a_35(void) __attribute__((error(\"too large\"))); if (!(sizeof(int) == 4)) "
     "a_35(); } "
     "while (0); return n; }"},
    {"OperandsRenamed",
     "int f(int x) { int a; asm volatile(\"mov %[p],%[a]\" : [a] \"=r\"(a) : [p] \"r\"(x)); return a; }",
     "int f(int x) { int a; asm volatile(\"mov %[in],%[out]\" : [out] \"=r\"(a) : [in] \"r\"(x)); return a; }"},
    {"LabelsRenumbered", "void f(void) { asm volatile(\"jmp 71f\\n71: nop\\n72:\"); }",
     "void f(void) { asm volatile(\"jmp 81f\\n81: nop\\n82:\"); }"},
    {"CountedLabel", "void f(void) { asm volatile(\"%c0: nop\" : : \"i\"(__COUNTER__)); }",
     "int x = __COUNTER__; void f(void) { asm volatile(\"%c0: nop\" : : \"i\"(__COUNTER__)); }"},
    {"ConstParameter", "int f(int *p) { return *p; }", "int f(const int *const p) { return *p; }"},
    {"ConstResult", "char *f(char *p) { return p; }", "const char *f(char *p) { return p; }"},
};

INSTANTIATE_TEST_SUITE_P(Kinds, StillTheSame, testing::ValuesIn(Same),
                         [](const auto &Info) { return Info.param.Name; });

} // namespace
} // namespace kverdict
