// Who names a function unseen.
#include "parse/Namers.h"
#include "testing/Units.h"

using testing::HasSubstr;

namespace kverdict {
namespace {

std::string unseen(const std::string &Text, const std::string &Header = "") {
  UnitRequest Q = request("#include \"h.h\"\n" + Text);
  Q.Overlay["/t/mm/h.h"] = Header;
  return namedUnseen(*parseUnit(Q), Q.Text, "check");
}

const std::string Check = "static int check(int x)\n{\n\treturn x > 9;\n}\n";

TEST(Namers, AMacroOfAHeaderNamesItWhereTheFileUsesIt) {
  const std::string Header = "#define INNER(n) \\\n\tint n(int x) { return check(x); }\n#define OUTER(n) INNER(n)\n";
  EXPECT_EQ(unseen(Check, Header), "");
  EXPECT_EQ(unseen(Check + "INNER(a)\n", Header), "INNER() names it");
  EXPECT_EQ(unseen(Check + "OUTER(a)\n", Header), "INNER() names it");
}

TEST(Namers, APasteMakesTheName) {
  const std::string Header = "#define OF(n) check_##n\n#define TWO(a, b) a##b\n#define SOME(n) c##n##k\n";
  EXPECT_EQ(unseen(Check + "int hec;\nint f(int x) { return SOME(hec)(x); }\n", Header), "SOME() may make its name");
  EXPECT_EQ(unseen(Check + "int f(int x) { return TWO(che, ck)(x); }\n", Header), "TWO() may make its name");
  EXPECT_EQ(unseen(Check + "int f(int TWO(che, k)) { return 0; }\n", Header), "");
  EXPECT_EQ(unseen(Check + "int OF(x);\n", Header), "");
}

TEST(Namers, WhatIsDeclaredElsewhereIsKnownThere) {
  EXPECT_EQ(unseen(Check, "static int check(int);\n"), "a macro or a header declares it");
  EXPECT_EQ(unseen("#define STATIC(n) static int n(int x)\nSTATIC(check)\n{\n\treturn x;\n}\n"),
            "a macro or a header declares it");
  EXPECT_EQ(unseen("static int check(int) __attribute__((constructor));\n" + Check),
            "its attributes let others call it");
  EXPECT_EQ(unseen("static int check(int) __attribute__((section(\".init\")));\n" + Check), "");
}

TEST(Namers, AFileThatIsIncludedBehindMayCallIt) {
  EXPECT_EQ(unseen("static int check(int);\n#include \"h.h\"\n" + Check, "/* check() */\n"),
            "a file that is included behind it may name it");
  EXPECT_EQ(unseen("static int check(int);\n#include \"h.h\"\n" + Check, "int g(void);\n"), "");
  EXPECT_EQ(unseen("static int check(int);\n#include \"h.h\"\n" + Check,
                   "#ifdef ONCE\nstatic inline int f(int x)\n{\n\treturn check(x);\n}\n#endif\n#define ONCE\n"),
            "a file that is included behind it may name it");
}

TEST(Namers, TheHeadThatAMacroMakes) {
  const std::string Text =
      "#define DEF(n) int a_##n(int x) { return x; } int b_##n(int x)\n\nDEF(f)\n{\n\treturn x;\n}\n"
      "\nint g(int x)\n{\n\treturn x;\n}\n";
  const auto U = parseUnit(request(Text));
  EXPECT_EQ(definedByMacro(*U, "DEF", 3, 3), "b_f");
  EXPECT_EQ(definedByMacro(*U, "DEF", 4, 9), "");
  EXPECT_EQ(definedByMacro(*U, "g", 8, 8), "");
  EXPECT_TRUE(declaresHere(*U, "g", {"", 8, 5}));
  EXPECT_FALSE(declaresHere(*U, "g", {"", 8, 4}));
}

} // namespace
} // namespace kverdict
