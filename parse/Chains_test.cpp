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
  EXPECT_THAT(refused("#define M(" + times("a, ", 60'000) + "b) 1\n"), HasSubstr("a macro of more than 50000 names"));
}

} // namespace
} // namespace kverdict
