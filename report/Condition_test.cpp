#include "report/Condition.h"

#include <gtest/gtest.h>

namespace kverdict {

TEST(Condition, DoubleNegationIsNone) {
  EXPECT_EQ(plainText("!(!vma_anon)"), "vma_anon");
  EXPECT_EQ(plainText("!(!(flags & A))"), "flags & A");
  EXPECT_EQ(plainText("!!x"), "x");
  EXPECT_EQ(plainText("!(is_cow(vma->vm_flags))"), "!is_cow(vma->vm_flags)");
  EXPECT_EQ(plainText("!(p->ops[i].go)"), "!p->ops[i].go");
}

TEST(Condition, WhatNegatesAPartStays) {
  EXPECT_EQ(plainText("!a && b"), "!a && b");
  EXPECT_EQ(plainText("!(!a && b)"), "!(!a && b)");
  EXPECT_EQ(plainText("!(a) | (b)"), "!(a) | (b)");
  EXPECT_EQ(plainText("(a) == (b)"), "(a) == (b)");
  EXPECT_EQ(plainText("!(x & 1)"), "!(x & 1)");
}

TEST(Condition, TheContraryOfAComparisonIsOne) {
  EXPECT_EQ(plainText("!(end < start)"), "end >= start");
  EXPECT_EQ(plainText("!((kperm & mask) != mask)"), "(kperm & mask) == mask");
  EXPECT_EQ(plainText("!(p->a[i << 1] == 'x')"), "p->a[i << 1] != 'x'");
  EXPECT_EQ(plainText("!(n <= max)"), "n > max");
  EXPECT_EQ(plainText("!(key->type != &ring)"), "key->type == &ring");
  EXPECT_EQ(plainText("!(c == '<')"), "c != '<'");
  EXPECT_EQ(plainText("!(strcmp(s, \"a<b\") == 0)"), "strcmp(s, \"a<b\") != 0");
  EXPECT_EQ(plainText("!(a < b) in f()"), "a >= b in f()");
  EXPECT_EQ(plainText("in the old version !(ret < 0)"), "in the old version ret >= 0");
}

TEST(Condition, ButNotWhereAnotherOperatorBindsLess) {
  for (const char *Text : {"!(a & b == c)", "!(a < b && c)", "!(a == b == c)", "!(a ? b == c : d)", "!(a = b < c)",
                           "!(a == b || c)", "!(f(), a == b)"})
    EXPECT_EQ(plainText(Text), Text);
  EXPECT_EQ(plainText("!(a->b)"), "!a->b");
  EXPECT_EQ(plainText("!(a >> b)"), "!(a >> b)");
}

TEST(Condition, ACaseIsAComparison) {
  EXPECT_EQ(plainText("need: case READ"), "need == READ");
  EXPECT_EQ(plainText("flags & MASK: case A"), "(flags & MASK) == A");
  EXPECT_EQ(plainText("need: case 1 ... 3"), "need: case 1 ... 3");
  EXPECT_EQ(plainText("need: default"), "need: default");
}

TEST(Condition, TheHeadOfALoopIsNone) {
  EXPECT_EQ(plainText("!list_for_each_entry(ex, list, node) in match(), time 2"),
            "list_for_each_entry(ex, list, node) ends in match() (time 2)");
  EXPECT_EQ(plainText("for_each_vma_range(vmi, vma, end)"), "for_each_vma_range(vmi, vma, end) goes on");
}

TEST(Condition, EachIsSaidOnce) {
  EXPECT_EQ(plainTexts({"!(a < b)", "a >= b", "!(get_current()->mm)"}),
            (std::vector<std::string>{"a >= b", "!current->mm"}));
  EXPECT_EQ(plainTexts({"!(end < start)", "x", "!(end == start)"}), (std::vector<std::string>{"end > start", "x"}));
  EXPECT_EQ(plainTexts({"n != 0", "n <= 0"}), (std::vector<std::string>{"n < 0"}));
  EXPECT_EQ(plainTexts({"n <= 0", "!(n < 0)"}), (std::vector<std::string>{"n == 0"}));
  EXPECT_EQ(plainTexts({"n != 0", "n >= 1"}), (std::vector<std::string>{"n != 0", "n >= 1"}));
}

TEST(Condition, TheRoundsOfALoop) {
  EXPECT_EQ(plainText("!(v->x[i] < 0), for some i < v->n"), "v->x[i] >= 0 for some i < v->n");
  EXPECT_EQ(plainText("!(x[j] == k) in any(), for some j < n (9 rounds were looked at)"),
            "x[j] != k in any() for some j < n (9 rounds were looked at)");
  EXPECT_EQ(plainText("!(n->flags & 4), in some round of the loop at line 7"),
            "!(n->flags & 4) in some round of the loop at line 7");
  EXPECT_EQ(plainText("!(n->flags & 4), in some round of the loop at line 7 (1 rounds were looked at)"),
            "!(n->flags & 4) in the first round of the loop at line 7");
  EXPECT_EQ(plainText("x[j] == k, for some j < n (1 rounds were looked at)"),
            "x[j] == k for some j < n (the first round was looked at)");
  EXPECT_EQ(plainTexts({"x, time 2", "y", "x, time 1"}), (std::vector<std::string>{"x (times 1 and 2)", "y"}));
  EXPECT_EQ(
      plainTexts({"x in f(), time 1", "x in f(), time 2", "x in f(), time 3", "x in f(), time 5", "!x in f(), time 4"}),
      (std::vector<std::string>{"x in f() (times 1 to 3 and 5)", "!x in f() (time 4)"}));
}

TEST(Condition, ItsFunctionStandsBehind) {
  EXPECT_EQ(plainText("!(!(head & 1)) in _compound_head(), time 1"), "head & 1 in _compound_head() (time 1)");
  EXPECT_EQ(plainText("!(start >= p->end), time 2"), "start < p->end (time 2)");
  EXPECT_EQ(plainText("!(ret < 0) in f(), time 2 after ret = find()"), "ret >= 0 in f() (time 2) after ret = find()");
  EXPECT_EQ(plainText("!(p->n == 0) after g()"), "p->n != 0 after g()");
  EXPECT_EQ(plainText("!strcmp(s, \"a in b\")"), "!strcmp(s, \"a in b\")");
  const PlainCondition Plain = plainCondition("!(x) in f()");
  EXPECT_EQ(Plain.Text, "x in f()");
  EXPECT_FALSE(Plain.Holds);
}

TEST(Condition, WhateverStandsThereItEnds) {
  for (const char *Text : {"", "!", "!!", "(", ")", "!()", "()", "!(", "a(", "a[", " in ", "! in f()"})
    plainText(Text);
  EXPECT_EQ(plainText("!("), "!(");
}

} // namespace kverdict
