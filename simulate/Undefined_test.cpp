// What must end a run: undefined behaviour, constructs without semantics, budgets.
#include "testing/Program.h"

using testing::ElementsAre;
using testing::IsEmpty;

namespace kverdict {
namespace {

TEST(Undefined, DereferencesOfNullNameTheExpression) {
  Program P("struct ops { int (*fault)(int); int x; };"
            "struct vma { struct ops *vm_ops; };"
            "int read(struct vma *vma) { return vma->vm_ops->x; }"
            "int write(int *p) { *p = 1; return 0; }"
            "int call(struct vma *vma) { return vma->vm_ops->fault(1); }"
            "unsigned long offset(struct vma *vma) { return (unsigned long)&((struct ops *)0)->x; }");
  Witness W = withArguments({scalar(0x5000, 64)});
  W.Start.Objects = {{0x5000, 8, "*vma"}, {0x6000, 16, "*vma->vm_ops"}};
  EXPECT_THAT(P.run("read", W), EndsIn(RunEnd::Undefined, "null dereference of vma->vm_ops"));
  EXPECT_THAT(P.run("write"), EndsIn(RunEnd::Undefined, "null dereference of p"));
  W.Start.Memory = {{0x5000, 0, 64, 0x6000, "vma->vm_ops", "&ops"}};
  EXPECT_THAT(P.run("call", W), EndsIn(RunEnd::Undefined, "call through the null pointer vma->vm_ops->fault"));
  EXPECT_THAT(P.run("offset"), Returns(8));
}

TEST(Undefined, NothingLiesBehindAnErrorPointer) {
  Program P("struct q { int pad, stopped; int all[4]; };"
            "int read(struct q *p) { return p->stopped; }"
            "int write(int *p) { *p = 1; return 0; }"
            "int element(struct q *p) { return p->all[1]; }"
            "int indexed(int *p) { return p[1]; }"
            "int *address(struct q *p) { return &p->stopped; }");
  Witness W = withArguments({scalar(-2, 64)});
  for (const char *Each : {"read", "write", "element", "indexed"})
    EXPECT_THAT(P.run(Each, W), EndsIn(RunEnd::Undefined, "dereference of the error pointer p")) << Each;
  EXPECT_EQ(P.run("address", W).End, RunEnd::Returned);
  W.Start.Objects = {{static_cast<std::uint64_t>(-2), 1, "*p"}};
  EXPECT_EQ(P.run("read", W).End, RunEnd::Undefined) << "whatever a state says";
}

TEST(Undefined, AccessesMustLieWithinOneLiveObject) {
  Program P("int past(void) { int x[2] = {1, 2}; return x[2]; }"
            "int before(void) { int x[2] = {1, 2}; int *p = x; return p[-1]; }"
            "int *leak(void) { int x = 1; int *p = &x; return p; }"
            "int dangling(void) { return *leak(); }"
            "int *parameter(int x) { return &x; } int ended(void) { return *parameter(1); }"
            "int scope(void) { int *p; { int x = 3; p = &x; } return *p; }"
            "int straddle(void) { char c[6] = {0}; return *(long *)c; }"
            "int wild(int *p) { return *p; }"
            "int literal(void) { char *s = \"abc\"; s[0] = 'x'; return 0; }"
            "int function(void) { return *(char *)&wild; }"
            "int cut(void) { int x = 1; return *(int *)(unsigned long)(unsigned short)(unsigned long)&x; }"
            "int input(int *p) { return p[1]; }");
  EXPECT_THAT(P.run("past"), EndsIn(RunEnd::Undefined, "access outside any object: x[2]"));
  EXPECT_THAT(P.run("before"), EndsIn(RunEnd::Undefined, "access outside any object: p[-1]"));
  EXPECT_THAT(P.run("dangling"), EndsIn(RunEnd::Undefined, "access outside any object: *leak()"));
  EXPECT_THAT(P.run("ended"), EndsIn(RunEnd::Undefined, "access outside any object: *parameter(1)"));
  EXPECT_THAT(P.run("scope"), EndsIn(RunEnd::Undefined, "access outside any object: *p"));
  EXPECT_THAT(P.run("straddle"), EndsIn(RunEnd::Undefined, "access outside any object"));
  EXPECT_THAT(P.run("wild", withArguments({scalar(0xdead0000, 64)})), EndsIn(RunEnd::Undefined, "access outside"));
  EXPECT_EQ(P.run("cut").End, RunEnd::Undefined);
  EXPECT_THAT(P.run("literal"), EndsIn(RunEnd::Undefined, "write to a string literal: s[0]"));
  EXPECT_THAT(P.run("function"), EndsIn(RunEnd::Undefined, "access outside"));
  Witness W = withArguments({scalar(0x5000, 64)});
  W.Start.Objects = {{0x5000, 4, "*p"}, {0x5004, 4, "the neighbour"}};
  W.Start.Memory = {{0x5004, 0, 32, 7, "", ""}};
  EXPECT_THAT(P.run("input", W), Returns(7)) << "an access of one whole object, though another pointer's";
  W.Start.Objects.pop_back();
  EXPECT_THAT(P.run("input", W), EndsIn(RunEnd::Undefined, "access outside any object: p[1]"));
}

TEST(Undefined, LocalsAreUnsetUntilAssigned) {
  Program P("int unset(void) { int x; return x; }"
            "int half(void) { int x; *(short *)&x = 1; return x; }"
            "int loop(void) { int s = 0; for (int i = 0; i < 2; i++) { int x; if (i == 0) x = 1; s += x; } return s; }"
            "struct s { int a : 3; int b : 5; int c; };"
            "int field(void) { struct s x; x.a = 1; return x.b; }"
            "int sibling(void) { struct s x; x.b = 2; struct s y = x; return y.b; }"
            "int skipped(void) { goto in; { int x = 1; in: return x; } }"
            "int missing(int x) { if (x) return 1; }"
            "int uses(void) { return missing(0); }"
            "int ignores(void) { missing(0); (void)missing(0); return 4; }"
            "int again(void) { int n = 0; again:; int x; if (n++ == 0) { x = 1; goto again; } return x; }"
            "int discards(void) { int x; x; (void)x; return 5; }");
  EXPECT_THAT(P.run("unset"), EndsIn(RunEnd::Undefined, "x is used, but nothing has set it"));
  EXPECT_THAT(P.run("half"), EndsIn(RunEnd::Undefined, "x is used"));
  EXPECT_THAT(P.run("loop"), EndsIn(RunEnd::Undefined, "x is used"));
  EXPECT_THAT(P.run("field"), EndsIn(RunEnd::Undefined, "x.b is used"));
  EXPECT_THAT(P.run("sibling"), Returns(2));
  EXPECT_THAT(P.run("skipped"), EndsIn(RunEnd::Undefined, "x is used"));
  EXPECT_THAT(P.run("again"), EndsIn(RunEnd::Undefined, "x is used"));
  EXPECT_THAT(P.run("missing"), EndsIn(RunEnd::Undefined, "without returning a value"));
  EXPECT_THAT(P.run("uses"), EndsIn(RunEnd::Undefined, "missing(0) ended without returning a value"));
  EXPECT_THAT(P.run("ignores"), Returns(4));
  EXPECT_THAT(P.run("discards"), Returns(5));
}

TEST(Undefined, ArithmeticNamesTheExpression) {
  Program P("int add(int a) { return a + 1; } int divide(int a) { return 4 / a; } int shift(int a) { return 1 << a; }"
            "_Bool boolean(_Bool b) { return b; }"
            "int stop(int a) { if (a) __builtin_unreachable(); return 3; } int trap(void) { __builtin_trap(); }"
            "int zeros(unsigned a) { return __builtin_clz(a); }");
  EXPECT_THAT(P.run("add", withArguments({scalar(0x7fffffff)})), EndsIn(RunEnd::Undefined, "signed overflow in a + 1"));
  EXPECT_THAT(P.run("divide", withArguments({scalar(0)})), EndsIn(RunEnd::Undefined, "division by zero in 4 / a"));
  EXPECT_THAT(P.run("shift", withArguments({scalar(32)})), EndsIn(RunEnd::Undefined, "shift by the width"));
  EXPECT_THAT(P.run("shift", withArguments({scalar(-1u)})), EndsIn(RunEnd::Undefined, "negative count in 1 << a"));
  EXPECT_THAT(P.run("boolean", withArguments({scalar(2, 8)})), EndsIn(RunEnd::Undefined, "_Bool"));
  EXPECT_THAT(P.run("stop", withArguments({scalar(1)})), EndsIn(RunEnd::Undefined, "__builtin_unreachable()"));
  EXPECT_THAT(P.run("stop", withArguments({scalar(0)})), Returns(3));
  EXPECT_THAT(P.run("trap"), EndsIn(RunEnd::NoReturn, "__builtin_trap()"));
  EXPECT_THAT(P.run("zeros", withArguments({scalar(0)})), EndsIn(RunEnd::Undefined, "__builtin_clz() of 0"));
}

TEST(Undefined, OperandsThatDoNotDecideAreEvaluated) {
  Program P(
      "int either(int *p) { return *p || 1; } int both(int *p) { if (*p && 0) return 1; return 2; }"
      "int never(int *p) { if (0 && *p) return 1; return 2; } int shifted(int n) { return (1 << n || -3) == 1; }");
  EXPECT_THAT(P.run("either"), EndsIn(RunEnd::Undefined, "null dereference of p"));
  EXPECT_THAT(P.run("both"), EndsIn(RunEnd::Undefined, "null dereference of p"));
  EXPECT_THAT(P.run("never"), Returns(2));
  EXPECT_THAT(P.run("shifted", withArguments({scalar(99)})), EndsIn(RunEnd::Undefined, "shift by the width"));
}

TEST(Undefined, SignedOverflowIsDefinedWhereTheFlagsSaySo) {
  Program P("int add(int a) { return a + 1; } int negate(int a) { return -a; }", {}, {}, {}, {"-std=gnu11", "-fwrapv"});
  EXPECT_THAT(P.run("add", withArguments({scalar(0x7fffffff)})), Returns(-0x80000000ll));
  EXPECT_THAT(P.run("negate", withArguments({scalar(0x80000000)})), Returns(-0x80000000ll));
}

TEST(Unsupported, NamesTheConstructAndItsPlace) {
  Program P("double d(double x) { return x + 1; }\n"
            "int vla(int n) { int x[n]; x[0] = 1; return x[0]; }\n"
            "int computed(void) { void *p = &&out; goto *p; out: return 1; }\n"
            "int variadic(int n, ...) { __builtin_va_list l; __builtin_va_start(l, n);\n"
            "  return __builtin_va_arg(l, int); }\n"
            "int floats(int x) { return x * 1.5; }\n");
  EXPECT_THAT(P.run("d"), EndsIn(RunEnd::Unsupported, "double"));
  EXPECT_THAT(P.run("vla", withArguments({scalar(3)})), EndsIn(RunEnd::Unsupported, "variable-length array x at"));
  EXPECT_THAT(P.run("computed"), EndsIn(RunEnd::Unsupported, "at test.c:3"));
  EXPECT_THAT(P.run("variadic", {}, Missing::IsZero), EndsIn(RunEnd::Unsupported, "__builtin_va_start() at test.c:4"));
  EXPECT_THAT(P.run("floats"), EndsIn(RunEnd::Unsupported, "test.c:6"));
  EXPECT_THAT(P.run("absent"), EndsIn(RunEnd::Unsupported, "no body of absent()"));
}

TEST(Budget, BoundsStepsCallsObjectsAndNesting) {
  SimulatorLimits Small{100'000, 30, 100};
  Program P("int forever(void) { for (;;) ; } int spin(void) { again: goto again; }"
            "int recurse(int x) { return recurse(x); }"
            "int many(void) { int s = 0; for (int i = 0; i < 99; i++) s += *(int[]){i}; return s; }"
            "int more(void) { int s = 0; for (int i = 0; i < 999; i++) s += *(int[]){i}; return s; }"
            "int large(void) { char x[1 << 24]; x[0] = 1; return x[0]; }",
            {}, {}, Small);
  EXPECT_THAT(P.run("forever"), EndsIn(RunEnd::Budget, "more than 100000 steps"));
  EXPECT_THAT(P.run("spin"), EndsIn(RunEnd::Budget, "steps"));
  EXPECT_THAT(P.run("recurse", {}, Missing::IsZero), EndsIn(RunEnd::Budget, "nested more than 30 deep"));
  EXPECT_THAT(P.run("large"), EndsIn(RunEnd::Budget, "too large"));
  EXPECT_THAT(P.run("more"), EndsIn(RunEnd::Budget, "more than 100 objects"));
}

TEST(Budget, DeeplyNestedExpressionsDoNotExhaustTheStack) {
  std::string Sum = "x", Chain, Else;
  // Just below what parse/text/Nesting.h refuses.
  for (int I = 0; I != 4'900; ++I)
    Sum += " + x";
  for (int I = 0; I != 2'400; ++I)
    Chain += "x ? 1 : ";
  for (int I = 0; I != 5'000; ++I)
    Else += "if (x == " + std::to_string(I + 1) + ") return 1; else ";
  Program P("int deep(int x) { return " + Sum + "; } int branch(int x) { if (" + Sum + ") return 1; return 2; }" +
            "int chain(int x) { if (" + Chain + "0) return 1; return 2; }" + "int ladder(int x) { " + Else +
            "return 7; }");
  EXPECT_THAT(P.run("deep"), Returns(0));
  EXPECT_THAT(P.run("branch"), Returns(2));
  EXPECT_THAT(P.run("chain"), Returns(2));
  EXPECT_THAT(P.run("ladder"), Returns(7));
}

} // namespace
} // namespace kverdict
