// Versions of a file that share a parse share walked paths, but not those through a callee that is another.
#include "explore/state/Terms.h"
#include "parse/Versions.h"
#include "testing/Explored.h"

using testing::ElementsAre;

namespace kverdict {
namespace {

UnitRequest request(const std::string &Callee) {
  UnitRequest Q;
  Q.Command = {"/t/test.c", "/t", {"-std=gnu11"}};
  Q.Text = "static int g(int a)\n{\n\treturn " + Callee + ";\n}\n\nint f(int a)\n{\n\tif (g(a))\n\t\treturn -5;\n" +
           "\treturn 0;\n}\n\nint h(int a)\n{\n\treturn a & 4 ? 1 : 2;\n}\n";
  Q.Wanted = {"f", "g", "h"};
  return Q;
}

std::vector<std::string> rows(const Unit &U, const Rules &R, const std::string &Function) {
  std::vector<std::string> Out;
  for (const Row &Each : Explorer(U, R).table(Function).Rows)
    Out.push_back(Explored::line(Each));
  std::sort(Out.begin(), Out.end());
  return Out;
}

TEST(Walks, AreSharedUnlessACalleeIsAnother) {
  const Rules R;
  Versions Both;
  const auto Old = Both.parse(request("a > 3")), New = Both.parse(request("a > 8"));
  ASSERT_EQ(Both.parses(), 1u) << "they do not share a parse, so nothing is shown here";
  EXPECT_THAT(rows(*Old, R, "f"), ElementsAre("!(g(a)) -> 0 {a = 0}", "g(a) -> -5 {a = 4}"));
  EXPECT_THAT(rows(*New, R, "f"), ElementsAre("!(g(a)) -> 0 {a = 0}", "g(a) -> -5 {a = 9}"));
  EXPECT_EQ(termsOf(*Old)->Walks.count("f"), 2u);
  EXPECT_EQ(rows(*Old, R, "h"), rows(*New, R, "h"));
  EXPECT_EQ(termsOf(*Old)->Walks.count("h"), 1u);
}

} // namespace
} // namespace kverdict
