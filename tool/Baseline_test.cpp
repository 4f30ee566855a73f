// Known findings (--baseline) and silenced ones, from the command line.
#include "report/record/Jsonl.h"
#include "testing/Running.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::UnorderedElementsAre;

namespace kverdict {
namespace {

const std::string Testdata = KVERDICT_SOURCE_DIR "/testdata";

/// A plain tree whose mm/memory.c is the zeropage fixture of a version.
struct SmallTree {
  explicit SmallTree(const std::string &Fixture = "v1.c") {
    S.write("t/compile_flags.txt", "-std=gnu11\n-I" + Testdata + "/include\n");
    set(textOf(Testdata + "/zeropage/" + Fixture));
  }
  void set(const std::string &Text) const { S.write("t/mm/memory.c", Text); }
  std::string text() const { return textOf(S.path("t/mm/memory.c")); }
  Ran check(std::vector<std::string> More) const {
    More.insert(More.begin(), {"check", "mm/memory.c"});
    return kverdictIn(S.path("t"), More);
  }
  /// Writes a record of what is there now.
  std::string record() const {
    check({"--out", "jsonl=" + S.path("known.jsonl")});
    return S.path("known.jsonl");
  }
  Scratch S;
};

void replace(std::string &Text, const std::string &Old, const std::string &New) {
  ASSERT_NE(Text.find(Old), std::string::npos) << Old;
  Text.replace(Text.find(Old), Old.size(), New);
}

/// What a SARIF file says of each of its results.
std::vector<std::string> baselineStates(const std::string &Sarif) {
  const json Log = json::parse(textOf(Sarif));
  std::vector<std::string> States;
  for (const json &Each : Log["runs"][0]["results"])
    States.push_back(Each["baselineState"]);
  return States;
}

TEST(Baseline, KnownFindingsDoNotCount) {
  const SmallTree T;
  const std::string Known = T.record();
  T.set("/* Other lines,\n * the same defects. */\n" + T.text());
  const Ran R = T.check({"--baseline", Known});
  EXPECT_EQ(R.Code, 0) << R.Out;
  EXPECT_THAT(R.Out, HasSubstr("no findings"));
  EXPECT_EQ(R.Err, "kverdict: note: 4 findings of the baseline (-v shows them)\n");
  EXPECT_THAT(T.check({"--baseline", Known, "-v"}).Out, HasSubstr("[inverted-return, pre-existing]"));
}

TEST(Baseline, NewOnesDo) {
  const SmallTree Before("merged.c");
  const std::string Known = Before.record();
  const SmallTree T;
  const Ran R = T.check({"--baseline", Known, "--out", "sarif=" + T.S.path("sarif")});
  EXPECT_EQ(R.Code, 1);
  EXPECT_THAT(R.Out, HasSubstr("4 findings in 1 file"));
  EXPECT_EQ(baselineStates(T.S.path("sarif")), std::vector<std::string>(4, "new"));
}

TEST(Baseline, SaysWhatNothingMatchesAnyMore) {
  const SmallTree T;
  const std::string Known = T.record();
  std::string Text = T.text();
  replace(Text, "\t\treturn false; // expect-error", "\t\treturn true; // expect-error");
  T.set(Text);
  const Ran R = T.check({"--baseline", Known, "--out", "sarif=" + T.S.path("sarif")});
  EXPECT_EQ(R.Code, 0) << R.Out << R.Err;
  EXPECT_THAT(R.Err, HasSubstr("kverdict: note: 3 findings of the baseline (-v shows them)\n"));
  EXPECT_THAT(R.Err, HasSubstr("kverdict: note: " + Known +
                               ": nothing matches its inverted-return in vm_mixed_zeropage_allowed() (mm/memory.c) any "
                               "more; remove the entry, or make the file again\n"));
  EXPECT_THAT(baselineStates(T.S.path("sarif")), UnorderedElementsAre("absent", "unchanged", "unchanged", "unchanged"));
}

/// A baseline that was made with a baseline does not hold what had gone.
TEST(Baseline, CanBeMadeAgain) {
  const SmallTree T;
  const std::string Known = T.record();
  std::string Text = T.text();
  replace(Text, "\t\treturn false; // expect-error", "\t\treturn true; // expect-error");
  T.set(Text);
  T.check({"--baseline", Known, "--out", "jsonl=" + T.S.path("next.jsonl")});
  const Ran R = T.check({"--baseline", T.S.path("next.jsonl")});
  EXPECT_EQ(R.Code, 0);
  EXPECT_EQ(R.Err, "kverdict: note: 3 findings of the baseline (-v shows them)\n");
}

TEST(Baseline, ThatIsNoneIsRefused) {
  const SmallTree T;
  const Ran Missing = T.check({"--baseline", "/no/such.jsonl"});
  EXPECT_EQ(Missing.Code, 2);
  EXPECT_THAT(Missing.Err, HasSubstr("cannot read /no/such.jsonl: No such file"));
  const std::string Known = T.record();
  std::string Text = textOf(Known);
  replace(Text, "\"status\":\"confirmed\"", "\"status\":\"sure\"");
  const Ran Bad = T.check({"--baseline", T.S.write("bad.jsonl", Text)});
  EXPECT_EQ(Bad.Code, 2);
  EXPECT_THAT(Bad.Err, HasSubstr("/bad.jsonl:1: not a kverdict record: 'status' is 'sure'"));
  const Ran Cut = T.check({"--baseline", T.S.write("cut.jsonl", Text.substr(0, 0))});
  EXPECT_EQ(Cut.Code, 2);
  EXPECT_THAT(Cut.Err, HasSubstr("the summary is missing"));
}

/// A mail that makes merged.c of the tree into v1.c.
std::string mail(const Scratch &S) {
  S.write("a/mm/memory.c", textOf(Testdata + "/zeropage/merged.c"));
  S.write("b/mm/memory.c", textOf(Testdata + "/zeropage/v1.c"));
  const Ran Diff =
      runProgram("/usr/bin/git", {"diff", "--no-index", "--no-prefix", "a/mm/memory.c", "b/mm/memory.c"}, S.path());
  return S.write("v1.patch", "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n"
                             "From: A <a@example.org>\nDate: Tue, 30 Apr 2024 22:40:43 +0200\n"
                             "Message-ID: <1@example.org>\nSubject: [PATCH] mm: change\n\nText.\n---\n" +
                                 Diff.Out + "-- \n2.39.5\n");
}

TEST(Baseline, HoldsForReviewsToo) {
  const SmallTree T;
  const std::string Known = T.record();
  T.set(textOf(Testdata + "/zeropage/merged.c"));
  const std::vector<std::string> Review = {"review", mail(T.S), "--tree", T.S.path("t")};
  EXPECT_EQ(kverdict(Review).Code, 1);
  std::vector<std::string> With = Review;
  With.insert(With.end(), {"--baseline", Known});
  const Ran R = kverdict(With);
  EXPECT_EQ(R.Code, 0) << R.Out << R.Err;
  EXPECT_THAT(R.Err, HasSubstr("kverdict: note: 4 findings stood there before the patch, or in the baseline, (-v "));
}

/// A patch to one function says nothing of what is known of the others.
TEST(Baseline, AReviewSpeaksOnlyOfWhatItLooksAt) {
  const SmallTree T;
  const std::string Known = T.record();
  std::string Text = T.text();
  const size_t Guard = Text.rfind("\tif (!page_count(page))"); // in vm_insert_page(), which nobody calls
  Text.erase(Guard, Text.find("-EINVAL;\n", Guard) + strlen("-EINVAL;\n") - Guard);
  T.S.write("b/mm/memory.c", Text);
  const Ran Diff = runProgram(
      "/usr/bin/diff", {"-u", "--label", "a/mm/memory.c", "--label", "b/mm/memory.c", "t/mm/memory.c", "b/mm/memory.c"},
      T.S.path());
  const std::string Patch = T.S.write("p.patch", Diff.Out);
  const Ran R = kverdict({"review", Patch, "--tree", T.S.path("t"), "--baseline", Known});
  EXPECT_EQ(R.Code, 0) << R.Out << R.Err;
  EXPECT_THAT(R.Err, AllOf(HasSubstr("nothing matches its blocking-guard in vm_insert_page()"),
                           Not(HasSubstr("nothing matches its inverted-return"))));
}

TEST(Silence, EntriesThatCanSilenceNothingAreTold) {
  const SmallTree T;
  const std::string Rules = T.S.write("rules.yaml", textOf(KVERDICT_SOURCE_DIR "/rules.yaml") + R"(
ignore:
  - {rule: blocking-guard, function: insert_page_in_batch_locked, reason: r}
  - {rule: blocking-guard, function: was_renamed, reason: r}
  - {rule: blocking-guard, function: was_renamed, file: mm/memory.c, reason: r}
  - {rule: blocking-guard, function: insert_page_in_batch_locked, file: mm/moved.c, reason: r}
)");
  const Ran Tree = kverdict({"rules", "check", "--tree", T.S.path("t"), "--rules", Rules});
  EXPECT_EQ(linesOf(Tree.Err).size(), 3u) << Tree.Err;
  EXPECT_THAT(Tree.Err, AllOf(HasSubstr("silences nothing: no contract is asked of was_renamed();"),
                              HasSubstr("silences nothing: no contract is asked of was_renamed() in mm/memory.c;"),
                              HasSubstr("silences nothing: this tree has no mm/moved.c;")));
  // In the environment for programs that have no place for an option: make C=1, hooks.
  const Ran Check =
      runProgram("/usr/bin/env", {"KVERDICT_RULES=" + Rules, KVERDICT_BINARY_DIR "/kverdict", "check", "mm/memory.c"},
                 T.S.path("t"));
  EXPECT_THAT(Check.Out, HasSubstr("this entry silences nothing: mm/memory.c has no was_renamed()"));
  EXPECT_THAT(Check.Out, Not(HasSubstr("and the batch path alone refuses it"))) << "it is silenced";
}

TEST(Silence, IsCountedAndKeptInTheRecord) {
  const SmallTree T("mutants/cow-refused.c");
  ASSERT_EQ(T.check({}).Code, 1);
  const std::string Rule = readJsonl(T.check({"-f", "jsonl"}).Out, "out").Findings.at(0).Rule;
  std::string Text = T.text();
  const unsigned Line = lineWith(Text, "expect-error");
  std::vector<std::string> Lines = linesOf(Text);
  Lines.insert(Lines.begin() + Line - 1, "\t\t/* kverdict: ignore[" + Rule + "]: it is a fixture */");
  Text.clear();
  for (const std::string &Each : Lines)
    Text += Each + "\n";
  T.set(Text);
  const Ran R = T.check({"--out", "jsonl=" + T.S.path("out")});
  EXPECT_EQ(R.Code, 0) << R.Out;
  EXPECT_THAT(R.Out, AllOf(HasSubstr("no findings"), Not(HasSubstr("warning:"))));
  EXPECT_EQ(R.Err, "kverdict: note: 1 finding silenced (-v shows them)\n");
  const JsonlRecord Record = readJsonl(textOf(T.S.path("out")), "out");
  EXPECT_EQ(Record.Findings.at(0).Silenced, "it is a fixture");
  EXPECT_EQ(Record.Findings.at(0).SilencedAt.Line, Line);
}

} // namespace
} // namespace kverdict
