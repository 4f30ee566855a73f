// SARIF, field by field. tool/formats_test.cpp holds it against the published schema.
#include "report/ci/Sarif.h"
#include "testing/Sample.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using namespace kverdict;
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

static json run(const FileReport &R, const SourceLine &Source = sampleLine) {
  const json Log = json::parse(renderSarif(
      {R}, Source, {RuleInfo{.Id = "inverted-return", .About = "a constant that is wrong", .Precision = ""}}));
  EXPECT_EQ(Log["version"], "2.1.0");
  EXPECT_EQ(Log["runs"].size(), 1u);
  return Log["runs"][0];
}

static json result(const Finding &F, const SourceLine &Source = sampleLine) {
  FileReport R;
  R.File = "mm/demo.c";
  R.Findings = {F};
  return run(R, Source)["results"].at(0);
}

static json region(unsigned Line, unsigned Column, unsigned EndColumn) {
  return {{"startLine", Line}, {"startColumn", Column}, {"endLine", Line}, {"endColumn", EndColumn}};
}

static const json DemoFile = {{"uri", "mm/demo.c"}, {"uriBaseId", "%SRCROOT%"}};

TEST(Sarif, DescribesItsRules) {
  const json Run = run(sampleReport());
  const json &Driver = Run["tool"]["driver"];
  EXPECT_EQ(Driver["name"], "kverdict");
  ASSERT_EQ(Driver["rules"].size(), 2u);
  EXPECT_EQ(Driver["rules"][0]["id"], "inverted-return");
  EXPECT_EQ(Driver["rules"][0]["shortDescription"]["text"], "A constant that is wrong.");
  for (const json &Rule : Driver["rules"])
    for (const char *Key : {"shortDescription", "fullDescription", "help"})
      EXPECT_GT(Rule[Key]["text"].get<std::string>().size(), 5u) << Key;
  // One that nobody described is there too, and its results point to it.
  EXPECT_EQ(Driver["rules"][1]["id"], "blocking-guard");
  EXPECT_EQ(Run["results"][0]["ruleIndex"], 0);
  EXPECT_EQ(Run["results"][1]["ruleIndex"], 1);
  EXPECT_EQ(Run["columnKind"], "unicodeCodePoints");
}

/// Of what the compiler says, nobody claims that it was run.
TEST(Sarif, SaysWhatARuleRestsOn) {
  auto rule = [](Evidence By, const std::string &Precision) {
    const RuleInfo Info = {
        .Id = "r", .About = "about it", .Level = Severity::Warning, .By = By, .Precision = Precision};
    return json::parse(renderSarif({}, sampleLine, {Info}))["runs"][0]["tool"]["driver"]["rules"][0];
  };
  const json Ran = rule(Evidence::Run, "0 of 9");
  EXPECT_THAT(Ran["help"]["text"], HasSubstr("an interpreter started the function"));
  EXPECT_THAT(Ran["help"]["text"], HasSubstr("Measured: 0 of 9."));
  EXPECT_EQ(Ran["properties"]["precision"], "very-high");
  EXPECT_EQ(Ran["defaultConfiguration"]["level"], "warning");
  const json Refused = rule(Evidence::Compiler, "");
  EXPECT_THAT(Refused["fullDescription"]["text"], Not(HasSubstr("interpreter")));
  EXPECT_THAT(Refused["fullDescription"]["text"], HasSubstr("It is the compiler that says so; nothing was run."));
  EXPECT_FALSE(Refused["properties"].contains("precision"));
  EXPECT_THAT(rule(Evidence::Proof, "")["help"]["text"], HasSubstr("shown for all states"));
}

TEST(Sarif, SaysWhatAFindingRestsOn) {
  Finding F = invertedReturn();
  EXPECT_EQ(result(F)["properties"]["evidence"], "run");
  EXPECT_FALSE(result(F)["properties"].contains("assumptions"));
  F.Assumptions = {{Assumption::Kind::DistinctObjects, "`a` and `b` are different objects", {}}};
  EXPECT_EQ(result(F)["properties"]["assumptions"], json::array({"`a` and `b` are different objects"}));
  EXPECT_THAT(result(F)["message"]["text"], HasSubstr("\nThis holds if `a` and `b` are different objects\n"));
}

