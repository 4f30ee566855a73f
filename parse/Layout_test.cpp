#include "parse/Unit.h"
#include "parse/text/LineTokens.h"

#include <gtest/gtest.h>

using namespace kverdict;

namespace {

UnitRequest request(const std::string &Text, std::set<unsigned> Changed) {
  UnitRequest R;
  R.Command = {"/src/a.c", "/src", {"-std=gnu11", "-w"}};
  R.Text = Text;
  R.Changed["/src/a.c"] = std::move(Changed);
  return R;
}

std::string at(const Layout &L, unsigned Line) {
  std::string Out;
  for (const Piece *P : L.at(Line))
    Out += P->Name + " ";
  return Out + (L.skippedBy(Line) ? "skipped by " + std::to_string(L.skippedBy(Line)) : "");
}

} // namespace

TEST(Layout, HasAllPiecesOfALine) {
  const auto U = parseUnit(request("int a; int b; int f(void)\n"
                                   "{ return a + b; }; int c, d; struct s {\n"
                                   "\tint x;\n"
                                   "} e; int g;\n",
                                   {1, 2, 3, 4}));
  const Layout L = *U->layout("/src/a.c");
  EXPECT_EQ(at(L, 1), "a b f ");
  EXPECT_EQ(at(L, 3), "e s ");
  EXPECT_EQ(at(L, 4), "e s g ");
  EXPECT_EQ(at(L, 5), "");
}

TEST(Layout, HasFunctionsWhereClangHasThem) {
  const auto U = parseUnit(request("#define DO(n) int n(int x)\n" // 1
                                   "DO(f) /* so */\n"
                                   "{\n"
                                   "\treturn x;\n"
                                   "}\n"
                                   "int g(int x) { return x; }\n" // 6
                                   "#ifdef CONFIG_A\n"
                                   "int h(int x)\n"
                                   "{\n"
                                   "\treturn x;\n" // 10
                                   "}\n"
                                   "#else\n"
                                   "int h(x)\n"
                                   "int x;\n"
                                   "{\n" // 15
                                   "#if 0\n"
                                   "\tx++;\n"
                                   "#endif\n"
                                   "\treturn x;\n"
                                   "}\n" // 20
                                   "#endif\n"
                                   "enum e { A, B };\n",
                                   {4, 6, 10, 17, 19}));
  const Layout L = *U->layout("/src/a.c");
  EXPECT_EQ(at(L, 2), "f ");
  EXPECT_EQ(at(L, 4), "f ");
  EXPECT_EQ(at(L, 6), "g ");
  EXPECT_EQ(at(L, 10), "skipped by 7");
  EXPECT_EQ(at(L, 14), "h ");
  EXPECT_EQ(at(L, 17), "h skipped by 16");
  EXPECT_EQ(at(L, 20), "h ");
  EXPECT_EQ(at(L, 21), "");
  ASSERT_EQ(L.at(22).size(), 1u);
  EXPECT_EQ(L.at(22)[0]->Names, (std::vector<std::string>{"e", "A", "B"}));
}

TEST(LineTokens, KnowsDirectivesAndConditions) {
  const std::string Text =
      "#if defined(CONFIG_B) && \\\n\tdefined(CONFIG_A)\nint a;\n#elif X\nint b;\n#else\nint c;\n#endif\n"
      "#define M(x) \\\n\tf(x)\n";
  const LineTokens T(Text);
  EXPECT_EQ(conditionOf(T, Text, 1), "CONFIG_A, CONFIG_B");
  EXPECT_EQ(conditionOf(T, Text, 4), "X");
  EXPECT_EQ(conditionOf(T, Text, 6), "CONFIG_A, CONFIG_B");
  ASSERT_TRUE(T.directive(10));
  EXPECT_EQ(T.directive(10)->Name, "M");
  EXPECT_FALSE(T.directive(3));
}
