// Identity: every function of every fixture is equivalent to itself, by exploration.
#include "testing/Comparisons.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace fs = std::filesystem;

namespace kverdict {
namespace {

const fs::path Home = fs::path(KVERDICT_SOURCE_DIR) / "testdata";

std::vector<std::string> fixtures() {
  std::vector<std::string> Found;
  for (const auto &Entry : fs::recursive_directory_iterator(Home))
    if (Entry.path().extension() == ".c")
      Found.push_back(fs::relative(Entry.path(), Home).string());
  std::sort(Found.begin(), Found.end());
  return Found;
}

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

INSTANTIATE_TEST_SUITE_P(All, FixtureIdentity, testing::ValuesIn(fixtures()), [](const auto &Info) {
  std::string Name = Info.param;
  for (char &C : Name)
    C = isalnum(static_cast<unsigned char>(C)) ? C : '_';
  return Name;
});

} // namespace
} // namespace kverdict