TEST(Sarif, SaysWhatAndWhere) {
  const json R = result(invertedReturn());
  EXPECT_EQ(R["ruleId"], "inverted-return");
  EXPECT_EQ(R["kind"], "fail");
  EXPECT_EQ(R["level"], "error");
  EXPECT_THAT(R["message"]["text"], HasSubstr("Shouldn't this return true? A mapping"));
  EXPECT_THAT(R["message"]["text"], HasSubstr("\nTo replay: kverdict simulate mm/demo.c --function demo_allowed"));
  ASSERT_EQ(R["locations"].size(), 1u);
  EXPECT_EQ(R["locations"][0]["physicalLocation"]["artifactLocation"], DemoFile);
  EXPECT_EQ(R["locations"][0]["physicalLocation"]["region"], region(7, 10, 16));
  EXPECT_EQ(R["locations"][0]["logicalLocations"][0]["name"], "demo_allowed");
  EXPECT_EQ(R["partialFingerprints"], json({{"kverdict/v1", "f1"}}));
  EXPECT_EQ(R["properties"]["contracts"], json::array({"never-writable"}));
  EXPECT_EQ(result(blockingGuard())["level"], "warning");
}

TEST(Sarif, ShowsTheWay) {
  const json R = result(blockingGuard());
  ASSERT_EQ(R["codeFlows"].size(), 1u);
  const json &Thread = R["codeFlows"][0]["threadFlows"].at(0);
  EXPECT_EQ(Thread["initialState"], json::parse(R"({"page": {"text": "&zeropage"}, "page->count": {"text": "0"},
                                                    "area->flags": {"text": "DEMO_READ"}})"));
  const json &Steps = Thread["locations"];
  ASSERT_EQ(Steps.size(), 3u);
  EXPECT_EQ(Steps[0]["kinds"], json::array({"branch", "true"}));
  EXPECT_EQ(Steps[0]["executionOrder"], 1);
  EXPECT_EQ(Steps[0]["location"]["message"]["text"], "!demo_count(page) is true");
  EXPECT_EQ(Steps[0]["location"]["physicalLocation"]["region"], region(20, 6, 24));
  EXPECT_EQ(Steps[1]["nestingLevel"], 1);
  EXPECT_EQ(Steps[1]["location"]["physicalLocation"]["artifactLocation"]["uri"], "include/demo.h");
  EXPECT_EQ(Steps[1]["location"]["logicalLocations"][0]["name"], "demo_count");
  EXPECT_EQ(Steps[2]["kinds"], json::array({"return", "function"}));
}

TEST(Sarif, OffersTheFixThatWasTried) {
  Finding F = invertedReturn();
  const json Fix = result(F)["fixes"].at(0);
  EXPECT_EQ(Fix["description"]["text"], "return true instead of false");
  const json &Change = Fix["artifactChanges"].at(0);
  EXPECT_EQ(Change["artifactLocation"], DemoFile);
  EXPECT_EQ(Change["replacements"][0]["deletedRegion"], region(7, 10, 15));
  EXPECT_EQ(Change["replacements"][0]["insertedContent"]["text"], "true");
  F.Repair->Verified = false;
  EXPECT_FALSE(result(F).contains("fixes"));
}

TEST(Sarif, SaysWhatBecameOfAFinding) {
  Finding F = invertedReturn();
  auto state = [&](Origin From) {
    F.From = From;
    return result(F).value("baselineState", "none");
  };
  EXPECT_EQ(state(Origin::Introduced), "new");
  EXPECT_EQ(state(Origin::PreExisting), "unchanged");
  EXPECT_EQ(state(Origin::Fixed), "absent");
  EXPECT_EQ(state(Origin::Unknown), "none");
  EXPECT_FALSE(result(F).contains("suppressions"));
  F.Silenced = "it is known";
  F.SilencedAt = {"rules.yaml", 5, 5};
  EXPECT_EQ(result(F)["suppressions"][0]["kind"], "external");
  F.SilencedAt = {"mm/demo.c", 6, 2};
  EXPECT_EQ(result(F)["suppressions"],
            json::parse(R"([{"kind": "inSource", "status": "accepted", "justification": "it is known"}])"));
}

