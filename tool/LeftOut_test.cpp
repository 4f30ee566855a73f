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

} // namespace
} // namespace kverdict
