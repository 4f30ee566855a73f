// Which functions a change of bodies can reach: those that call what changed, however far above, and no others.
#include "parse/text/Bodies.h"
#include "review/FileStep.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kverdict {
namespace {

using testing::Contains;
using testing::Not;

std::string file(const std::string &Leaf) {
  return "int leaf(int x)\n{\n\treturn " + Leaf +
         ";\n}\n\nint middle(int x)\n{\n\treturn leaf(x);\n}\n\nint top(int x)\n{\n\treturn middle(x);\n}\n\n"
         "int other(int x)\n{\n\treturn x;\n}\n\nint apart(int x)\n{\n\treturn other(x);\n}\n";
}

std::optional<std::set<std::string>> between(const std::string &Old, const std::string &New) {
  return affected(New, takeApart(Old, "a.c"), takeApart(New, "a.c"));
}

TEST(Affected, CallersOfCallersAre) {
  const auto Names = between(file("x > 1"), file("x > 2"));
  ASSERT_TRUE(Names);
  for (const char *Each : {"leaf", "middle", "top"})
    EXPECT_THAT(*Names, Contains(Each));
  for (const char *Each : {"other", "apart"})
    EXPECT_THAT(*Names, Not(Contains(Each)));
}

TEST(Affected, WhatIsNoBodyMayReachAll) { EXPECT_FALSE(between(file("x"), "int more;\n" + file("x"))); }

} // namespace
} // namespace kverdict
