// What of the rules fits the functions of a tree.
#include "analysis/Compiled.h"

#include "parse/Unit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kverdict {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Rules withModel(const std::string &Function, const std::string &Body) {
  Rules R;
  R.Models = {{Function, Model::Kind::Body, {Body, {"rules.yaml", 7, 11}}, ""}};
  return R;
}

std::vector<ModelNotApplied> notApplied(const std::string &Text, const Rules &R) {
  UnitRequest Request;
  Request.Command = {"/t/test.c", "/t", {"-std=gnu11"}};
  Request.Text = Text;
  Request.Extras = compileRules(R, Text, {});
  Request.AllBodies = true;
  return modelsNotApplied(*parseUnit(Request), R);
}

TEST(Models, ThatFitAreNotTold) {
  const Rules R = withModel("ask", "return key > 3;");
  EXPECT_THAT(notApplied("int ask(int key); int f(int a) { return ask(a); }", R), IsEmpty());
  EXPECT_THAT(notApplied("int f(int a) { return a; }", R), IsEmpty()) << "the file does not have it";
}

TEST(Models, ThatDoNotFitAreTold) {
  const Rules R = withModel("ask", "return key > 3;");
  for (const char *Head : {"int ask(int name); ", "struct t { int key; }; int ask(struct t t); "}) {
    const auto Found = notApplied(std::string(Head) + "int f(int a) { return a; }", R);
    ASSERT_THAT(Found, SizeIs(1)) << Head;
    EXPECT_EQ(Found[0].Function, "ask");
    EXPECT_EQ(Found[0].At.Line, 7u);
    EXPECT_THAT(Found[0].Reason, HasSubstr("key"));
  }
}

} // namespace
} // namespace kverdict
