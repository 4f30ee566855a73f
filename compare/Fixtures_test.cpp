// Identity: every function of every fixture is equivalent to itself, by exploration.
#include "testing/Comparisons.h"
#include "testing/Fixtures.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace fs = std::filesystem;

namespace kverdict {
namespace {

const fs::path Home = fs::path(KVERDICT_SOURCE_DIR) / "testdata";

UnitRequest request(const std::string &Name, const std::string &Text) {
  const fs::path File = Home / Name;
  UnitRequest Q;
  Q.Command = {File.string(), Home.string(), {"-std=gnu11", "-I" + (Home / "include").string()}};
  Q.Text = Text;
  Q.AllBodies = true;
  return Q;
}

class FixtureIdentity : public testing::TestWithParam<std::string> {};

TEST_P(FixtureIdentity, EachFunctionIsEquivalentToItself) {
  std::stringstream Text;
  Text << std::ifstream(Home / GetParam()).rdbuf();
  const Rules NoRules;
  VersionPair Pair(request(GetParam(), Text.str()), request(GetParam(), "\n\n" + Text.str()), NoRules);
  CompareLimits Limits;
  Limits.LookForSameCode = false;
  const std::vector<std::string> Names = Pair.oldUnit().functions();
  ASSERT_THAT(Names, testing::Not(testing::IsEmpty()));
  for (const std::string &Name : Names) {
    const Comparison C = Pair.compare(Name, Limits);
    EXPECT_EQ(C.Refuted, 0u) << Name << ": " << shown(C);
    EXPECT_EQ(changeWord(C.What), "equivalent") << Name << ": " << shown(C);
  }
}

INSTANTIATE_TEST_SUITE_P(All, FixtureIdentity, testing::ValuesIn(fixtures()), fixtureName);

} // namespace
} // namespace kverdict
