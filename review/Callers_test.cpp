// Who calls a function, by the text alone.
#include "review/Callers.h"

#include <gmock/gmock.h>

using testing::ElementsAre;
using testing::IsEmpty;

namespace kverdict {
namespace {

CallersInText of(const std::string &Text) { return callersInText(Text, takeApart(Text, "a.c"), "check"); }

const std::string Check = "static int check(int x)\n{\n\treturn x > 9 ? check(9) : 0;\n}\n\n";

TEST(CallersInText, AreTheFunctionsThatNameIt) {
  const CallersInText C = of("static int check(int);\nstatic int *check(int) __cold;\n" + Check +
                             "int b(int x)\n{\n\treturn check(x);\n}\n\nint a(void)\n{\n\treturn checks(1) + "
                             "check\n\t\t(2);\n}\n\nint c(void)\n{\n\treturn 0; /* check(1) */\n}\n");
  EXPECT_THAT(C.Functions, ElementsAre("b", "a"));
  EXPECT_EQ(C.Others, "");
}

TEST(CallersInText, AFunctionPointerMayBeCalledByAnybody) {
  const CallersInText Table = of(Check + "static struct ops o = { .check = 0, .x = check };\n");
  EXPECT_THAT(Table.Functions, IsEmpty());
  EXPECT_NE(Table.Others, "");
  const CallersInText Given = of(Check + "int a(void)\n{\n\treturn walk(check, 3);\n}\n");
  EXPECT_THAT(Given.Functions, ElementsAre("a"));
  EXPECT_EQ(Given.Others, "its address is taken");
  EXPECT_NE(of(Check + "EXPORT_SYMBOL(check);\n").Others, "");
}

TEST(CallersInText, AMacroHidesACall) {
  const CallersInText C = of(Check + "#define TRY(x) \\\n\tdo { if (check(x)) return -1; } while (0)\n#define BOTH(x) "
                                     "TRY(x)\n\nint a(int x)\n{\n\tTRY(x);\n\treturn 0;\n}\n\nint b(int "
                                     "x)\n{\n\tBOTH(x);\n\treturn 0;\n}\n");
  EXPECT_THAT(C.Functions, ElementsAre("a", "b"));
  EXPECT_EQ(C.Others, "");
}

TEST(CallersInText, AFunctionInAnotherLayoutIsNotSeen) {
  EXPECT_NE(of(Check + "static inline int one(int x) { return check(x); }\n").Others, "");
}

} // namespace
} // namespace kverdict
