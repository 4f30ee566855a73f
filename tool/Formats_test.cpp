// The formats for other programs, handed to those who read them: the published schemas, and clang-apply-replacements.
#include "report/ci/Rdjsonl.h"
#include "report/ci/Sarif.h"
#include "report/record/Jsonl.h"
#include "testing/Running.h"
#include "testing/Sample.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>

using nlohmann::json;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

namespace kverdict {
namespace {

const std::string Testdata = KVERDICT_SOURCE_DIR "/testdata";

/// Holds documents against a schema of testdata/schemas.
Ran validate(const std::string &Schema, const std::string &File) {
  return runProgram(Testdata + "/schemas/validate.py", {Testdata + "/schemas/" + Schema, File});
}

/// The sample, with one of each kind that is not shown as a defect.
FileReport mixed() {
  FileReport R = sampleReport();
  R.Findings.insert(R.Findings.end(), 4, invertedReturn());
  R.Findings[2] = undecided(R.Findings[2], "too many paths");
  R.Findings[3].From = Origin::Fixed;
  R.Findings[4].Silenced = "known";
  R.Findings[5].From = Origin::PreExisting;
  R.Findings[5].At = {"/abs/a b.c", 3, 0};
  R.Gaps.push_back({{"mm/demo.c", 0, 0}, "", "all of it"});
  R.Notices = {{{"mm/demo.c", 5, 2}, "this silences nothing"}};
  Comparison C;
  C.Function = R.Findings[0].Function;
  Caller By;
  By.Function = "demo_insert";
  By.What = Caller::Kind::Reaches;
  By.There.emplace().NewAt = {"mm/demo.c", 22, 8};
  C.CalledBy.emplace().Seen = {By};
  R.Findings[0].From = Origin::Introduced;
  R.Changes = {C};
  return R;
}

//===- Schemas ------------------------------------------------------------------------------------------------===//

TEST(Schemas, SarifIsAsPublished) {
  const Scratch S;
  const std::string Text =
      renderSarif({mixed()}, sampleLine, {RuleInfo{.Id = "inverted-return", .About = "about", .Precision = ""}});
  const Ran R = validate("sarif-2.1.0-rtm.5.json", S.write("all.sarif", Text));
  EXPECT_EQ(R.Code, 0) << R.Out << R.Err;
  EXPECT_THAT(Text, HasSubstr("\"relatedLocations\""));
  EXPECT_EQ(validate("sarif-2.1.0-rtm.5.json", S.write("none.sarif", renderSarif({}, sampleLine, {}))).Code, 0);
  // What the schema is there for: each of these is refused.
  const std::pair<const char *, const char *> Mistakes[] = {{"\"startLine\"", "\"startline\""},
                                                            {"\"kind\": \"open\"", "\"kind\": \"undecided\""},
                                                            {"\"level\": \"error\"", "\"level\": \"fatal\""},
                                                            {"\"nestingLevel\": 1", "\"nestingLevel\": -1"}};
  for (const auto &[Right, Wrong] : Mistakes) {
    std::string Changed = Text;
    ASSERT_NE(Changed.find(Right), std::string::npos) << Right;
    Changed.replace(Changed.find(Right), strlen(Right), Wrong);
    EXPECT_EQ(validate("sarif-2.1.0-rtm.5.json", S.write("wrong.sarif", Changed)).Code, 1) << Wrong;
  }
}

TEST(Schemas, RdjsonlIsAsReviewdogReadsIt) {
  const Scratch S;
  const std::string Text = renderRdjsonl({mixed()}, sampleLine);
  const Ran R = validate("rdjsonl.json", S.write("all.jsonl", Text));
  EXPECT_EQ(R.Code, 0) << R.Out << R.Err;
  std::string Changed = Text;
  Changed.replace(Changed.find("related_locations"), strlen("related_locations"), "relatedLocation");
  EXPECT_EQ(validate("rdjsonl.json", S.write("wrong.jsonl", Changed)).Code, 1);
}

//===- From the command line ----------------------------------------------------------------------------------===//

/// A tree with one of the fixtures as its mm/memory.c.
std::string treeOf(const Scratch &S, const std::string &Fixture) {
  S.write("t/compile_flags.txt", "-std=gnu11\n-I" + Testdata + "/include\n");
  S.write("t/mm/memory.c", textOf(Testdata + "/zeropage/" + Fixture));
  return S.path("t");
}

TEST(Formats, CheckWritesEachOfThem) {
  const Scratch S;
  const std::string Tree = treeOf(S, "v1.c");
  std::vector<std::string> Arguments = {"check", "mm/memory.c", "-f", "terse", "--max-lines", "0"};
  for (const char *Format : {"text", "jsonl", "sarif", "rdjsonl", "github", "gitlab", "fixes"})
    Arguments.insert(Arguments.end(), {"--out", std::string(Format) + "=" + S.path(Format)});
  const Ran R = kverdictIn(Tree, Arguments);
  EXPECT_EQ(R.Code, 1) << R.Err;
  EXPECT_THAT(R.Out, EndsWith("\ntotal: 4 errors, 0 warnings, 92 lines checked\n"));
  EXPECT_EQ(readJsonl(textOf(S.path("jsonl")), "jsonl").Findings.size(), 4u);
  EXPECT_EQ(json::parse(textOf(S.path("sarif")))["runs"][0]["results"].size(), 4u);
  EXPECT_EQ(linesOf(textOf(S.path("rdjsonl"))).size(), 4u);
  EXPECT_EQ(json::parse(textOf(S.path("gitlab"))).size(), 4u);
  EXPECT_THAT(textOf(S.path("github")), AllOf(HasSubstr("\n::error file="), HasSubstr(textOf(S.path("text")))));
  std::filesystem::rename(S.path("rdjsonl"), S.path("real.jsonl"));
  const Ran Sarif = validate("sarif-2.1.0-rtm.5.json", S.path("sarif"));
  EXPECT_EQ(Sarif.Code, 0) << Sarif.Out;
  const Ran Diagnostics = validate("rdjsonl.json", S.path("real.jsonl"));
  EXPECT_EQ(Diagnostics.Code, 0) << Diagnostics.Out;
}

/// Whoever uploads a document wants one, also if there is nothing to say.
TEST(Formats, ADocumentIsThereEvenIfItIsEmpty) {
  const Scratch S;
  const std::string File = S.write("a.c", "int a;\n");
  const Ran R = kverdict({"check", File, "-f", "gitlab", "--out", "sarif=" + S.path("sarif")});
  EXPECT_EQ(R.Code, 4);
  EXPECT_EQ(R.Out, "[]\n");
  EXPECT_EQ(json::parse(textOf(S.path("sarif")))["runs"][0]["results"].size(), 0u);
  EXPECT_EQ(kverdict({"check", File}).Out, "");
}

TEST(Formats, ReviewRefusesWhatIsNoneOfThem) {
  EXPECT_EQ(kverdict({"check", "a.c", "-f", "lkml"}).Code, 2);
  const Ran R = kverdict({"review", "a.patch", "-f", "pdf"});
  EXPECT_EQ(R.Code, 2);
  EXPECT_THAT(R.Err, AllOf(HasSubstr("rdjsonl"), HasSubstr("lkml")));
}

//===- clang-apply-replacements -------------------------------------------------------------------------------===//

/// Applies the fixes of a tree to it, and checks again.
Ran mended(const Scratch &S, const std::string &Tree) {
  std::filesystem::create_directory(S.path("fixes"));
  const Ran Found = kverdictIn(Tree, {"check", "mm/memory.c", "--out", "fixes=" + S.path("fixes/kverdict.yaml")});
  EXPECT_EQ(Found.Code, 1) << Found.Err;
  const Ran Applied = runProgram("/usr/bin/clang-apply-replacements-22", {S.path("fixes")}, Tree);
  EXPECT_EQ(Applied.Code, 0) << Applied.Out << Applied.Err;
  return kverdictIn(Tree, {"check", "mm/memory.c"});
}

TEST(Fixes, MendTheFile) {
  const Scratch S;
  const std::string Tree = treeOf(S, "mutants/cow-refused.c");
  const std::string Before = textOf(Tree + "/mm/memory.c");
  const Ran R = mended(S, Tree);
  EXPECT_EQ(R.Code, 0) << R.Out << R.Err;
  EXPECT_THAT(R.Out, HasSubstr("no findings"));
  EXPECT_EQ(textOf(Tree + "/mm/memory.c").size(), Before.size() - 1) << "true for false, and nothing else";
}

/// Several, of which some remove whole lines.
TEST(Fixes, MendAllThatTheyCan) {
  const Scratch S;
  const std::string Tree = treeOf(S, "v1.c");
  const size_t Before = linesOf(textOf(Tree + "/mm/memory.c")).size();
  const Ran R = mended(S, Tree);
  EXPECT_EQ(R.Code, 1);
  EXPECT_THAT(R.Out, AllOf(HasSubstr("1 finding in 1 file"), HasSubstr("[contract]")));
  EXPECT_EQ(linesOf(textOf(Tree + "/mm/memory.c")).size(), Before - 4);
}

} // namespace
} // namespace kverdict
