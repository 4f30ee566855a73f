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

TEST(Condition, ItsFunctionStandsBehind) {
  EXPECT_EQ(plainText("!(!(head & 1)) in _compound_head(), time 1"), "head & 1 in _compound_head(), time 1");
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
