// Source that is too deep to be read.
#include "core/Error.h"
#include "parse/text/Nesting.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kverdict {
namespace {

const NestingLimits Small{20, 5, 8, 200};

std::string times(unsigned N, const std::string &Text) {
  std::string Out;
  for (unsigned I = 0; I < N; ++I)
    Out += Text;
  return Out;
}

std::string found(const std::string &Text) {
  auto Deep = findTooDeep(Text, Small);
  return Deep ? std::to_string(Deep->Line) + ": " + Deep->What : "";
}

TEST(Nesting, AnExpressionHasABound) {
  EXPECT_EQ(found("int f(int a)\n{\n\treturn\n" + times(30, "!") + "a;\n}\n"), "4: a statement of more than 20 tokens");
  EXPECT_EQ(found("int f(int a)\n{\n\treturn " + times(10, "!") + "a;\n}\n"), "");
  EXPECT_EQ(found("int f(int a)\n{\n" + times(30, "for (;;) ") + "a;\n}\n"), "3: a statement of more than 20 tokens");
  EXPECT_EQ(found("int t[] = { " + times(60, "1, ") + " };"), "") << "a table is long, not deep";
  EXPECT_EQ(found("#define M " + times(60, "!") + "\nint a;"), "");
}

TEST(Nesting, AStatementExpressionCountsForTheOneAroundIt) {
  EXPECT_EQ(found("int f(int a)\n{\n\treturn 0\n" + times(5, "+ ({ 1; })") + ";\n}\n"),
            "4: a statement of more than 20 tokens");
  EXPECT_EQ(found("int f(int a)\n{\n" + times(9, "a = ({ int b = a; b + 1; });\n") + "}\n"), "");
}

TEST(Nesting, AChainOfElseHasABound) {
  const std::string One = "if (a == 1) b = 2; ";
  EXPECT_EQ(found("int f(int a)\n{\n" + One + times(7, "\nelse " + One) + "}"), "9: a chain of more than 5 else");
  EXPECT_EQ(found("int f(int a)\n{\n" + times(9, One + "else a = 3;\n") + "}"), "") << "each a chain of its own";
  EXPECT_EQ(found("int f(int a)\n{\nif (a) { a = 1; }" + times(7, "\nelse if (a) { a = 2; }") + "}"),
            "9: a chain of more than 5 else");
}

TEST(Nesting, BracketsAndFunctionsHaveABound) {
  EXPECT_EQ(found("int f(void)\n{" + times(9, "{ ") + times(9, "}") + "}"), "2: more than 8 brackets in each other");
  EXPECT_EQ(found("int f(void)\n{" + times(90, "a = 1;\n") + "}"), "52: a function of more than 200 tokens");
  EXPECT_EQ(found(times(20, "int f(void)\n{\n" + times(9, "a = 1;\n") + "}\n")), "") << "each a function of its own";
}

TEST(Nesting, WhatIsTooLongIsCalledByItsName) {
  EXPECT_EQ(found("int a = " + times(30, "- ") + "1;"), "1: an expression of more than 20 tokens");
  EXPECT_EQ(found("int t[] = { 1, " + times(30, "- ") + "1 };"), "1: an expression of more than 20 tokens");
  EXPECT_EQ(found("int f(" + times(20, "int, ") + "int);"), "1: a declaration of more than 20 tokens");
  EXPECT_EQ(found("int " + times(30, "*") + "a;"), "1: a declaration of more than 20 tokens");
  EXPECT_EQ(found("struct s {\n" + times(90, "int a;\n") + "};"), "68: a declaration of more than 200 tokens");
  EXPECT_EQ(found("enum e {" + times(120, "A,\n") + "};"), "101: a declaration of more than 200 tokens");
  EXPECT_EQ(found("int f(void) __must_hold(a)\n{" + times(90, "a = 1;\n") + "}"),
            "52: a function of more than 200 tokens");
}

/// Of elements there are bounds of their own (Elements.h).
TEST(Nesting, ATableIsLong) {
  EXPECT_EQ(found("struct p t[] = {" + times(90, "{ .a = 1 },\n") + "};"), "");
  EXPECT_EQ(found("int t[] = { " + times(300, "1,\n") + " }, u[] = {" + times(300, "1,\n") + "};"), "");
  EXPECT_EQ(found("int f(void)\n{\n\tstatic int t[] = { " + times(300, "1,\n") + " };\n}"),
            "99: a function of more than 200 tokens");
}

TEST(Nesting, TheMessageSaysWhereAndWhatToDo) {
  try {
    refuseTooDeep("/t/x.c", "int a =\n" + times(20'000, "-") + "1;");
    FAIL();
  } catch (const Error &E) {
    EXPECT_EQ(E.code(), ExitCode::Incomplete);
    EXPECT_THAT(E.what(), testing::StartsWith("/t/x.c:2: an expression of more than 10000 tokens"));
  }
}

} // namespace
} // namespace kverdict
