#include "rules/CScan.h"

#include <gtest/gtest.h>

namespace kverdict {
namespace {

TEST(CScan, TakesExpressions) {
  for (const char *Text : {"result", "!(a & (B | C))", "f(x)[1].y == ';'", "s[0] == \"a;(\\\"\"[0]",
                           "({ int x = 1; x + y; })", "(struct s){ .a = 1 }.a", "a / b", "'\\''", "a % b"})
    EXPECT_FALSE(scanExpression(Text)) << Text << ": " << scanExpression(Text)->What;
}

TEST(CScan, RefusesWhatWouldChangeItsSurroundings) {
  struct Case {
    const char *Text;
    std::size_t Offset;
    const char *Part;
  };
  for (auto [Text, Offset, Part] :
       {Case{"", 0, "is empty"}, Case{" \n", 0, "is empty"}, Case{"a && (b", 5, "leaves '(' open"},
        Case{"a) || (b", 1, "closes ')'"}, Case{"f(a]", 3, "closes ']'"}, Case{"({ a; )", 6, "closes ')'"},
        Case{"a; b", 1, "stray ';'"}, Case{"f(a; b)", 3, "stray ';'"}, Case{"a /* b */", 2, "comment"},
        Case{"a // b", 2, "comment"}, Case{"1\n#if 0", 2, "preprocessor"}, Case{"1\n%:if 0", 2, "preprocessor"},
        Case{"a \\", 2, "stray '\\'"}, Case{"f(\"a)", 2, "leaves \" open"}, Case{"'a", 0, "leaves ' open"}}) {
    auto Problem = scanExpression(Text);
    ASSERT_TRUE(Problem) << Text;
    EXPECT_EQ(Problem->Offset, Offset) << Text;
    EXPECT_NE(Problem->What.find(Part), std::string::npos) << Text << ": " << Problem->What;
  }
}

TEST(CScan, BodiesMayHoldStatements) {
  EXPECT_FALSE(scanBody("if (a) { return 1; }\nreturn 0;"));
  EXPECT_TRUE(scanBody("return 1; } int x() {"));
  EXPECT_TRUE(scanBody("{ return 1;"));
}

TEST(CScan, KnowsIdentifiers) {
  EXPECT_TRUE(isIdentifier("vm_mixed_ok2"));
  EXPECT_TRUE(isIdentifier("__x"));
  for (const char *Text : {"", "2x", "a b", "f()", "a-b"})
    EXPECT_FALSE(isIdentifier(Text)) << Text;
}

} // namespace
} // namespace kverdict
