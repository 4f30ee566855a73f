// Who calls a function, by the text alone.
#include "review/Callers.h"

#include <gmock/gmock.h>

using testing::ElementsAre;
using testing::IsEmpty;

namespace kverdict {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

CallersInText of(const std::string &Text) { return callersInText(Text, takeApart(Text, "a.c"), "check"); }

const std::string Check = "static int check(int x)\n{\n\treturn x > 9 ? check(9) : 0;\n}\n\n";

TEST(CallersInText, AreTheFunctionsThatNameIt) {
  const CallersInText C = of("static int check(int);\nstatic int *check(int) __cold;\n" + Check +
                             "int b(int x)\n{\n\treturn check(x);\n}\n\nint a(void)\n{\n\treturn checks(1) + "
                             "check\n\t\t(2);\n}\n\nint c(void)\n{\n\treturn 0; /* check(1) */\n}\n");
  EXPECT_THAT(C.names(), ElementsAre("b", "a"));
  EXPECT_EQ(C.Others, "");
  EXPECT_THAT(C.Declarations, SizeIs(2));
}

TEST(CallersInText, AFunctionPointerMayBeCalledByAnybody) {
  const CallersInText Table = of(Check + "static struct ops o = { .check = 0, .x = check };\n");
  EXPECT_THAT(Table.names(), IsEmpty());
  EXPECT_NE(Table.Others, "");
  const CallersInText Given = of(Check + "int a(void)\n{\n\treturn walk(check, 3);\n}\n");
  EXPECT_THAT(Given.names(), ElementsAre("a"));
  EXPECT_EQ(Given.Others, "its address is taken");
  EXPECT_EQ(of(Check + "EXPORT_SYMBOL_GPL(check);\n").Others, "it is exported");
}

TEST(CallersInText, AMacroHidesACall) {
  const CallersInText C = of(Check + "#define TRY(x) \\\n\tdo { if (check(x)) return -1; } while (0)\n#define BOTH(x) "
                                     "TRY(x)\n\nint a(int x)\n{\n\tTRY(x);\n\treturn 0;\n}\n\nint b(int "
                                     "x)\n{\n\tBOTH(x);\n\treturn 0;\n}\n");
  EXPECT_THAT(C.names(), ElementsAre("a", "b"));
  EXPECT_EQ(C.Others, "");
}

TEST(CallersInText, AMacroMayMakeTheFunctionThatCalls) {
  const std::string Define = Check + "#define DEFINE(name) int name(int x) { return check(x); }\n";
  const std::string Other = "int a(int x)\n{\n\treturn check(x);\n}\n";
  EXPECT_THAT(of(Define + "DEFINE(b)\n" + Other).Others, HasSubstr("DEFINE() names it"));
  EXPECT_THAT(of(Define + "DEFINE(b)\n\n" + Other).Others, HasSubstr("DEFINE() names it"));
  EXPECT_THAT(of(Define + Other + "\nDEFINE(b);\n").Others, HasSubstr("DEFINE() names it"));
  EXPECT_EQ(of(Define + Other).Others, "") << "nobody uses it";
}

TEST(CallersInText, AStringMayBeAssembly) {
  const std::string Other = "int a(int x)\n{\n\treturn check(x);\n}\n";
  const char *const Strings[] = {"asm(\".globl h\\nh: jmp check\");\n",
                                 "extern int b(int) __attribute__((alias(\"check\")));\n",
                                 "int c(int x)\n{\n\tasm(\"call check\");\n\treturn 0;\n}\n"};
  for (const char *Each : Strings)
    EXPECT_THAT(of(Check + Other + Each).Others, HasSubstr("a string names it")) << Each;
  EXPECT_EQ(of(Check + Other + "/* \"check\" */ // \"check\"\nconst char *s = \"checks \\\"x\", c = '\"';\n").Others,
            "");
  EXPECT_EQ(of("#include \"check.h\"\n" + Check + Other).Others, "");
  EXPECT_THAT(of(Check + Other + "int d(int x)\n{\n\treturn che\\\nck(x);\n}\n").Others,
              HasSubstr("in the middle of a name"));
  const std::string Speaks = "static int check(int x)\n{\n\tprintk(\"check: %d\", x);\n\treturn x > 9;\n}\n\n";
  EXPECT_EQ(of(Speaks + Other).Others, "");
}

TEST(CallersInText, AFunctionOnOneLine) {
  const CallersInText C = of(Check + "static inline int one(int x) { return check(x); }\n");
  EXPECT_EQ(C.Others, "");
  ASSERT_EQ(C.names().size(), 1u);
  EXPECT_EQ(C.names()[0], "one");
  EXPECT_EQ(of(Check + "void *p(void) { return check; }\n").Others, "its address is taken");
  EXPECT_NE(of(Check + "int (*t[])(int) = { check };\n").Others, "");
  EXPECT_NE(of(Check + "struct t t = { .f = check(3) };\n").Others, "");
}

TEST(CallersInText, AFunctionInAnotherLayoutIsNotSeen) {
  EXPECT_NE(of(Check + "static inline int one(int x) {\n\treturn check(x); }\n").Others, "");
}

} // namespace
} // namespace kverdict
