#include "alone/Shown.h"

#include "input/patch/DiffParser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace kverdict;
using namespace kverdict::alone;
using testing::ElementsAre;

namespace {

FileChange changeOf(const std::string &Hunks) { return parseDiff({"--- a/x.c\n+++ b/x.c\n" + Hunks, "p", 1, true})[0]; }

std::vector<std::string> functions(const ShownSide &Of) {
  std::vector<std::string> Made;
  for (const Piece &Each : Of.Pieces)
    if (Each.What == Piece::Kind::Function)
      Made.push_back(Each.Name + ":" + std::to_string(Each.First()) + "-" + std::to_string(Each.Lines.back().Number));
  return Made;
}

} // namespace

TEST(Shown, FindsAFunctionInEachVersionThatHasItWholly) {
  const FileChange C = changeOf("@@ -7,5 +7,6 @@ int before(void)\n int f(int a)\n {\n-\treturn a;\n+\tif (a)\n"
                                "+\t\treturn 1;\n }\n \n");
  EXPECT_THAT(functions(shownSide(C, true)), ElementsAre("f:7-10"));
  EXPECT_THAT(functions(shownSide(C, false)), ElementsAre("f:7-11"));
  EXPECT_EQ(shownSide(C, false).Pieces[0].HeadEnd, 6u);
}

TEST(Shown, AFunctionThatAHunkCutsIsNotWhole) {
  const ShownSide S = shownSide(changeOf("@@ -1,3 +1,4 @@ static int g(int b)\n \ta();\n+\tb();\n }\n \n"), false);
  EXPECT_THAT(functions(S), ElementsAre());
  EXPECT_THAT(S.Cut, ElementsAre(std::pair<const std::string, unsigned>("g", 1)));
  const ShownSide Open = shownSide(changeOf("@@ -1,3 +1,4 @@\n int h(void)\n {\n+\tb();\n \tc();\n"), false);
  EXPECT_THAT(functions(Open), ElementsAre());
  EXPECT_EQ(Open.Cut.count("h"), 1u);
}

TEST(Shown, HunksThatFollowEachOtherAreOne) {
  const ShownSide S =
      shownSide(changeOf("@@ -0,0 +1,2 @@\n+int f(void)\n+{\n@@ -0,0 +3,2 @@\n+\treturn 0;\n+}\n"), false);
  EXPECT_THAT(functions(S), ElementsAre("f:1-4"));
  EXPECT_THAT(
      functions(shownSide(changeOf("@@ -0,0 +1,2 @@\n+int f(void)\n+{\n@@ -0,0 +5,2 @@\n+\treturn 0;\n+}\n"), false)),
      ElementsAre());
}

TEST(Shown, HeadsInEveryLayout) {
  const ShownSide S = shownSide(changeOf("@@ -0,0 +1,14 @@\n+static inline bool a(void) { return true; }\n"
                                         "+struct foo *\n+b(struct bar *p,\n+  int q)\n+{\n+\treturn NULL;\n+}\n"
                                         "+static int c(struct x *x) __must_hold(&x->lock)\n+{\n+\tif (x) {\n"
                                         "+\t\treturn 1;\n+\t}\n+\treturn 0;\n+}\n"),
                                false);
  EXPECT_THAT(functions(S), ElementsAre("a:1-1", "b:2-7", "c:8-14"));
}

TEST(Shown, WhatIsNoFunctionIsNone) {
  EXPECT_THAT(functions(shownSide(changeOf("@@ -0,0 +1,9 @@\n+\tif (a) {\n+\t\tb();\n+\t} else if (c(d)) {\n"
                                           "+\t\te();\n+\t}\n+\tfor_each_x(a, b) {\n+\t\tc();\n+\t}\n+int f(void);\n"),
                                  false)),
              ElementsAre());
}

TEST(Shown, BracesInCommentsAndTextsDoNotCount) {
  EXPECT_THAT(functions(shownSide(changeOf("@@ -0,0 +1,6 @@\n+ * the end } of a comment */\n+int f(void)\n+{\n"
                                           "+\tg(\"}\", '}'); /* } */ // }\n+\treturn 0;\n+}\n"),
                                  false)),
              ElementsAre("f:2-6"));
}

TEST(Shown, TypesAndMacrosAreKept) {
  const ShownSide S =
      shownSide(changeOf("@@ -0,0 +1,5 @@\n+#define A 1\n+#include <x.h>\n+struct s {\n+\tint a;\n+};\n"), false);
  ASSERT_EQ(S.Pieces.size(), 2u);
  EXPECT_EQ(S.Pieces[0].What, Piece::Kind::Macro);
  EXPECT_EQ(S.Pieces[0].Name, "A");
  EXPECT_EQ(S.Pieces[1].What, Piece::Kind::Type);
}

TEST(Shown, TheEndOfAFunctionHasItsHeading) {
  const ShownSide S = shownSide(
      changeOf("@@ -9,3 +9,4 @@ static int g(struct a *a, struct b *b,\n \n+\tif (!a->x)\n \t\treturn -EINVAL;\n "
               "\treturn h(a, b);\n"),
      false);
  ASSERT_EQ(S.Parts.size(), 1u);
  EXPECT_EQ(S.Parts[0].Name, "g");
  EXPECT_EQ(S.Parts[0].First(), 10u);
  EXPECT_TRUE(S.Parts[0].Tokens[0].is("static"));
}
