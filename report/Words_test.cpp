// How a state is put into words.
#include "report/Words.h"

#include <gtest/gtest.h>

namespace kverdict {
namespace {

TEST(Words, CurrentIsWrittenAsPeopleDo) {
  EXPECT_EQ(spoken("(get_current())->mm = NULL"), "current->mm = NULL");
  EXPECT_EQ(spoken("mtree_load(&(get_current())->mm->mm_mt, addr) returned NULL"),
            "mtree_load(&current->mm->mm_mt, addr) returned NULL");
  EXPECT_EQ(spoken("forget_current()->x = 1"), "forget_current()->x = 1");
  EXPECT_EQ(spoken("x = 1"), "x = 1");
}

TEST(Words, WhereAResultPointsToSaysNothing) {
  EXPECT_EQ(spoken("find(p) returned (void *)0x100000010000"), "find(p) did not return NULL");
  EXPECT_EQ(spoken("find(p) returned (void *)0x1"), "find(p) returned (void *)0x1");
  EXPECT_EQ(spoken("find(p) returned NULL"), "find(p) returned NULL");
  EXPECT_EQ(spoken("count(p) returned 65536"), "count(p) returned 65536");
}

} // namespace
} // namespace kverdict
