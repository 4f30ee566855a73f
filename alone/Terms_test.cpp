#include "alone/Terms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace kverdict;
using namespace kverdict::alone;
using testing::HasSubstr;
using testing::Not;

namespace {

/// A patch that adds a file.
ShownSide sideOf(const std::string &Text) {
  FileChange C;
  Hunk H;
  unsigned Line = 0;
  for (size_t At = 0, End; At < Text.size(); At = End + 1) {
    End = std::min(Text.find('\n', At), Text.size());
    H.Lines.push_back({LineKind::Added, Text.substr(At, End - At), 0, ++Line, false, {}});
  }
  H.NewStart = 1;
  C.Hunks.push_back(H);
  return shownSide(C, false);
}

Terms termsOf(const std::string &Text) { return alone::termsOf({}, sideOf(Text), {}, {}); }

std::string whyRefused(const std::string &Body) {
  const Terms Of = termsOf("int f(struct a *a, int n)\n{\n" + Body + "\n}\n");
  const auto It = Of.Refused.find("f");
  return It == Of.Refused.end() ? "" : It->second;
}

} // namespace

TEST(Terms, TypesAreCounted) {
  std::string Types;
  for (int I = 0; I < 30'000; ++I)
    Types += "struct s" + std::to_string(I) + " {\n\tint a;\n};\n#define M" + std::to_string(I) + " 1\n";
  const Terms Of = termsOf(Types + "int f(struct a *a)\n{\n\treturn a->n;\n}\n");
  EXPECT_EQ(Of.Refused.at("f"), "the mail defines more than 500 types and macros beside it");
}

TEST(Terms, MembersAreMadeFromHowTheyAreUsed) {
  const Terms Of = termsOf("int f(struct a *a)\n{\n\tif (a->flags & A_ON && a->b->ops->start)\n"
                           "\t\treturn a->b->ops->start(a->b, a->c.n);\n\treturn -EINVAL;\n}\n");
  EXPECT_THAT(Of.Prelude, HasSubstr("unsigned long flags;"));
  EXPECT_THAT(Of.Prelude, HasSubstr("int (*start)(struct of_b *, unsigned long);"));
  EXPECT_THAT(Of.Prelude, HasSubstr("#define EINVAL 22"));
  EXPECT_EQ(Of.Whole.count("f"), 1u);
}

TEST(Terms, FlagsOfAFamilyAreDifferentBits) {
  const Terms Of = termsOf("int f(struct a *a)\n{\n\treturn a->flags & (XY_A | XY_B) && !(a->flags & XY_MASK);\n}\n");
  EXPECT_THAT(Of.Prelude, HasSubstr("#define XY_A (1 << 0)"));
  EXPECT_THAT(Of.Prelude, HasSubstr("#define XY_B (1 << 1)"));
  EXPECT_THAT(Of.Prelude, HasSubstr("extern const")); // of several bits, nobody knows which
  EXPECT_THAT(Of.Assumed.at("f"), HasSubstr("XY_A and XY_B are different bits"));
}

TEST(Terms, CasesAreDifferentNumbersAndLimitsAreAnything) {
  const Terms Of = termsOf("int f(struct a *a)\n{\n\tif (a->n > XY_MOST)\n\t\treturn -E2BIG;\n\tswitch (a->state) {\n"
                           "\tcase ST_A:\n\tcase ST_B:\n\t\treturn 0;\n\t}\n\treturn 1;\n}\n");
  EXPECT_THAT(Of.Prelude, HasSubstr("#define ST_A 1"));
  EXPECT_THAT(Of.Prelude, HasSubstr("extern const int XY_MOST;"));
}

TEST(Terms, WhatTheMailDefinesIsNotMadeUp) {
  const Terms Of =
      termsOf("#define LIMIT 4\nstruct a {\n\tu8 n;\n};\nint g(struct a *a)\n{\n\treturn a->n > LIMIT;\n}\n"
              "int f(struct a *a)\n{\n\treturn g(a);\n}\n");
  EXPECT_THAT(Of.Prelude, Not(HasSubstr("struct a {")));
  EXPECT_THAT(Of.Prelude, Not(HasSubstr("LIMIT")));
  EXPECT_THAT(Of.New, HasSubstr("struct a {\n\tu8 n;"));
  EXPECT_EQ(Of.Foreign.size(), 0u);
}

TEST(Terms, WhatCannotBeUnderstoodIsRefusedWithTheReason) {
  EXPECT_THAT(whyRefused("#ifdef CONFIG_X\n\treturn 1;\n#endif\n\treturn 0;"), HasSubstr("line of the preprocessor"));
  EXPECT_THAT(whyRefused("\tasm(\"\");\n\treturn 0;"), HasSubstr("assembly"));
  EXPECT_THAT(whyRefused("\tfor_each_b(a, n) {\n\t\tn++;\n\t}\n\treturn 0;"), HasSubstr("for_each_b() is a loop"));
  EXPECT_THAT(whyRefused("\tint x;\n\n\tREAD_X(a, x);\n\treturn x;"), HasSubstr("what READ_X() makes of 'x'"));
  EXPECT_THAT(whyRefused("\treturn ARRAY_SIZE(a->b);"), HasSubstr("how long an array is"));
  EXPECT_THAT(whyRefused("\tdouble x = 1.5;\n\treturn 0;"), HasSubstr("double"));
  EXPECT_THAT(whyRefused("\treturn ({ n; });"), HasSubstr("statements in an expression"));
  EXPECT_THAT(whyRefused("\tchar b[SIZE_OF_B];\n\treturn 0;"), HasSubstr("how long an array is"));
  EXPECT_THAT(whyRefused("\treturn " + std::string(5000, '(') + "1" + std::string(5000, ')') + ";"),
              HasSubstr("nested too deeply"));
  EXPECT_EQ(whyRefused("\treturn n;"), "");
}

TEST(Terms, AFunctionIsNotCalledLikeSomethingElse) {
  EXPECT_EQ(termsOf("int likely(int n)\n{\n\treturn n;\n}\n").Refused.count("likely"), 1u);
  EXPECT_EQ(termsOf("int __builtin_x(int n)\n{\n\treturn n;\n}\n").Refused.count("__builtin_x"), 1u);
}

TEST(Terms, SqueezedCodeIsIndentedAgain) {
  const Terms Of = termsOf("int f(int n)\n{\nif (n) {\nreturn 1;\n}\nreturn 0;\n}\n");
  EXPECT_EQ(Of.New, "int f(int n)\n{\n\tif (n) {\n\t\treturn 1;\n\t}\n\treturn 0;\n}\n");
}
