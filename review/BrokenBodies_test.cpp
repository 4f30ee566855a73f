// What is left of a text without one of its bodies.
#include "review/BrokenBodies.h"

#include <gtest/gtest.h>

namespace kverdict {
namespace {

const std::string Text = "int a;\nstatic int f(int n)\n{\n\treturn n;\n}\n\nint g(void)\n{\n\treturn f(1);\n}\n";

TEST(BrokenBodies, ABodyBecomesADeclaration) {
  EXPECT_EQ(withoutBody(Text, "f"),
            "int a;\nstatic int f(int n)\n;\n          \n \n\nint g(void)\n{\n\treturn f(1);\n}\n");
  EXPECT_EQ(withoutBody(Text, "g"),
            "int a;\nstatic int f(int n)\n{\n\treturn n;\n}\n\nint g(void)\n;\n             \n \n");
}

TEST(BrokenBodies, ABodyStaysThatIsNotKnownToEnd) {
  EXPECT_EQ(withoutBody(Text, "h"), std::nullopt);
  EXPECT_EQ(withoutBody("static int f(int n) { return n; }\n", "f"), std::nullopt) << "not in the kernel's style";
  EXPECT_EQ(withoutBody("int f(int n)\n{\n#define A 1\n\treturn n;\n}\n", "f"), std::nullopt)
      << "the macro may be used behind it";
}

TEST(BrokenBodies, ALineStandsInAFunctionWithItsHead) {
  const std::string Long = "static int\nf(int n,\n  int m)\n{\n\treturn n;\n}\nint a;\n";
  for (unsigned Line = 2; Line <= 6; ++Line)
    EXPECT_EQ(functionAround(Long, Line), "f") << Line;
  EXPECT_EQ(functionAround(Long, 7), "");
}

} // namespace
} // namespace kverdict
