// Files that are long in a way that costs Clang the square of it: told by a count, and in an instant.
#include "testing/Units.h"

#include "core/Error.h"

#include <gmock/gmock.h>

using testing::HasSubstr;
using testing::Not;

namespace kverdict {
namespace {

/// What the file is refused for; empty if it is read.
std::string refused(const std::string &Text) {
  try {
    UnitRequest Request = request(Text + "\nint f(int x)\n{\n\treturn x;\n}\n");
    Request.AllBodies = true;
    parseUnit(Request);
    return "";
  } catch (const Error &E) {
    return E.what();
  }
}

std::string times(const std::string &Text, unsigned N) {
  std::string All;
  for (unsigned I = 0; I < N; ++I)
    All += Text;
  return All;
}

/// N lines, with `#` for the number of each and `@` for the next one.
std::string lines(unsigned N, const std::string &Line) {
  std::string Text;
  for (unsigned I = 0; I < N; ++I)
    for (const char C : Line + "\n")
      Text += C == '#' ? std::to_string(I) : C == '@' ? std::to_string(I + 1) : std::string(1, C);
  return Text;
}

TEST(Chains, TypesInEachOtherAreCounted) {
  const std::string First = "typedef int t0;\nint y0;\n";
  for (const char *Each : {"typedef t# t@;", "typedef t# t@[1];", "typedef t# *t@;", "typedef t# (*t@)(t#);",
                           "typeof(y#) y@;", "typedef const t# t@;"}) {
    EXPECT_THAT(refused(First + lines(10'100, Each)), HasSubstr("a type that is made of more than 10000 others"))
        << Each;
    EXPECT_EQ(refused(First + lines(2'000, Each)), "") << Each;
  }
}

TEST(Chains, NamesOfAFunctionAreCounted) {
  const std::string Head = "int g(int y0)\n{\ntypedef int t0;\n", End = "return 0;\n}\n";
  for (const char *Each : {"typedef t# t@;", "typeof(y#) y@;", "extern int p;", "__auto_type y@ = y#;"}) {
    EXPECT_THAT(refused(Head + lines(10'100, Each) + End), HasSubstr("a function with more than 10000 ")) << Each;
    EXPECT_EQ(refused(Head + lines(1'000, Each) + End), "") << Each;
  }
  EXPECT_THAT(refused(Head + "extern int " + lines(10'100, "p,") + "p;" + End),
              HasSubstr("a function with more than 10000 names"));
  EXPECT_EQ(refused(lines(11'000, "extern int p#;") + lines(11'000, "typedef int t#;")), "");
}

TEST(Chains, ANameThatIsDeclaredAgainIsCounted) {
  for (const char *Each : {"extern int p;", "int p;", "int p(int);", "extern int p __attribute__((annotate(\"#\")));",
                           "int p(int *) __attribute__((nonnull(1)));"}) {
    EXPECT_THAT(refused(lines(550, Each)), HasSubstr(":501: a name that is declared more than 500 times")) << Each;
    EXPECT_EQ(refused(lines(100, Each)), "") << Each;
  }
  EXPECT_THAT(refused("extern int " + lines(10'100, "p,") + "p;"), HasSubstr("a declaration of more than 10000 names"));
  EXPECT_EQ(refused(lines(11'000, "int p#;") + lines(11'000, "struct p;")), "");
}

TEST(Chains, OverloadsAreOneName) {
  for (const char *Each :
       {"int p(struct s# *) __attribute__((overloadable));", "int p(int) __attribute__((target(\"arch=x#\")));"}) {
    const std::string Named = Each[5] == '(' && Each[6] == 's' ? lines(600, "struct s#;") : "";
    EXPECT_THAT(refused(Named + lines(550, Each)), HasSubstr(": a name that is declared more than 500 times")) << Each;
  }
  EXPECT_EQ(refused(lines(90, "struct s#;") + lines(90, "int p(struct s# *) __attribute__((overloadable));")), "");
}

/// Of two bodies, one would be looked at.
TEST(Chains, AFunctionHasOneBody) {
  for (const std::string Each : {"__attribute__((overloadable))", "__attribute__((target(\"avx2\")))"}) {
    const std::string Second = Each[15] == 'o' ? Each : "__attribute__((target(\"default\")))";
    EXPECT_THAT(refused(Each + " int p(int x) { return x; }\n" + Second + " int p(" +
                        (Each == Second ? "long" : "int") + " x) { return 1; }"),
                HasSubstr("test.c:2: another body of p()"))
        << Each;
  }
  EXPECT_THAT(refused("int p(void) { return 1; }\nint p(void) { return 2; }"), HasSubstr("redefinition of 'p'"));
}

TEST(Chains, AttributesByPragmaAreCounted) {
  const std::string Push = "#pragma clang attribute push(__attribute__((annotate(\"x\"))), apply_to = function)\n",
                    Pop = "#pragma clang attribute pop\n";
  EXPECT_EQ(refused(times(Push, 9) + "int p(int);\n" + times(Pop, 9)), "");
  EXPECT_THAT(refused(times(Push, 9'000) + "int p(int);\n" + times(Pop, 9'000)),
              HasSubstr("more than 16 #pragma clang attribute in each other"));
}

TEST(Chains, PragmasAreNoTokens) {
  EXPECT_EQ(refused(times("#pragma pack(push, 1)\n", 9'000)), "");
  for (const char *Each : {"#pragma pack(push, 1)\n", "#pragma weak w\n", "#pragma GCC visibility push(hidden)\n",
                           "#pragma GCC diagnostic push\n"})
    EXPECT_THAT(refused(times(Each, 10'100)), HasSubstr(":10001: more than 10000 pragmas")) << Each;
}

TEST(Chains, WhatThePreprocessorEvaluatesHasABound) {
  constexpr unsigned N = 400'000;
  const std::string Ends[] = {times("(", N) + "1" + times(")", N), times("!", N) + "1", times("1 ? 1 : ", N) + "1",
                              times("1 ? ", N) + "1" + times(" : 1", N), times("~-", N) + "1"};
  for (const std::string &Each : Ends)
    EXPECT_THAT(refused("#if " + Each + "\n#endif\n"), HasSubstr("an #if of more than 100000 operators"))
        << Each.substr(0, 9);
  EXPECT_EQ(refused("#if " + times("(", 200) + "1" + times(")", 200) + times(" || defined A", N) + "\n#endif\n"), "");
  EXPECT_THAT(refused("#if " + times("__has_include(\"a.h\") || ", 20'001) + "1\n#endif\n"),
              HasSubstr("more than 20000 __has_include"));
  EXPECT_EQ(refused("#if " + times("__has_include(\"a.h\") || ", 900) + "1\n#endif\n"), "");
  const std::string Names = times("a, ", 60'000) + "b";
  EXPECT_THAT(refused("#define M(" + Names + ") 1\n"), HasSubstr("test.c:1: a macro of more than 50000 names"));
  EXPECT_THAT(refused(" # \tdefine M(a) \\\n" + Names + "\n"), HasSubstr("test.c:2: a macro of more than 50000 names"));
  EXPECT_THAT(refused("#if " + Names + "\n#endif\n"), HasSubstr("an #if of more than 50000 names"));
  EXPECT_THAT(refused("#if 0\n#elif " + Names + "\n#endif\n"), HasSubstr("an #elif of more than 50000 names"));
  EXPECT_THAT(refused("#pragma unused(" + Names + ")\n"), HasSubstr("a #pragma of more than 50000 names"));
}

} // namespace
} // namespace kverdict
