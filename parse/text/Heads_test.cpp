// Functions found in a text, in whatever layout, and names put in place of others.
#include "parse/text/Heads.h"

#include <gmock/gmock.h>

using namespace kverdict;
using testing::ElementsAre;

namespace {

std::vector<std::string> namesIn(const std::string &Text) {
  std::vector<std::string> Out;
  for (const FunctionTokens &Each : functionTokens(Text))
    Out.push_back(Each.Name);
  return Out;
}

} // namespace

TEST(Heads, AreFoundInEveryLayout) {
  EXPECT_THAT(namesIn("int a(int x)\n{\n\treturn x;\n}\nstatic inline int b(int x) { return x; }\n"),
              ElementsAre("a", "b"));
  EXPECT_THAT(namesIn("int\na(int x)\n\t__must_hold(&l)\n{\n\tif (x) {\n\t}\n}\nint b(void);\nint c(void) {}"),
              ElementsAre("a", "c"));
  EXPECT_THAT(namesIn("__attribute__((cold)) int a(int (*f)(int)) { return f(1); }"), ElementsAre("a"));
}

TEST(Heads, AreNotTypesAndTables) {
  EXPECT_THAT(namesIn("struct s { int a; } s;\nint t[] = { F(1), 2 };\nenum e { A };\nint f(void) { return 0; }\n"),
              ElementsAre("f"));
}

TEST(Heads, SurviveTwoBracesUnderAnIf) {
  EXPECT_THAT(namesIn("int f(int x)\n{\n#ifdef A\n\tif (x) {\n#else\n\tif (!x) {\n#endif\n\t}\n}\nint g(void)\n{\n}\n"),
              ElementsAre("f", "g"));
}

TEST(WithNames, LeavesCommentsAndTextsAlone) {
  EXPECT_EQ(withNames("/* f */ int f(int ff) { return g(\"f\", f(ff)); } // f\n", {{"f", "other"}}),
            "/* f */ int other(int ff) { return g(\"f\", other(ff)); } // f\n");
  EXPECT_TRUE(hasIdentifier("int f;", "f"));
  EXPECT_FALSE(hasIdentifier("int ff; /* f */ char *s = \"f\";", "f"));
}