TEST(Sarif, KeepsWhatWasNotDecidedApart) {
  FileReport R = sampleReport();
  R.Findings = {undecided(invertedReturn(), "too many paths")};
  R.Notices = {{{"mm/demo.c", 5, 0}, "this silences nothing"}};
  const json Run = run(R);
  ASSERT_EQ(Run["results"].size(), 1u);
  EXPECT_EQ(Run["results"][0]["kind"], "open");
  EXPECT_EQ(Run["results"][0]["level"], "none");
  EXPECT_THAT(Run["results"][0]["message"]["text"], HasSubstr("\nNot decided: too many paths\n"));
  const json &Invocation = Run["invocations"].at(0);
  EXPECT_EQ(Invocation["executionSuccessful"], true);
  ASSERT_EQ(Invocation["toolExecutionNotifications"].size(), 1u);
  EXPECT_EQ(Invocation["toolExecutionNotifications"][0]["message"]["text"],
            "Not decided: demo_map(): its loop has no bound that kverdict can see");
  EXPECT_EQ(Invocation["toolExecutionNotifications"][0]["locations"][0]["physicalLocation"]["region"],
            region(25, 2, 30));
  const json &Configuration = Invocation["toolConfigurationNotifications"];
  ASSERT_EQ(Configuration.size(), 4u);
  EXPECT_EQ(Configuration[0]["message"]["text"], "this silences nothing");
  EXPECT_EQ(Configuration[0]["level"], "warning");
  EXPECT_EQ(Configuration[1]["message"]["text"], "The contract newer-a did not apply: this tree has no demo_newer()");
  EXPECT_EQ(Configuration[1]["level"], "note");
}

// An undecided gap is known again in the next run, wherever its line went.
TEST(Sarif, NamesGapsByWhatTheyAre) {
  FileReport R = sampleReport();
  auto name = [&] {
    return run(R)["invocations"][0]["toolExecutionNotifications"].at(0)["properties"].at("kverdict/v1");
  };
  const json Before = name();
  EXPECT_EQ(Before.get<std::string>().size(), 32u);
  R.Gaps[0].At.Line += 7;
  EXPECT_EQ(name(), Before);
  R.Gaps[0].Function = "other";
  EXPECT_NE(name(), Before);
}

TEST(Sarif, SaysWhatCouldNotBeLookedAt) {
  const json Log =
      json::parse(renderSarif({}, sampleLine, {}, {"a.c:3:1: Clang says:\nno", "0002-x.patch:7: does not apply"}));
  const json &Invocation = Log["runs"][0]["invocations"].at(0);
  EXPECT_EQ(Invocation["executionSuccessful"], false);
  const json &Notes = Invocation["toolExecutionNotifications"];
  ASSERT_EQ(Notes.size(), 2u);
  EXPECT_EQ(Notes[0], json({{"level", "error"}, {"message", {{"text", "a.c:3:1: Clang says:\\x0ano"}}}}));
  EXPECT_EQ(Notes[1]["message"]["text"], "0002-x.patch:7: does not apply");
}

/// What a reader makes of a message by the standard: doubled braces are one, an escaped bracket is a bracket; a single
/// brace would be a placeholder and a bare link a link.
static std::string asRead(const std::string &Text) {
  std::string Plain;
  for (size_t I = 0; I < Text.size(); ++I) {
    if (Text[I] == '{' || Text[I] == '}') {
      EXPECT_EQ(Text.substr(I, 2), std::string(2, Text[I])) << Text;
      ++I;
    }
    if (Text[I] == '\\' && I + 1 < Text.size() && (Text[I + 1] == '[' || Text[I + 1] == ']'))
      ++I;
    else
      EXPECT_NE(Text.substr(I, 2), "](") << Text;
    Plain += Text[I];
  }
  return Plain;
}

TEST(Sarif, MessagesHaveNoPlaceholdersAndNoLinks) {
  Finding F = invertedReturn();
  F.Message = "Is (struct s){0}.a[i](1) right? ops[a[0]](x), }{, ](, [b](c](d)";
  F.Trace[0].Text = "((pte_t){ v }).pte";
  F.Repair->Text = "{ return ops[0](1); }";
  F.Witness[0].Value = "{1}";
  const json R = result(F);
  const std::string Text = R["message"]["text"];
  EXPECT_THAT(Text, testing::StartsWith("Is (struct s){{0}}.a\\[i\\](1) right? "));
  EXPECT_THAT(asRead(Text), testing::StartsWith(F.Message + "\n"));
  const json &Thread = R["codeFlows"][0]["threadFlows"][0];
  EXPECT_EQ(Thread["locations"][0]["location"]["message"]["text"], "((pte_t){{ v }}).pte is false");
  EXPECT_EQ(Thread["initialState"]["area->flags"]["text"], "{{1}}");
  EXPECT_EQ(R["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"], F.Repair->Text)
      << "that is no message";
}

