// What the reader of a run is told.
#include "testing/Program.h"

using testing::ElementsAre;

namespace kverdict {
namespace {

TEST(Trace, ShowsEachPartOfAConditionWithWhatItRead) {
  Program P("#define VM_WRITE 2\n"
            "#define unlikely(x) __builtin_expect(!!(x), 0)\n"
            "#define IS_ENABLED(x) 0\n"
            "struct mm { int n; };\n"
            "struct vma { unsigned long vm_flags; struct mm *vm_mm; };\n"
            "static int is_cow(unsigned long flags) { return (flags & 10) == 8; }\n"
            "_Bool f(struct vma *vma, int x) {\n"
            "  if (IS_ENABLED(FOO) && x) return 1;\n"
            "  if (unlikely(!vma->vm_mm || x > 5)) return 1;\n"
            "  if (!(vma->vm_flags & VM_WRITE) && !is_cow(vma->vm_flags))\n"
            "    return 0;\n"
            "  return 1;\n"
            "}\n");
  Witness W = withArguments({{{0, 0, 64, 0x5000, "vma", "vma"}}, scalar(3)});
  W.Start.Objects = {{0x5000, 16, "*vma"}, {0x6000, 4, "*vma->vm_mm"}};
  W.Start.Memory = {{0x5000, 0, 64, 1, "vma->vm_flags", "VM_READ"}, {0x5008, 0, 64, 0x6000, "vma->vm_mm", "&mm"}};
  kverdict::Run R = P.run("f", W);
  EXPECT_THAT(lines(R),
              ElementsAre("branch 0 !vma->vm_mm -> false {vma->vm_mm = &mm}", "branch 0 x > 5 -> false {x = 3}",
                          "branch 0 !(vma->vm_flags & VM_WRITE) -> true {vma->vm_flags = VM_READ}",
                          "return 1 (flags & 10) == 8 -> 0 {flags = 1}",
                          "branch 0 !is_cow(vma->vm_flags) -> true {vma->vm_flags = VM_READ}", "return 0 0 -> false"));
  EXPECT_EQ(R.Trace[0].At, (SourcePlace{"test.c", 9, 7}));
  EXPECT_EQ(R.Trace[2].At, (SourcePlace{"test.c", 10, 7}));
  EXPECT_EQ(R.Trace[3].Function, "is_cow");
  EXPECT_EQ(R.Trace[5].Function, "f");
}

TEST(Trace, ShowsAssignmentsSwitchesLoopsAndErrnos) {
  Program P("#define EINVAL 22\n"
            "enum kind { NONE, SOME };\n"
            "int f(int x, enum kind k) {\n"
            "  int err = -EINVAL, *p = &err;\n"
            "  switch (k) { case NONE: break; case SOME: err = x ? 2 : 3; }\n"
            "  for (int i = 0; i < 1; i++) *p += 1;\n"
            "  return err;\n"
            "}\n");
  EXPECT_THAT(lines(P.run("f", withArguments({scalar(1), scalar(0)}))),
              ElementsAre("assign 0 int err = -EINVAL -> -EINVAL", "switch 0 k -> case NONE {k = NONE}",
                          "assign 0 int i = 0 -> 0", "branch 0 i < 1 -> true {i = 0}", "assign 0 i++ -> 1",
                          "branch 0 i < 1 -> false {i = 1}", "return 0 err -> -21 {err = -21}"));
  EXPECT_THAT(lines(P.run("f", withArguments({scalar(0), scalar(1)})))[2], "branch 0 x -> false {x = 0}");
}

TEST(Trace, WhatACalleeWroteToALocalHasTheLocalsName) {
  Program P("int fill(int *); int f(void) { int x; fill(&x); if (x) return 1; return 0; }");
  Witness W;
  W.Calls = {{"fill", {}, {}, {{0, {{0, 0, 32, 22, "fill's output", "EINVAL"}}}}}};
  EXPECT_THAT(lines(P.run("f", W)), ElementsAre("call 0 fill(&x) -> 0 {fill's output = EINVAL}",
                                                "branch 0 x -> true {x = EINVAL}", "return 0 1 -> 1"));
}

TEST(Trace, ShowsPointersByWhatTheyPointTo) {
  Program P("#define EFAULT 14\n"
            "int g; int f2(void); struct page { int n; };\n"
            "void *f(struct page *page, int x) {\n"
            "  struct page *other = page;\n"
            "  if (x == 0) return other;\n"
            "  if (x == 1) return &g;\n"
            "  if (x == 2) return f2;\n"
            "  if (x == 3) return (void *)-14l;\n"
            "  if (x == 4 && other) return (char *)page + 1;\n"
            "  return 0;\n}\n");
  Witness W = withArguments({scalar(0x5000, 64), scalar(0)});
  W.Start.Objects = {{0x5000, 16, "*page"}};
  std::vector<std::string> Returned;
  for (unsigned X = 0; X != 6; ++X) {
    W.Start.Arguments[1] = scalar(X);
    kverdict::Run R = P.run("f", W);
    Returned.push_back(R.Trace.back().Outcome);
    if (X == 4) {
      EXPECT_EQ(line(R.Trace.at(5)), "branch 0 other -> true {other = page}");
    }
  }
  EXPECT_THAT(Returned, ElementsAre("page", "&g", "f2", "ERR_PTR(-EFAULT)", "0x5001", "NULL"));
}

TEST(Trace, ReadOnceIsAReadOfItsOperand) {
  Program P("#define READ_ONCE(x) (*(const volatile __typeof__(x) *)&(x))\n"
            "struct ops { int n; }; struct page { long head; struct ops *ops; };\n"
            "_Bool f(struct page *page) { if (READ_ONCE(page->head) & 1) return 1; return page->ops; }\n"
            "long g(struct page *page) { return READ_ONCE(page->head); }\n");
  Witness W = withArguments({scalar(0x5000, 64)});
  W.Start.Objects = {{0x5000, 16, "*page"}, {0x6000, 4, "*page->ops"}};
  W.Start.Memory = {{0x5008, 0, 64, 0x6000, "page->ops", ""}};
  kverdict::Run R = P.run("f", W);
  EXPECT_THAT(R, Returns(1));
  EXPECT_THAT(lines(R), ElementsAre("branch 0 READ_ONCE(page->head) & 1 -> false {page->head = 0}",
                                    "return 0 page->ops -> true {page->ops = not NULL}"));
  EXPECT_THAT(R.Defaulted, ElementsAre("page->head"));
  EXPECT_THAT(P.run("g"), EndsIn(RunEnd::Undefined, "null dereference of page"));
}

TEST(Trace, EndsWithAStopThatSaysWhy) {
  Program P("int f(int *p) {\n  return *p;\n}\n");
  kverdict::Run R = P.run("f");
  EXPECT_THAT(lines(R), ElementsAre("stop 0 null dereference of p"));
  EXPECT_EQ(R.StoppedAt, (SourcePlace{"test.c", 2, 10}));
}

TEST(Trace, LogicalValuesAndShortConditionals) {
  Program P("int f(int a, int b) { int r = a && b; return r ?: a > b ? 5 : 6; }");
  EXPECT_THAT(lines(P.run("f", withArguments({scalar(1), scalar(0)}))),
              ElementsAre("branch 0 a -> true {a = 1}", "branch 0 b -> false {b = 0}", "assign 0 int r = a && b -> 0",
                          "branch 0 r -> false {r = 0}", "branch 0 a > b -> true {a = 1, b = 0}",
                          "return 0 r ?: a > b ? 5 : 6 -> 5"));
}

} // namespace
} // namespace kverdict
