// Ways on which both versions do the same are left out of a comparison, where they share a parse: what is said of the
// rest must not take it for all there is.
#include "testing/Reviewed.h"

#include <gmock/gmock.h>

using testing::HasSubstr;

namespace kverdict {
namespace {

// Only the state in which the pointer is null is left, and that proves nothing; the others are the same.
TEST(LeftOut, WhatIsWalkedIsUndefinedAlone) {
  const std::string Head = "struct p { int a; };\nstatic inline int never(struct p *p)\n{\n\treturn 0;\n}\n\n";
  const auto body = [](const std::string &Error) {
    return "int f(struct p *p)\n{\n\tint a = p->a;\n\n\tif (a > 7)\n\t\treturn -22;\n\tif (never(p))\n\t\treturn " +
           Error + ";\n\tif (a & 1)\n\t\treturn -5;\n\treturn 0;\n}\n";
  };
  const Reviewed R(Head + body("-14"), Head + body("-1"));
  EXPECT_THAT(R.in("text"), HasSubstr("equivalent"));
}

// The second version is read as another body in the same parse: that is no other name for `__func__`.
TEST(SharedParse, AFunctionHasItsOwnName) {
  const std::string Head = "struct p { int a, b, c; };\nint printk(const char *fmt, ...);\nint ask(struct p *p);\n\n";
  const auto body = [](const std::string &Guard) {
    return "void f(struct p *p)\n{\n\tint r = 0;\n\n\tif (ask(p)) {\n\t\tprintk(\"%s: orphaned\", "
           "__func__);\n\t\treturn;\n"
           "\t}\n" +
           Guard + "\tp->c = r;\n}\n";
  };
  const Reviewed R(Head + body("\tif (p->a && p->b)\n\t\tr = sizeof(__func__);\n"),
                   Head + body("\tif (p->a) {\n\t\tif (p->b)\n\t\t\tr = sizeof(__FUNCTION__);\n\t}\n"));
  EXPECT_THAT(R.in("text"), HasSubstr("equivalent"));
}

// What a callee that is not looked into got has no name in a state, and has one in the source.
TEST(Effects, AStoreBehindACallHasItsWords) {
  const auto body = [](const std::string &To) {
    return "struct p { int a, b, c; };\nint ask(struct p *p);\n\nvoid f(struct p *p)\n{\n\tif "
           "(ask(p))\n\t\treturn;\n\tp->c = " +
           To + ";\n}\n";
  };
  EXPECT_THAT(Reviewed(body("0"), body("1"), "Why.").in("text"), HasSubstr("it leaves p->c = 1"));
}

} // namespace
} // namespace kverdict
