// Which way a function went that returns a pointer.
#include "testing/Comparisons.h"

#include <llvm/ADT/StringRef.h>

namespace kverdict {
namespace {

const std::string Head = R"(
#define NULL ((void *)0)
struct s { int a; };
void *get(int); int ask(int);
static int IS_ERR(const void *p) { return (unsigned long)p >= (unsigned long)-4095; }
static void *ERR_PTR(long e) { return (void *)e; }
)";

struct Case {
  const char *Name, *Body, *Callers, *Went;
};

void PrintTo(const Case &C, std::ostream *To) { *To << C.Name; }

class Pointers : public testing::TestWithParam<Case> {};

/// `n > 3` becomes `n > 4`.
TEST_P(Pointers, HaveADirection) {
  const std::string Old = Head + "struct s *f(struct s *p, int n)\n{\n" + GetParam().Body + "}\n" + GetParam().Callers;
  std::string New = Old;
  const size_t At = New.find("n > 3");
  ASSERT_NE(At, std::string::npos);
  const Comparison C = compared(Old, New.replace(At, 5, "n > 4"));
  EXPECT_EQ(changeWord(C.What), GetParam().Went) << shown(C);
}

const char *const Plain = "\tif (n > 3)\n\t\treturn NULL;\n\treturn p;\n";

const Case All[] = {
    {"NobodySays", Plain, "", "different"},
    {"CallersLeave", Plain,
     "int g(struct s *p)\n{\n\tstruct s *q = f(p, 4);\n\n\tif (!q)\n\t\treturn -12;\n\treturn q->a;\n}\n", "laxer"},
    {"CallersLeaveByABlock", Plain,
     "int g(struct s *p)\n{\n\tstruct s *q;\n\n\tq = f(p, 4);\n\tif (q == NULL) {\n\t\tget(1);\n\t\tgoto out;\n\t}\n"
     "out:\n\treturn 0;\n}\n",
     "laxer"},
    {"CallersGoOn", Plain,
     "int g(struct s *p)\n{\n\tstruct s *q = f(p, 4);\n\n\tif (!q)\n\t\tq = p;\n\treturn q->a;\n}\n", "different"},
    {"CallersLeaveWithAPointer", Plain,
     "int g(struct s *p)\n{\n\tstruct s *q = f(p, 4);\n\n\tif (q)\n\t\treturn q->a;\n\treturn 0;\n}\n", "different"},
    {"CallersAskForMore", Plain,
     "int g(struct s *p)\n{\n\tstruct s *q = f(p, 4);\n\n\tif (!q && p->a)\n\t\treturn -12;\n\treturn 0;\n}\n",
     "different"},
    {"CallersAskForAMember", Plain,
     "int g(struct s *p)\n{\n\tstruct s *q = f(p, 4);\n\n\tif (!q->a)\n\t\treturn -12;\n\treturn 0;\n}\n", "different"},
    {"HandsNullOn",
     "\tstruct s *q = get(n);\n\n\tif (!q)\n\t\treturn NULL;\n\tif (n > 3)\n\t\treturn NULL;\n\treturn q;\n", "",
     "laxer"},
    {"MakesErrors", "\tif (n > 3)\n\t\treturn ERR_PTR(-22);\n\treturn p;\n", "", "laxer"},
};

INSTANTIATE_TEST_SUITE_P(Kinds, Pointers, testing::ValuesIn(All), [](const auto &Info) { return Info.param.Name; });

} // namespace
} // namespace kverdict