// Columns count characters there, and the record counts bytes.
TEST(Sarif, CountsCharacters) {
  const SourceLine Accents = [](const std::string &, unsigned) { return "/* \xc3\xa9\xc3\xa9 */ return 0;"; };
  Finding F = invertedReturn();
  F.Trace.clear();
  F.Repair.reset();
  EXPECT_EQ(result(F, Accents)["locations"][0]["physicalLocation"]["region"], region(7, 8, 19));
}

TEST(Sarif, TakesAnyBytes) {
  Finding F = invertedReturn();
  F.At.File = "/abs/a b.c";
  F.Message = "\xff\x1b";
  F.Repair->Text = "\xff";
  F.Repair->Span.Begin.File = "/abs/a b.c";
  const json R = result(F);
  EXPECT_EQ(R["locations"][0]["physicalLocation"]["artifactLocation"], json({{"uri", "file:///abs/a%20b.c"}}));
  EXPECT_THAT(R["message"]["text"], HasSubstr("<ff>\\x1b"));
}

/// Texts are marked, and not what programs know a thing by.
TEST(Sarif, MarksLettersThatLookLikeOthers) {
  const std::string Look = "p\xd0\xb0ge", Shown = "p<U+0430>ge";
  FileReport R = sampleReport();
  Finding F = invertedReturn();
  F.At.File = Look + ".c";
  F.Message = F.Trace[0].Text = F.Trace[1].Values = F.Witness[0].Place = F.Witness[0].Value = F.Silenced = Look;
  F.Assumptions.emplace_back().Text = Look;
  F.Repair->Description = Look;
  F.Repair->Text = "\xd0\xb0";
  R.Findings = {F};
  R.Gaps[0].Reason = R.Skipped[0].Reason = Look;
  R.Notices = {{{"mm/demo.c", 5, 0}, Look}};
  const json Log = run(R);
  const json &Of = Log["results"][0];
  EXPECT_THAT(Of["message"]["text"], testing::StartsWith(Shown + "\n"));
  EXPECT_EQ(Of["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "p%D0%B0ge.c");
  EXPECT_EQ(Of["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"], F.Repair->Text);
  std::string Text = Log.dump();
  Text.erase(Text.find("\"insertedContent\""), 40);
  EXPECT_THAT(Text, Not(HasSubstr("\xd0\xb0")));
  size_t Marked = 0;
  for (size_t At = Text.find(Shown); At != std::string::npos; At = Text.find(Shown, At + 1))
    ++Marked;
  // Twice what the message has (the state and the replay), the way and its start, fix, silence, premise; three notes.
  EXPECT_GE(Marked, 14u);
}

/// A caller that leads to a state that changed, at the place of its call.
TEST(Sarif, HasTheCallersOfWhatChanged) {
  FileReport R;
  R.File = "mm/demo.c";
  R.Findings = {invertedReturn()};
  R.Findings[0].From = Origin::Introduced;
  Comparison C;
  C.Function = R.Findings[0].Function;
  Caller Reaches, Never;
  Reaches.Function = "demo_insert";
  Reaches.What = Caller::Kind::Reaches;
  Reaches.There.emplace().NewAt = {"mm/demo.c", 22, 8};
  Reaches.There->NewState.Shown = {{"page->count", "0"}};
  Never.Function = "demo_never";
  Never.What = Caller::Kind::Never;
  C.CalledBy.emplace().Seen = {Never, Reaches};
  R.Changes = {C};
  const json Related = run(R)["results"].at(0)["relatedLocations"];
  ASSERT_EQ(Related.size(), 1u);
  EXPECT_EQ(Related[0]["message"]["text"], "demo_insert() leads there with page->count = 0");
  EXPECT_EQ(Related[0]["physicalLocation"]["region"]["startLine"], 22);
  EXPECT_EQ(Related[0]["logicalLocations"][0]["name"], "demo_insert");
  R.Changes[0].CalledBy->Seen = {Never};
  EXPECT_FALSE(run(R)["results"].at(0).contains("relatedLocations"));
  R.Changes[0].CalledBy->Seen = {Reaches};
  R.Findings[0].From = Origin::PreExisting;
  EXPECT_FALSE(run(R)["results"].at(0).contains("relatedLocations"));
}
