// How a run starts: arguments, objects, cells, globals, and what is read though nothing sets it.
#include "testing/Program.h"

using testing::ElementsAre;
using testing::IsEmpty;

namespace kverdict {
namespace {

TEST(Input, ArgumentsObjectsAndCells) {
  Program P(
      "struct mm { int locked : 3; unsigned flag : 2; };"
      "struct vma { unsigned long flags; struct mm *mm; };"
      "long f(struct vma *vma, short add) { return vma->flags + vma->mm->locked * 100 + vma->mm->flag * 10 + add; }");
  Witness W = withArguments({scalar(0x5000, 64), scalar(0xffff, 16)});
  W.Start.Objects = {{0x5000, 16, "*vma"}, {0x6000, 4, "*vma->mm"}};
  W.Start.Memory = {{0x5000, 0, 64, 7, "vma->flags", "VM_RWX"},
                    {0x5008, 0, 64, 0x6000, "vma->mm", "&mm"},
                    {0x6000, 0, 3, 6, "vma->mm->locked", ""},
                    {0x6000, 3, 2, 3, "vma->mm->flag", ""}};
  kverdict::Run R = P.run("f", W);
  EXPECT_THAT(R, Returns(7 - 200 + 30 - 1));
  EXPECT_THAT(R.Defaulted, IsEmpty());
}

TEST(Input, PointersLeadToFunctionsThatTheRunHasNotNamed) {
  Program P("int g(int x) { return x + 1; } int f(int (*op)(int)) { return op(4); }");
  Witness W = withArguments({scalar(0x7000, 64)});
  W.Start.Globals["g"] = 0x7000;
  EXPECT_THAT(P.run("f", W), Returns(5));
}

TEST(Input, StructuresArePassedByCells) {
  Program P("struct pfn { unsigned long val; }; struct big { long a[3]; };"
            "long f(struct pfn pfn, struct big b) { return pfn.val + b.a[2]; }"
            "struct pfn g(struct pfn p) { p.val++; return p; }");
  Witness W = withArguments({scalar(40, 64), {{16, 0, 64, 2, "b.a[2]", ""}}});
  EXPECT_THAT(P.run("f", W), Returns(42));
  EXPECT_THAT(P.run("g", W), Returns(41));
}

TEST(Input, WhatNothingSetsReadsAsZeroAndIsListedOnce) {
  Program P(
      "struct mm { int a, b; }; struct vma { struct mm *mm; unsigned long flags; struct mm inner; };"
      "static int counter; static const int limit = 9;"
      "int f(struct vma *vma, int x) { return vma->flags + vma->flags + x + vma->mm->b + vma->inner.b + counter; }"
      "int g(void) { counter += 2; return counter + limit; }"
      "int h(void) { static int started = 4; static const char names[] = \"ab\"; return started + names[1]; }");
  Witness W = withArguments({scalar(0x5000, 64)});
  W.Start.Objects = {{0x5000, 24, "*vma"}, {0x6000, 8, "*vma->mm"}};
  W.Start.Memory = {{0x5000, 0, 64, 0x6000, "vma->mm", ""}};
  kverdict::Run R = P.run("f", W);
  EXPECT_THAT(R, Returns(0));
  EXPECT_THAT(R.Defaulted, ElementsAre("vma->flags", "x", "vma->mm->b", "vma->inner.b", "counter"));
  kverdict::Run G = P.run("g");
  EXPECT_THAT(G, Returns(11));
  EXPECT_THAT(G.Defaulted, ElementsAre("counter"));
  kverdict::Run H = P.run("h");
  EXPECT_THAT(H, Returns('b'));
  EXPECT_THAT(H.Defaulted, ElementsAre("started"));
}

TEST(Input, GlobalsLieWhereTheStateSays) {
  Program P("int a, b = 5; static const int c = 6; extern int f2(void); int (*fp)(void);"
            "int same(int *p) { return p == &a; } int read(void) { return a + b + c; }"
            "int function(void) { return fp == f2; } int other(void) { return &a != &b; }"
            "extern struct unknown u; void *address(void) { return &u; }"
            "extern const char digits[]; int digit(void) { return digits[5]; }");
  Witness W = withArguments({scalar(0x5000, 64)});
  W.Start.Globals = {{"a", 0x5000}, {"b", 0x5010}, {"fp", 0x5020}, {"f2", 0x9000}, {"digits", 0xa000}};
  W.Start.Objects = {{0x5000, 4, "a"}, {0x5010, 4, "b"}, {0x5020, 8, "fp"}, {0xa000, 8, "digits"}};
  W.Start.Memory = {{0x5000, 0, 32, 100, "a", ""},
                    {0x5010, 0, 32, 20, "b", ""},
                    {0x5020, 0, 64, 0x9000, "fp", ""},
                    {0xa005, 0, 8, '5', "digits[5]", ""}};
  EXPECT_THAT(P.run("same", W), Returns(1));
  EXPECT_THAT(P.run("same", withArguments({scalar(0x5000, 64)})), Returns(0));
  EXPECT_THAT(P.run("read", W), Returns(126));
  EXPECT_THAT(P.run("function", W), Returns(1));
  EXPECT_THAT(P.run("other"), Returns(1));
  EXPECT_THAT(P.run("address").End, RunEnd::Returned);
  EXPECT_THAT(P.run("digit", W), Returns('5'));
}

TEST(Input, PointersReachGlobalsThatAreNamedLater) {
  Program P("int a; int f(int *p) { int before = *p; return before * 10 + a; }");
  Witness W = withArguments({scalar(0x5000, 64)});
  W.Start.Globals = {{"a", 0x5000}};
  W.Start.Memory = {{0x5000, 0, 32, 4, "a", "4"}};
  EXPECT_THAT(P.run("f", W), Returns(44));
}

TEST(Input, StaticLocalsOfOneNameAreApart) {
  Program P("int f(void) { int r; { static int once; r = once * 10; once = 5; }\n"
            "{ static int once; r += once; } return r; }");
  Witness W;
  W.Start.Globals = {{"once", 0x5000}};
  W.Start.Memory = {{0x5000, 0, 32, 2, "once", ""}};
  EXPECT_THAT(P.run("f", W), Returns(20));
  W.Start.Globals = {{"f.once@1", 0x5000}, {"f.once@2", 0x6000}};
  W.Start.Memory.push_back({0x6000, 0, 32, 3, "once", ""});
  EXPECT_THAT(P.run("f", W), Returns(23));
}

TEST(Input, TheStatesCellsAreStrongerThanAnInitialiser) {
  Program P("static const struct { int a, b; } c = { 1, 2 }; int f(void) { return c.a * 10 + c.b; }");
  Witness W;
  W.Start.Globals = {{"c", 0x5000}};
  W.Start.Objects = {{0x5000, 8, "c"}};
  W.Start.Memory = {{0x5004, 0, 32, 7, "c.b", ""}};
  EXPECT_THAT(P.run("f", W), Returns(17));
  EXPECT_THAT(P.run("f"), Returns(12));
}

TEST(Input, OwnObjectsKeepClearOfTheStates) {
  Program P("int f(int *p) { int x = 5; *p = 6; return x; }");
  Witness W = withArguments({scalar(0x7f1000000000, 64)});
  W.Start.Objects = {{0x7f1000000000, 0x100000, "*p"}};
  EXPECT_THAT(P.run("f", W), Returns(5));
}

} // namespace
} // namespace kverdict
