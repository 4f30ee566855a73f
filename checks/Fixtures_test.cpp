// Every C file of testdata/, analysed as a whole and held against what its comments expect.
#include "analysis/Analysis.h"
#include "checks/Checks.h"
#include "core/Error.h"
#include "kbuild/CompileCommands.h"
#include "rules/Loader.h"
#include "testing/Expectations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

using testing::IsEmpty;
using testing::Not;

namespace kverdict {
namespace {

const std::string Source = KVERDICT_SOURCE_DIR;

std::string textOf(const std::string &Path) {
  std::ifstream In(Path);
  if (!In)
    throw Error(ExitCode::Usage, "cannot read " + Path);
  std::ostringstream Text;
  Text << In.rdbuf();
  return Text.str();
}

/// The C files below testdata/, by their paths in it.
std::vector<std::string> fixtures() {
  const std::filesystem::path Root = Source + "/testdata";
  std::vector<std::string> Files;
  for (const auto &Entry : std::filesystem::recursive_directory_iterator(Root))
    if (Entry.is_regular_file() && Entry.path().extension() == ".c")
      Files.push_back(std::filesystem::relative(Entry.path(), Root).string());
  std::sort(Files.begin(), Files.end());
  return Files;
}

struct Fixture {
  explicit Fixture(const std::string &Name) {
    Version.Text = textOf(Source + "/testdata/" + Name);
    Version.Command = findCommand(Source + "/testdata/" + Name, "");
    Wanted = parseExpectations(Version.Text, Name);
    Says = loadRules(Wanted.RulesFile.empty() ? Source + "/rules.yaml" : Source + "/testdata/" + Wanted.RulesFile);
  }

  FileReport report() const { return analyse(Version, Says, allChecks()); }

  FileVersion Version;
  Expectations Wanted;
  Rules Says;
};

class FixtureTest : public testing::TestWithParam<std::string> {};

TEST_P(FixtureTest, ReportsWhatItsCommentsExpect) {
  const Fixture F(GetParam());
  const FileReport Report = F.report();
  EXPECT_THAT(Report.Explored, Not(IsEmpty())) << "no contract was asked about any function: this tests nothing";
  EXPECT_THAT(differences(F.Wanted, Report), IsEmpty());
}

/// What a comparison of two versions relies on: the same file again has the same findings, and no two of them are
/// taken for one.
TEST_P(FixtureTest, HasTheSameDefectsInAnotherPlace) {
  const Fixture F(GetParam());
  FileVersion Moved = F.Version;
  Moved.Text = "/* Two lines more,\n   and nothing else. */\n" + Moved.Text;
  std::vector<std::string> Here, There;
  for (const Finding &Of : F.report().Findings)
    Here.push_back(Of.Fingerprint);
  for (const Finding &Of : analyse(Moved, F.Says, allChecks()).Findings)
    There.push_back(Of.Fingerprint);
  EXPECT_EQ(Here, There);
  std::sort(Here.begin(), Here.end());
  EXPECT_EQ(std::adjacent_find(Here.begin(), Here.end()), Here.end()) << "two findings with one fingerprint";
}

std::string caseName(const testing::TestParamInfo<std::string> &Info) {
  std::string Name = Info.param.substr(0, Info.param.size() - 2);
  for (char &C : Name)
    if (!std::isalnum(static_cast<unsigned char>(C)))
      C = '_';
  return Name;
}

INSTANTIATE_TEST_SUITE_P(Testdata, FixtureTest, testing::ValuesIn(fixtures()), caseName);

} // namespace
} // namespace kverdict
