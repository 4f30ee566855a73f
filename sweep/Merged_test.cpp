#include "report/record/Jsonl.h"
#include "sweep/Merged.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace kverdict;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

namespace {

Manifest twoSeries() {
  Manifest Of;
  Of.Request.Inputs = {"/a/list.mbox"};
  Of.Mails = {5, 0, 0, 0, 2};
  Of.Shards = {{1, "mm: <b>one</b>", "a@x.test", 86400 * 400, 1, 2, {}},
               {2, "mm: two", "b@x.test", 86400 * 600, 1, 1, {}}};
  return Of;
}

const std::string Summary =
    R"({"type":"summary","format":"kverdict/1","files":["mm/a.c"],"explored":["f"],"findings":1,)"
    R"("gaps":0,"not_applied":0,"refuted":0})"
    "\n";

std::string finding(const std::string &More) {
  return R"({"type":"finding","rule":"inverted-return","severity":"error","status":"confirmed","origin":"introduced",)"
         R"("function":"f","file":"mm/a.c","line":7,"message":"Is it?","fingerprint":"1a2b3c4d")" +
         More + "}\n";
}

std::string comparison(const std::string &Function, const std::string &Verdict) {
  return R"({"type":"comparison","file":"mm/a.c","function":")" + Function + R"(","verdict":")" + Verdict +
         R"(","reason":"too many ways"})" + "\n";
}

ShardResult result(unsigned Shard, ExitCode Code, const std::string &Record) {
  return {Shard, Code, "kverdict: note: base\n", false, Record};
}

/// Both series: one that has a finding, and one of which a function is undecided.
Merged both(const Manifest &Of) {
  Merged All(Of);
  All.add(
      Of.Shards[0],
      result(1, ExitCode::Findings, finding("") + comparison("f", "laxer") + comparison("g", "equivalent") + Summary),
      "1");
  All.add(Of.Shards[1], result(2, ExitCode::Incomplete, comparison("f", "undecided") + Summary), "2");
  return All;
}

SweepTally rowOf(const std::vector<SweepRow> &Rows, const std::string &Name) {
  for (const SweepRow &Each : Rows)
    if (Each.Name == Name)
      return Each.Of;
  ADD_FAILURE() << "no row " << Name;
  return {};
}

} // namespace

TEST(Merged, CountsByFileFunctionCheckAuthorAndTime) {
  const Manifest Of = twoSeries();
  const SweepPage P = both(Of).page();
  EXPECT_EQ(P.All.Series, 2u);
  EXPECT_EQ(P.All.Patches, 3u);
  EXPECT_EQ(P.All.Defects, 1u);
  EXPECT_EQ(P.All.Changed, 1u);
  EXPECT_EQ(P.All.Equal, 1u);
  EXPECT_EQ(P.All.Undecided, 1u);
  EXPECT_EQ(rowOf(P.Files, "mm/a.c").Series, 2u);
  EXPECT_EQ(rowOf(P.Files, "mm/a.c").Defects, 1u);
  EXPECT_EQ(rowOf(P.Functions, "mm/a.c: f()").Series, 2u);
  EXPECT_EQ(rowOf(P.Functions, "mm/a.c: g()").Equal, 1u);
  EXPECT_EQ(rowOf(P.Checks, "inverted-return").Defects, 1u);
  EXPECT_EQ(rowOf(P.Authors, "b@x.test").Undecided, 1u);
  EXPECT_EQ(rowOf(P.Single, "mm: two (b@x.test, 1971-08-24, shard 2)").Undecided, 1u);
  EXPECT_EQ(rowOf(P.Growth, "1971-02").Defects, 1u);
  EXPECT_EQ(rowOf(P.Growth, "1971-08").Patches, 1u);
  EXPECT_EQ(P.Entries.at(0).Findings.at(0).Line, 7u);
}

