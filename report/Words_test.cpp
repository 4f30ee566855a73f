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
  EXPECT_EQ(spoken("find(p) returned (void *)0x1"), "find(p) did not return NULL");
  EXPECT_EQ(spoken("find(p) returned NULL"), "find(p) returned NULL");
  EXPECT_EQ(spoken("count(p) returned 65536"), "count(p) returned 65536");
}

TEST(Words, NorWhereAPlaceOfTheStatePointsTo) {
  EXPECT_EQ(spoken("key->type = (void *)0x20000000c000"), "key->type is not NULL");
  EXPECT_EQ(spoken("p->next = (void *)0x1 (after find())"), "p->next is not NULL (after find())");
  EXPECT_EQ(spoken("key->type = &key_type_keyring"), "key->type = &key_type_keyring");
  EXPECT_EQ(spoken("p = NULL"), "p = NULL");
}

TEST(Words, AnArrayIsOneLine) {
  const std::vector<std::string> Text = {"n = 1", "s[0] = 97", "s[1] = 46", "s[2] = 98", "s[3] = 0", "m = 2"};
  EXPECT_EQ(withArrays(Text), (std::vector<std::string>{"n = 1", "s = \"a.b\"", "m = 2"}));
  EXPECT_EQ(withArrays({"*s = 97", "s[1] = 46", "s[2] = 98", "s[3] = 0"}), (std::vector<std::string>{"s = \"a.b\""}));
  EXPECT_EQ(withArrays({"*s = 97", "*t = 1", "s[1] = 7"}),
            (std::vector<std::string>{"s[0] = 97", "*t = 1", "s[1] = 7"}));
  EXPECT_EQ(withArrays({"p->a[2] = 0", "p->a[3] = 0", "p->a[4] = 0"}), (std::vector<std::string>{"p->a[2 ... 4] = 0"}));
  for (const std::vector<std::string> &Kept : {std::vector<std::string>{"a[0] = 97", "a[1] = 98", "a[2] = 99"},
                                               {"a[0] = 1", "b[1] = 1", "a[2] = 1"},
                                               {"a[0] = 0", "a[1] = 0"},
                                               {"a[i] = 0", "a[i + 1] = 0", "a[i + 2] = 0"},
                                               {"a[0] = 0", "a[2] = 0", "a[4] = 0"}})
    EXPECT_EQ(withArrays(Kept), Kept);
}

TEST(Words, CallsThatReadAlikeAreTold) {
  const LocalNames None({});
  EXPECT_EQ(callLines({"f(p) returned 1", "g(p) returned 0", "f(p) returned 0", "f(q) returned 1"}, None),
            (std::vector<std::string>{"f(p) returned 1, then 0", "g(p) returned 0", "f(q) returned 1"}));
  EXPECT_EQ(callLines({"f(p) returned 1", "f(p) returned 1", "x = 1 (after f())"}, None),
            (std::vector<std::string>{"f(p) returned 1", "x = 1 (after f())"}));
}

TEST(Words, ASampleIsCalledOne) {
  EXPECT_EQ(resultText("-EINVAL", true, {}), "for instance -EINVAL");
  EXPECT_EQ(resultText("-EINVAL", false, {}), "-EINVAL");
}

} // namespace
} // namespace kverdict
