// Every finding in a fixture, run again by the command that its report gives.
#include "report/record/Jsonl.h"
#include "testing/Fixtures.h"
#include "testing/Running.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace kverdict {
namespace {

const std::string Testdata = KVERDICT_SOURCE_DIR "/testdata";

/// The rules that a fixture is held to.
std::vector<std::string> rulesOf(const std::string &Text) {
  const std::string Mark = "use-rules {{";
  const size_t At = Text.find(Mark);
  if (At == std::string::npos)
    return {};
  const size_t Begin = At + Mark.size();
  return {"--rules", Testdata + "/" + Text.substr(Begin, Text.find("}}", Begin) - Begin)};
}

std::vector<std::string> operator+(std::vector<std::string> A, const std::vector<std::string> &B) {
  A.insert(A.end(), B.begin(), B.end());
  return A;
}

class ReplayTest : public testing::TestWithParam<std::string> {};

TEST_P(ReplayTest, EndsInTheVerdictOfTheFinding) {
  const std::vector<std::string> Rules = rulesOf(textOf(Testdata + "/" + GetParam()));
  const std::vector<std::string> Check = std::vector<std::string>{"check", GetParam()} + Rules;
  const JsonlRecord Record =
      readJsonl(kverdictIn(Testdata, Check + std::vector<std::string>{"-f", "jsonl"}).Out, GetParam());
  const std::string Begin = "note: to replay: kverdict ";
  std::vector<std::string> Commands;
  for (const std::string &Line : linesOf(kverdictIn(Testdata, Check).Out))
    if (Line.starts_with(Begin))
      Commands.push_back(Line.substr(Begin.size()));
  size_t Next = 0;
  for (const Finding &F : Record.Findings) {
    if ((F.Witness.empty() && F.Calls.empty()) || !F.NotReplayed.empty() || !F.Silenced.empty())
      continue; // wrong in every state, so that there is nothing to set; or not shown
    ASSERT_LT(Next, Commands.size());
    const Ran Again = kverdictIn(Testdata, shellWords(Commands[Next++]) + Rules);
    EXPECT_EQ(Again.Err, "");
    ASSERT_FALSE(Again.Out.empty());
    const bool Crash = F.Verdict == "dereferences null";
    EXPECT_THAT(linesOf(Again.Out).back(),
                testing::StartsWith(F.Function + "() " + (Crash ? "did not return: null dereference" : F.Verdict)))
        << Commands[Next - 1];
  }
  EXPECT_EQ(Next, Commands.size());
}

INSTANTIATE_TEST_SUITE_P(Testdata, ReplayTest, testing::ValuesIn(fixtures()), [](const auto &Info) {
  std::string Name = Info.param.substr(0, Info.param.size() - 2);
  std::replace_if(
      Name.begin(), Name.end(), [](char C) { return !isalnum(static_cast<unsigned char>(C)); }, '_');
  return Name;
});

TEST(Check, SaysTheSameFromAnywhereInAnyOrderAndNumber) {
  const std::vector<std::string> Names = {"v1.c", "merged.c", "respelt/goto.c", "mutants/cow-refused.c"};
  std::vector<std::string> Files, Reversed;
  for (const std::string &Name : Names)
    Files.push_back(Testdata + "/zeropage/" + Name);
  Reversed.assign(Files.rbegin(), Files.rend());
  for (const std::string Format : {"text", "jsonl"}) {
    const Ran One = kverdictIn("/", std::vector<std::string>{"check", "-f", Format, "-j", "1"} + Files);
    EXPECT_EQ(One.Code, 1);
    const Ran Four = kverdictIn(Testdata, std::vector<std::string>{"check", "-f", Format, "-j", "4"} + Reversed);
    EXPECT_EQ(One.Out, Four.Out);
    std::vector<std::string> Relative = {"check", "-f", Format, "-j", "3"};
    for (const std::string &Name : Names)
      Relative.push_back("../zeropage/" + Name);
    EXPECT_EQ(kverdictIn(Testdata + "/include", Relative).Out, One.Out);
  }
}

TEST(Simulate, HasTheTableOfAFixture) {
  const Ran R = kverdictIn(Testdata, {"simulate", "zeropage/merged.c", "--function", "vm_mixed_zeropage_allowed"});
  EXPECT_EQ(R.Code, 0) << R.Err;
  EXPECT_THAT(R.Out, testing::HasSubstr("all explored exactly"));
  const Ran Enum =
      kverdictIn(Testdata, {"simulate", "contracts/access.c", "--function", "may_write", "--rules", "rules-access.yaml",
                            "--set", "account->state=FROZEN", "--set", "account->trusted=1"});
  EXPECT_THAT(Enum.Out, testing::HasSubstr("may_write() returns true"));
}

} // namespace
} // namespace kverdict
