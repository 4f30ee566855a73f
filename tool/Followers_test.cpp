// A function that turns around: yes was a truth value, and is 0 now, or the other way round. Its callers have to
// follow.
#include "testing/Reviewed.h"

#include <gmock/gmock.h>

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace kverdict {
namespace {

const std::string Head = "#define EINVAL 22\n#define EBUSY 16\nstruct p { unsigned long flags; };\n\n";
const std::string Truth = "static _Bool usable(struct p *p)\n{\n\tif (p->flags & 4)\n\t\treturn 0;\n\treturn 1;\n}\n\n";
const std::string Errors =
    "static int usable(struct p *p)\n{\n\tif (p->flags & 4)\n\t\treturn -EINVAL;\n\treturn 0;\n}\n\n";
const std::string Asks = "int use(struct p *p)\n{\n\tif (!usable(p))\n\t\treturn -EBUSY;\n\treturn 0;\n}\n";
const std::string AsksTheError = "int use(struct p *p)\n{\n\tif (usable(p))\n\t\treturn -EBUSY;\n\treturn 0;\n}\n";

std::string review(const std::string &Old, const std::string &New, bool Asked = true) {
  Reviewed R(Head + Old, Head + New, "Say why.");
  if (Asked)
    R.Words.insert(R.Words.end(), {"--check", "verdict-type"});
  return R.in("text");
}

TEST(Followers, ACallerThatStaysAsItWas) {
  EXPECT_THAT(
      review(Truth + Asks, Errors + Asks),
      HasSubstr("a.c:5:12: warning: usable() returned _Bool, and returns int now. Does use(), which stays as it "
                "was, still ask what is meant? It returns -EBUSY where it returned 0. [verdict-type]"));
  EXPECT_THAT(review(Errors + AsksTheError, Truth + AsksTheError),
              HasSubstr("usable() returned int, and returns _Bool now. Does use()"));
}

TEST(Followers, OneThatFollows) {
  EXPECT_THAT(review(Truth + Asks, Errors + AsksTheError), Not(HasSubstr("still ask what is meant")));
}

TEST(Followers, OfATypeThatTurnsNothingAround) {
  std::string Wider = Errors;
  Wider.replace(Wider.find("int usable"), 3, "long");
  EXPECT_THAT(review(Errors + AsksTheError, Wider + AsksTheError), Not(HasSubstr("still ask what is meant")));
}

TEST(Followers, AreNotAskedForElse) {
  EXPECT_THAT(review(Truth + Asks, Errors + Asks, false), Not(HasSubstr("[verdict-type]")));
}

} // namespace
} // namespace kverdict