/// Nobody is told of what was there before, of what is mended, and of what somebody answered.
TEST(Merged, CountsOnlyWhatIsNew) {
  const Manifest Of = twoSeries();
  for (std::string Other : {R"(,"silenced":{"reason":"so"})", ""}) {
    std::string Found = finding(Other);
    if (Other.empty())
      Found.replace(Found.find("introduced"), 10, "pre-existing");
    Merged All(Of);
    All.add(Of.Shards[0], result(1, ExitCode::Clean, Found + Summary), "1");
    EXPECT_EQ(All.page().All.Defects, 0u);
    EXPECT_THAT(All.page().Entries, testing::IsEmpty());
    EXPECT_THAT(All.record(), HasSubstr("inverted-return"));
  }
}

TEST(Merged, SaysWhatIsMissing) {
  const Manifest Of = twoSeries();
  Merged All(Of);
  All.miss(Of.Shards[0]);
  All.add(Of.Shards[1], {2, ExitCode::Incomplete, "kverdict: inputs/00002.mbox:9: it does not apply\n", true, ""}, "2");
  EXPECT_EQ(All.code(), ExitCode::Incomplete);
  const SweepPage P = All.page();
  EXPECT_THAT(P.Problems, ElementsAre(HasSubstr("1 shard without a result: 1")));
  EXPECT_THAT(P.Entries.at(0).Problems, ElementsAre("inputs/00002.mbox:9: it does not apply"));
  EXPECT_EQ(P.Reasons.at(0).first, "it does not apply");
  EXPECT_THAT(All.record(), HasSubstr(R"("missing":[1])"));
}

/// What is not compiled makes a series incomplete, and nobody else says so.
TEST(Merged, SaysWhatWasNotLookedAt) {
  const Manifest Of = twoSeries();
  Merged All(Of);
  All.add(
      Of.Shards[0],
      result(
          1, ExitCode::Incomplete,
          R"({"type":"account","file":"mm/a.c","lines":[{"side":"new","line":1,"fate":"not-compiled","reason":"CONFIG_X"},)"
          R"({"side":"new","line":2,"fate":"compared"}]})"
          "\n" +
              Summary),
      "1");
  EXPECT_THAT(All.page().Entries.at(0).Problems,
              ElementsAre("mm/a.c: 1 changed line not compiled in this build: CONFIG_X"));
}

TEST(Merged, TheCodeIsTheWorst) {
  const Manifest Of = twoSeries();
  EXPECT_EQ(both(Of).code(), ExitCode::Findings);
  Merged Nothing(Of);
  Nothing.add(Of.Shards[0], result(1, ExitCode::Nothing, Summary), "1");
  EXPECT_EQ(Nothing.code(), ExitCode::Nothing);
  Nothing.add(Of.Shards[1], result(2, ExitCode::Clean, Summary), "2");
  EXPECT_EQ(Nothing.code(), ExitCode::Clean);
}

/// A baseline may be one.
TEST(Merged, TheRecordIsOne) {
  const Manifest Of = twoSeries();
  const JsonlRecord Read = readJsonl(both(Of).record(), "record");
  ASSERT_EQ(Read.Findings.size(), 1u);
  EXPECT_EQ(Read.Findings[0].Fingerprint, "1a2b3c4d");
  EXPECT_THAT(Read.Files, ElementsAre("mm/a.c"));
}

TEST(Merged, StrangersMarkupIsText) {
  const Manifest Of = twoSeries();
  const std::string Page = renderSweep(both(Of).page());
  EXPECT_THAT(Page, AllOf(HasSubstr("mm: &lt;b&gt;one&lt;/b&gt;"), Not(HasSubstr("<b>"))));
  EXPECT_THAT(Page, AllOf(Not(HasSubstr("http:")), Not(HasSubstr("https:")), Not(HasSubstr("src="))));
}

TEST(Merged, ARecordThatIsNoneIsNamed) {
  const Manifest Of = twoSeries();
  Merged All(Of);
  try {
    All.add(Of.Shards[0], result(1, ExitCode::Clean, "{\"type\":\n"), "results/1");
    FAIL();
  } catch (const Error &E) {
    EXPECT_THAT(E.what(), HasSubstr("results/1:1: not a record of kverdict"));
  }
}
