// A function is equivalent to itself, and to itself in other words.
#include "testing/Bases.h"
#include "testing/Comparisons.h"

namespace kverdict {
namespace {

class IdentityTest : public testing::TestWithParam<std::string> {};

TEST_P(IdentityTest, IsEquivalentToItself) {
  const Comparison C = compared(unchanged(GetParam()), unchanged(GetParam()));
  EXPECT_EQ(changeWord(C.What), "equivalent") << shown(C);
  EXPECT_FALSE(C.SameCode);
}

std::vector<std::string> names() {
  std::vector<std::string> Out;
  for (const auto &[Name, Text] : bases())
    Out.push_back(Name);
  return Out;
}

INSTANTIATE_TEST_SUITE_P(Bases, IdentityTest, testing::ValuesIn(names()), [](const auto &Info) { return Info.param; });

/// Two texts that each define f(), in other words.
struct Rewrite {
  const char *Name, *Old, *New;
};

const Rewrite Rewrites[] = {
    {"DeMorganAnd", "bool f(int a, int b) { return !(a && b); }", "bool f(int a, int b) { return !a || !b; }"},
    {"DeMorganOr", "bool f(int a, int b) { return !(a || b); }", "bool f(int a, int b) { return !a && !b; }"},
    {"DeMorganInGuard", "int f(int a, int b) { if (!(a > 1 && b < 2)) return -EINVAL; return 0; }",
     "int f(int a, int b) { if (a <= 1 || b >= 2) return -EINVAL; return 0; }"},
    {"DeMorganOnMasks", "bool f(unsigned long v) { return !(v & (VM_READ | VM_WRITE)); }",
     "bool f(unsigned long v) { return !(v & VM_READ) && !(v & VM_WRITE); }"},
    {"DeMorganOnBits", "unsigned f(unsigned a, unsigned b) { return ~(a | b); }",
     "unsigned f(unsigned a, unsigned b) { return ~a & ~b; }"},
    {"GuardsSwapped",
     "int f(struct area *a, int n) { if (n < 0) return -EINVAL; if (a->ro) return -EINVAL; return 0; }",
     "int f(struct area *a, int n) { if (a->ro) return -EINVAL; if (n < 0) return -EINVAL; return 0; }"},
    {"GuardsOfTwoPointersSwapped",
     "bool f(struct area *a, struct file *p) { if (a->ro) return 0; if (p->mode) return 0; return 1; }",
     "bool f(struct area *a, struct file *p) { if (p->mode) return 0; if (a->ro) return 0; return 1; }"},
    {"GuardsJoined", "int f(int a, int b) { if (a) return -EPERM; if (b) return -EPERM; return 0; }",
     "int f(int a, int b) { if (a || b) return -EPERM; return 0; }"},
    {"GuardsNested", "int f(int a, int b) { if (a && b) return -EPERM; return 0; }",
     "int f(int a, int b) { if (a) { if (b) return -EPERM; } return 0; }"},
    {"ElseDropped", "int f(int a) { if (a) return 1; else return 2; }", "int f(int a) { if (a) return 1; return 2; }"},
    {"ConditionalForIf", "int f(int a) { if (a) return -EIO; return 0; }", "int f(int a) { return a ? -EIO : 0; }"},
    {"ConditionalForTwoIfs", "int f(int a, int b) { if (a) return -EIO; if (b) return -EPERM; return 0; }",
     "int f(int a, int b) { return a ? -EIO : b ? -EPERM : 0; }"},
    {"ExpressionForIf", "bool f(int a, int b) { if (a) return true; if (b) return true; return false; }",
     "bool f(int a, int b) { return a || b; }"},
    {"LocalRenamed", "int f(int a) { int err = a & 3; if (err) return -EIO; return err; }",
     "int f(int a) { int ret = a & 3; if (ret) return -EIO; return ret; }"},
    {"ParameterRenamed", "bool f(struct area *vma, int n) { return vma->count > n; }",
     "bool f(struct area *area, int limit) { return area->count > limit; }"},
    {"ParametersSwappedWithTheirCalls",
     "static bool f(int a, int b) { return a > b; } bool g(int x) { return f(x, 3); }",
     "static bool f(int b, int a) { return b < a; } bool g(int x) { return f(3, x); }"},
    {"OneParameterRenamed", "bool f(int a, int b) { return a > b; }", "bool f(int x, int b) { return x > b; }"},
    {"ResultInLocal", "int f(int a) { if (a) return -EIO; return 0; }",
     "int f(int a) { int ret = 0; if (a) ret = -EIO; return ret; }"},
    {"GotoOut", "int f(int a, int b) { if (a) return -EIO; if (b) return -EPERM; return 0; }",
     "int f(int a, int b) { int ret = -EIO; if (a) goto out; ret = -EPERM; if (b) goto out; ret = 0; out: return ret; "
     "}"},
    {"HelperExtracted", "int f(struct area *a) { if (!a->ops || !a->ops->open) return -EINVAL; return 0; }",
     "static bool can_open(const struct area *area) { return area->ops && area->ops->open; }\n"
     "int f(struct area *a) { if (!can_open(a)) return -EINVAL; return 0; }"},
    {"HelperInlined",
     "static int check(int n) { if (n < 0) return -EINVAL; return n > 9 ? -EPERM : 0; }\n"
     "int f(int n) { int err = check(n); if (err) return err; return 0; }",
     "int f(int n) { if (n < 0) return -EINVAL; if (n > 9) return -EPERM; return 0; }"},
    {"HelperOfHelper",
     "static int one(int n) { return n & 1; } static int two(int n) { return one(n) && one(n >> 1); }\n"
     "int f(int n) { return two(n) ? -EBUSY : 0; }",
     "int f(int n) { return (n & 3) == 3 ? -EBUSY : 0; }"},
    {"SwitchForIfs", "int f(int n) { switch (n) { case 1: case 2: return -EIO; case 5: return -EPERM; } return 0; }",
     "int f(int n) { if (n == 1 || n == 2) return -EIO; if (n == 5) return -EPERM; return 0; }"},
    {"CasesReordered",
     "int f(enum state s) { switch (s) { case IDLE: return 0; case BUSY: return -EBUSY; default: return -EIO; } }",
     "int f(enum state s) { switch (s) { default: return -EIO; case BUSY: return -EBUSY; case IDLE: return 0; } }"},
    {"DoubleNegation", "bool f(unsigned long v) { return !!(v & VM_IO); }",
     "bool f(unsigned long v) { return v & VM_IO; }"},
    {"CompareToZero", "bool f(int a) { return !a; }", "bool f(int a) { return a == 0; }"},
    {"MaskAndCompare", "bool f(unsigned long v) { return (v & (VM_SHARED | VM_MAYWRITE)) == VM_MAYWRITE; }",
     "bool f(unsigned long v) { return (v & VM_MAYWRITE) && !(v & VM_SHARED); }"},
    {"RangeWithUnsigned", "bool f(unsigned n) { return n >= 10 && n <= 20; }",
     "bool f(unsigned n) { return n - 10 <= 10; }"},
    {"RelationsTurned", "int f(int a, int b) { return a < b ? -EIO : 0; }",
     "int f(int a, int b) { return b <= a ? 0 : -EIO; }"},
    {"ShiftForMultiplication", "unsigned f(unsigned a) { return a * 8; }", "unsigned f(unsigned a) { return a << 3; }"},
    {"MaskForRemainder", "unsigned f(unsigned a) { return a % 16; }", "unsigned f(unsigned a) { return a & 15; }"},
    {"LoopUnrolled", "int f(unsigned b) { int i; for (i = 0; i < 3; i++) if (b & (1u << i)) return -EIO; return 0; }",
     "int f(unsigned b) { return b & 7 ? -EIO : 0; }"},
    {"LoopTurned", "int f(unsigned b) { int n = 0, i; for (i = 0; i < 4; i++) if (b & (1u << i)) n++; return n; }",
     "int f(unsigned b) { int n = 0, i = 4; while (i--) if (b & (1u << i)) n++; return n; }"},
    {"StoresSwapped", "int f(struct area *a) { a->count = 1; a->flags = 2; return 0; }",
     "int f(struct area *a) { a->flags = 2; a->count = 1; return 0; }"},
    {"StoreOnBothSides", "int f(struct area *a, int n) { a->count = n ? 1 : 2; return 0; }",
     "int f(struct area *a, int n) { if (n) a->count = 1; else a->count = 2; return 0; }"},
    {"StoreUndone", "int f(struct area *a) { return a->count; }",
     "int f(struct area *a) { int old = a->count; a->count = 5; a->count = old; return old; }"},
    {"OpaqueCallKept", "int f(int n) { if (opaque(n)) return -EIO; return 0; }",
     "int f(int n) { int err = opaque(n); return err ? -EIO : 0; }"},
    {"OpaqueCallThroughHelper", "int f(struct area *a) { if (poke(a) < 0) return -EIO; return a->count; }",
     "static int try_poke(struct area *area) { return poke(area); }\n"
     "int f(struct area *a) { int err = try_poke(a); if (err < 0) return -EIO; return a->count; }"},
    {"TwoOpaqueCalls", "int f(int n) { int a = opaque(n), b = opaque(n + 0); return a == b ? 0 : -EIO; }",
     "int f(int n) { int x = opaque(n); int y = opaque(n); if (x != y) return -EIO; return 0; }"},
    {"LocalByAddress", "int f(struct area *a) { int tok = a->count; lock(&tok); return tok < 0 ? -EBUSY : 0; }",
     "int f(struct area *a) { int key = a->count, unused = 3; lock(&key); if (key < 0) return -EBUSY; return 0; }"},
    {"CallThroughPointer", "int f(struct area *a, int n) { if (!a->ops) return -EIO; return a->ops->open(n); }",
     "int f(struct area *v, int n) { const struct ops *ops = v->ops; if (ops) return ops->open(n); return -EIO; }"},
    {"PointerResult", "struct area *f(struct file *p) { if (p->area && p->area->ro) return NULL; return p->area; }",
     "struct area *f(struct file *p) { struct area *a = p->area; return !a ? a : a->ro ? NULL : a; }"},
    {"ErrorPointer", "void *f(struct area *a) { if (a->ro) return ERR_PTR(-EPERM); return a->file; }",
     "void *f(struct area *a) { return a->ro ? (void *)-1L : (void *)a->file; }"},
    {"LookupKept", "int f(unsigned long k) { struct area *a = find(k); if (IS_ERR(a)) return -EIO; return 0; }",
     "int f(unsigned long k) { return IS_ERR(find(k)) ? -EIO : 0; }"},
    {"BitFields", "bool f(struct area *a) { return a->level == 3 || a->ro; }",
     "bool f(struct area *a) { if (a->ro == 1) return true; return (a->level ^ 3) == 0; }"},
    {"LikelyAdded", "int f(int a) { if (a) return -EIO; return 0; }",
     "int f(int a) { if (__builtin_expect(!!(a), 0)) return -EIO; return 0; }"},
    {"StatementExpression", "int f(int a) { return a > 3 ? a : 3; }",
     "int f(int a) { return ({ int x = a, y = 3; x > y ? x : y; }); }"},
    {"CopyOfStruct", "int f(struct area *a) { return a->count; }",
     "int f(struct area *a) { struct area copy = *a; return copy.count; }"},
    {"VoidFunction", "void f(struct area *a) { if (a->ro) return; a->count = 0; }",
     "void f(struct area *a) { if (!a->ro) a->count = 0; }"},
    {"FaultCode",
     "vm_fault_t f(int err) { if (err == -ENOMEM) return VM_FAULT_OOM; if (err < 0 && err != -EBUSY) "
     "return VM_FAULT_SIGBUS; return VM_FAULT_NOPAGE; }",
     "vm_fault_t f(int err) { switch (err) { case -ENOMEM: return VM_FAULT_OOM; case -EBUSY: return VM_FAULT_NOPAGE; } "
     "return err < 0 ? VM_FAULT_SIGBUS : VM_FAULT_NOPAGE; }"},
    {"TableKept", "static const int codes[] = { 1, 2, 3 }; int f(int n) { return n == 1 ? codes[1] : 0; }",
     "static const int codes[] = { 1, 2, 3 }; int f(int n) { if (n != 1) return 0; return codes[1]; }"},
    {"StaticLocal", "int f(int n) { static int seen; if (n) seen = n; return seen; }",
     "/* further down */\nint f(int n) { static int seen; if (!n) return seen; seen = n; return n; }"},
    {"OtherMembersLayoutUnused", "struct x { int a; }; int f(struct x *p) { return p->a; }",
     "struct y { char c; }; struct x { int a; }; int f(struct x *p) { return p->a; }"},
    {"UndefinedBeforeIsFree", "bool f(int x, int y) { return x + 1 > y; }", "bool f(int x, int y) { return x >= y; }"},
};

class RewriteTest : public testing::TestWithParam<Rewrite> {};

TEST_P(RewriteTest, IsEquivalent) {
  const Comparison C = compared(Prelude + GetParam().Old, Prelude + GetParam().New);
  EXPECT_EQ(changeWord(C.What), "equivalent") << shown(C);
}

INSTANTIATE_TEST_SUITE_P(Words, RewriteTest, testing::ValuesIn(Rewrites),
                         [](const auto &Info) { return Info.param.Name; });

/// What has no meaning at run time is read before anything is explored.
class SameCodeTest : public testing::TestWithParam<Rewrite> {};

TEST_P(SameCodeTest, IsToldOrExplored) {
  const Rules NoRules;
  VersionPair Pair(requestFor(Prelude + GetParam().Old), requestFor(Prelude + GetParam().New), NoRules);
  const Comparison C = Pair.compare("f");
  EXPECT_EQ(changeWord(C.What), "equivalent") << shown(C);
}

const Rewrite NoCode[] = {
    {"StaticAssert", "int f(int x) { _Static_assert(sizeof(int) == 4, \"x\"); return x > 3; }",
     "int f(int x) { return x > 3; }"},
    {"StaticAssertWithoutText", "int f(int x) { _Static_assert(1); return x > 3; }", "int f(int x) { return x > 3; }"},
    {"StaticAssertInAnExpression",
     "int f(struct area *p) { return ({ _Static_assert(1, \"x\"); (struct area *)p; })->count; }",
     "int f(struct area *p) { return p->count; }"},
    {"MembersOfUnnamedMembers",
     "int f(int x) { struct { struct { int a; union { int b; int c; }; }; } s = { .b = x }; return s.c; }",
     "int f(int x) { return x; }"},
    {"FunctionDeclaredInside", "int f(int x) { int g(int); return x > 3; }", "int f(int x) { return x > 3; }"},
};

INSTANTIATE_TEST_SUITE_P(Words, SameCodeTest, testing::ValuesIn(NoCode),
                         [](const auto &Info) { return Info.param.Name; });

} // namespace
} // namespace kverdict
