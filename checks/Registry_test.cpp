// Each rule has a page, a fixture and a place in the list of pages.
#include "checks/Checks.h"
#include "core/Error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

using testing::HasSubstr;

namespace kverdict {
namespace {

const std::string Source = KVERDICT_SOURCE_DIR;

std::string textOf(const std::string &Path) {
  std::ifstream In(Path);
  return {std::istreambuf_iterator<char>(In), std::istreambuf_iterator<char>()};
}

/// All fixtures, one behind the other.
std::string fixtures() {
  std::string All;
  for (const auto &Entry : std::filesystem::recursive_directory_iterator(Source + "/testdata"))
    if (Entry.path().extension() == ".c" || Entry.path().extension() == ".patch")
      All += textOf(Entry.path());
  return All;
}

TEST(Registry, HasEachRuleOnce) {
  std::set<std::string> Ids;
  for (const RuleInfo &Each : allChecks().Rules) {
    EXPECT_TRUE(Ids.insert(Each.Id).second) << Each.Id;
    EXPECT_NE(Each.About, "") << Each.Id;
    EXPECT_NE(Each.By, Evidence::None) << Each.Id;
  }
  EXPECT_TRUE(Ids.count("no-functional-change") && Ids.count("does-not-compile"));
}

TEST(Registry, HasAPageForEachRule) {
  const std::string List = textOf(Source + "/docs/checks/README.md");
  for (const RuleInfo &Each : allChecks().Rules) {
    const std::string Page = textOf(Source + "/docs/checks/" + Each.Id + ".md");
    EXPECT_TRUE(Page.starts_with("# " + Each.Id + "\n")) << Each.Id << " has no page";
    for (const char *Part : {"\n```", "\n**Rests on** ", "\n**How precise**: "})
      EXPECT_THAT(Page, HasSubstr(Part)) << Each.Id;
    EXPECT_THAT(Page, HasSubstr("[" + Each.Id + "]")) << Each.Id << ": an example shows the rule as it is printed";
    EXPECT_EQ(Each.Precision.empty(), Page.find("**How precise**: not measured") != std::string::npos) << Each.Id;
    EXPECT_THAT(List, HasSubstr("| [" + Each.Id + "](" + Each.Id + ".md) |"));
  }
  for (const auto &Entry : std::filesystem::directory_iterator(Source + "/docs/checks"))
    if (const std::string Name = Entry.path().stem(); Name != "README")
      EXPECT_TRUE(std::any_of(allChecks().Rules.begin(), allChecks().Rules.end(),
                              [&](const RuleInfo &Each) { return Each.Id == Name; }))
          << Name << " is a page of no rule";
}

TEST(Registry, HasAFixtureForEachRule) {
  const std::string All = fixtures();
  for (const RuleInfo &Each : allChecks().Rules)
    EXPECT_THAT(All, HasSubstr("{{" + Each.Id + ": "));
}

TEST(Registry, AsksOnlyForWhatIsWanted) {
  auto has = [](const Checks &Of, const std::string &Id) {
    return std::any_of(Of.Others.begin(), Of.Others.end(), [&](const auto &Each) { return Each->info().Id == Id; });
  };
  EXPECT_TRUE(has(checksWith({}), "new-crash"));
  EXPECT_FALSE(has(checksWith({}), "verdict-type"));
  EXPECT_FALSE(checksWith({}).looksFor("verdict-type"));
  EXPECT_TRUE(has(checksWith({"verdict-type"}), "verdict-type"));
  EXPECT_TRUE(checksWith({"verdict-type"}).looksFor("verdict-type"));
  EXPECT_TRUE(checksWith({}).looksFor("contract"));
  EXPECT_FALSE(checksWith({}).looksFor("no-functional-change")) << "no file as it stands has it";
  EXPECT_TRUE(checksWith({}).looksFor("some-contract"));
  EXPECT_THROW(checksWith({"no-such"}), Error);
}

} // namespace
} // namespace kverdict
