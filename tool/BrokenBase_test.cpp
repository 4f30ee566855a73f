// A patch is not to blame for what did not compile before it, and the rest of the file is looked at all the same.
#include "testing/Repository.h"

#include <gmock/gmock.h>

using namespace kverdict;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace {

const std::string Refused = "static int g(int n)\n{\n\treturn n + no_such_name;\n}\n\n";
const std::string Fine = "int f(int n)\n{\n\tif (n > 3)\n\t\treturn -22;\n\treturn g(n);\n}\n";

std::string replaced(std::string Text, const std::string &From, const std::string &To) {
  const size_t At = Text.find(From);
  EXPECT_NE(At, std::string::npos) << From;
  return At == std::string::npos ? Text : Text.replace(At, From.size(), To);
}

/// Reviews the last of two commits.
Ran review(const std::string &Old, const std::string &New, const std::string &Header = "") {
  const Repository R;
  R.S.write("t/b.h", Header);
  R.commit("a.c", Old, "base");
  R.commit("a.c", New, "a: rework");
  return R.run("kverdict review HEAD --tree .");
}

std::string all(const Ran &R) { return R.Out + R.Err + "rc=" + std::to_string(R.Code); }

const char *const Compared = "change: f(): laxer: ";
const char *const LeftOut =
    "g(): it did not compile before the patch (use of undeclared identifier 'no_such_name'), so "
    "its body was left out: a call of it may return anything";

} // namespace

TEST(BrokenBase, AnErrorOfAnotherFunctionIsNotThePatchs) {
  const Ran R = review(Refused + Fine, Refused + replaced(Fine, "n > 3", "n > 4"));
  EXPECT_THAT(R.Out + R.Err, AllOf(HasSubstr(Compared), HasSubstr(LeftOut), Not(HasSubstr("[does-not-compile]"))));
  EXPECT_EQ(R.Code, 3) << all(R);
}

TEST(BrokenBase, TheOwnErrorOfThePatchIsTold) {
  const Ran R = review(Refused + Fine, Refused + replaced(Fine, "n > 3", "n > limit"));
  EXPECT_THAT(R.Out + R.Err, AllOf(HasSubstr("a.c:8:10: error: This does not compile: use of undeclared identifier "
                                             "'limit' [does-not-compile]"),
                                   HasSubstr(LeftOut)));
  EXPECT_EQ(R.Code, 1) << all(R);
}

TEST(BrokenBase, AnEditOfABrokenFunctionIsNotLookedAt) {
  const Ran R = review(Refused + Fine, replaced(Refused, "n + no", "n - no") + replaced(Fine, "n > 3", "n > 4"));
  EXPECT_THAT(R.Out + R.Err, AllOf(HasSubstr(Compared), HasSubstr(LeftOut), Not(HasSubstr("[does-not-compile]")),
                                   HasSubstr("4 changed lines: 2 compared, 2 not looked at")));
  EXPECT_EQ(R.Code, 3) << all(R);
}

TEST(BrokenBase, APatchMayMendTheBuild) {
  const Ran R = review(Refused + Fine, replaced(Refused, " + no_such_name", "") + replaced(Fine, "n > 3", "n > 4"));
  EXPECT_THAT(R.Out + R.Err, AllOf(HasSubstr(Compared), HasSubstr(LeftOut), Not(HasSubstr("[does-not-compile]"))));
  EXPECT_EQ(R.Code, 3) << all(R);
}

TEST(BrokenBase, AnErrorInAHeader) {
  const std::string Include = "#include \"b.h\"\n";
  const Ran R = review(Include + Fine, Include + replaced(Fine, "n > 3", "n > 4"), Refused);
  EXPECT_THAT(R.Out + R.Err,
              AllOf(HasSubstr(Compared), HasSubstr("b.h"), HasSubstr(LeftOut), Not(HasSubstr("[does-not-compile]"))));
  EXPECT_EQ(R.Code, 3) << all(R);
}

TEST(BrokenBase, SeveralBodies) {
  const std::string Two = Refused + replaced(Refused, "g(int n)", "h(int n)");
  const std::string Calls = replaced(Fine, "g(n)", "g(n) + h(n)");
  const Ran R = review(Two + Calls, Two + replaced(Calls, "n > 3", "n > 4"));
  EXPECT_THAT(R.Out + R.Err, AllOf(HasSubstr("change: f(): "), HasSubstr(LeftOut), HasSubstr("h(): it did not compile"),
                                   Not(HasSubstr("[does-not-compile]"))));
}

/// What the patch takes away from a function that it does not touch is its doing.
TEST(BrokenBase, AnErrorThatThePatchMakesElsewhere) {
  const std::string Type = "struct s { int a, b; };\n", Uses = "int f(struct s *p)\n{\n\treturn p->b ? -22 : 0;\n}\n";
  const Ran R = review(Type + Uses, replaced(Type, "a, b", "a") + Uses);
  EXPECT_THAT(R.Out, HasSubstr("This does not compile: no member named 'b' in 'struct s' [does-not-compile]"));
  EXPECT_EQ(R.Code, 1) << all(R);
}

/// Outside of functions nothing can be left out.
TEST(BrokenBase, AnErrorOfTheFile) {
  const std::string Wrong = "int a = no_such_name;\n", G = "int g(int n);\n";
  const Ran R = review(Wrong + G + Fine, Wrong + G + replaced(Fine, "n > 3", "n > 4"));
  EXPECT_THAT(R.Out + R.Err,
              AllOf(HasSubstr("the version before the patch does not build, so what the patch changes cannot be told: "
                              "a.c:1:9: use of undeclared identifier 'no_such_name'"),
                    Not(HasSubstr("[does-not-compile]"))));
  EXPECT_EQ(R.Code, 3) << all(R);
}
