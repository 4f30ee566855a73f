#include "core/Error.h"
#include "input/tree/TempDir.h"
#include "report/record/Jsonl.h"
#include "testing/Sample.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using namespace kverdict;
using testing::HasSubstr;
using testing::StartsWith;

static const char Golden[] =
    R"J({"type":"finding","rule":"inverted-return","contracts":["never-writable"],"severity":"error",)J"
    R"J("status":"confirmed","evidence":"run","origin":"introduced","function":"demo_allowed","file":"mm/demo.c","line":7,"column":10,)J"
    R"J("message":"Shouldn't this return true? A mapping that can never become writable is safe for the zeropage.",)J"
    R"J("why":"The comment above says so.","witness":[{"place":"area->flags","value":"DEMO_READ"}],)J"
    R"J("verdict":"returns false","expected":"result","trace":[)J"
    R"J({"kind":"branch","file":"mm/demo.c","line":3,"column":6,"function":"demo_allowed","depth":0,)J"
    R"J("text":"demo_forbids(area->mm)","outcome":"false"},)J"
    R"J({"kind":"branch","file":"mm/demo.c","line":6,"column":6,"function":"demo_allowed","depth":0,)J"
    R"J("text":"!(area->flags & (DEMO_WRITE | DEMO_MAYWRITE))","outcome":"true","values":"area->flags = DEMO_READ"},)J"
    R"J({"kind":"return","file":"mm/demo.c","line":7,"column":3,"function":"demo_allowed","depth":0,)J"
    R"J("text":"false","outcome":"false"}],"fix":{"file":"mm/demo.c","line":7,"column":10,"end_line":7,"end_column":15,)J"
    R"J("text":"true","description":"return true instead of false","verified":true},)J"
    R"J("references":["https://lore.test/r/1"],"fingerprint":"f1"}
{"type":"gap","file":"mm/demo.c","line":25,"column":2,"function":"demo_map","reason":"its loop has no bound that kverdict can see"}
{"type":"not-applied","contract":"newer-a","function":"demo_newer","reason":"this tree has no demo_newer()"}
{"type":"not-applied","contract":"newer-b","function":"demo_newer","reason":"this tree has no demo_newer()"}
{"type":"not-applied","contract":"other","function":"demo_allowed","reason":"this tree has no DEMO_OTHER"}
{"type":"summary","format":"kverdict/1","files":["mm/demo.c"],"explored":["demo_allowed","demo_insert"],"findings":1,"gaps":1,"not_applied":3,"refuted":0}
)J";

TEST(Jsonl, IsTheRecord) {
  FileReport R = sampleReport();
  R.Findings.erase(R.Findings.begin());
  EXPECT_EQ(renderJsonl({R}), Golden);
}

// Every field of everything, and every enumerator, comes back: the second rendering is the first one.
TEST(Jsonl, ComesBack) {
  FileReport R = sampleReport();
  R.Refuted = 3;
  for (auto From : {Origin::Unknown, Origin::PreExisting, Origin::Fixed})
    for (auto State : {Status::Confirmed, Status::Undecided})
      for (auto Level : {Severity::Note, Severity::Warning}) {
        Finding F(invertedReturn(), State);
        F.From = From, F.Level = Level;
        F.By = State == Status::Confirmed ? Evidence::Compiler : Evidence::None;
        F.Assumptions = {{Assumption::Kind::OnlyReads, "foo() only reads", {"x.c", 3, 4}},
                         {Assumption::Kind::Other, "it is so", {}}};
        F.Before = "returned 1", F.Patch = "patch 1/2", F.MendedBy = "patch 2/2", F.Reason = "r", F.Premise = "p",
        F.SpokenFor = "f9";
        F.Repair->With = {{{{"x.c", 1, 1}, {"x.c", 2, 1}}, "", "drop it", true}};
        F.Silenced = "s", F.SilencedAt = {"x.c", 7, 2};
        F.Trace[0].What = TraceStep::Kind::Switch, F.Trace[1].What = TraceStep::Kind::Assignment;
        F.Trace.push_back({TraceStep::Kind::Call, {}, "f", 2, "g()", "0", ""});
        F.Trace.push_back({TraceStep::Kind::Stop, {"x.c", 1, 0}, "f", 0, "BUG()", "", ""});
        F.At.Line = 100 + static_cast<int>(From) * 9 + static_cast<int>(State) * 3 + static_cast<int>(Level);
        R.Findings.push_back(F);
      }
  R.Gaps.push_back({{"mm/demo.c", 6, 2}, "g", "r", "patch 1/2"});
  R.Notices = {{{"mm/demo.c", 5, 2}, "this silences nothing"}};
  std::string Text = renderJsonl({R});
  JsonlRecord Back = readJsonl(Text, "r.jsonl");
  ASSERT_EQ(Back.Findings.size(), R.Findings.size());
  FileReport Again;
  Again.File = Back.Files.at(0);
  Again.Findings = Back.Findings;
  Again.Gaps = Back.Gaps;
  Again.Notices = Back.Notices;
  Again.Skipped = Back.Skipped;
  Again.Explored = Back.Explored;
  Again.Refuted = Back.Refuted;
  EXPECT_EQ(renderJsonl({Again}), Text);
  EXPECT_EQ(Back.Notices.at(0).Text, "this silences nothing");
  EXPECT_EQ(Back.Findings.back().Silenced, "s");
  EXPECT_EQ(Back.Findings.back().SpokenFor, "f9");
  EXPECT_EQ(Back.Findings.back().Repair->With.at(0).Description, "drop it");
  EXPECT_EQ(Back.Findings[0].Message, invertedReturn().Message);
  EXPECT_EQ(Back.Findings[0].Repair->Span.End.Column, 15u);
  EXPECT_EQ(Back.Findings[1].Witness, blockingGuard().Witness);
  EXPECT_EQ(Back.Findings[1].Premise, blockingGuard().Premise);
}

TEST(Jsonl, IsPlainAsciiWhateverTheSourceHolds) {
  FileReport R;
  Finding F = invertedReturn();
  F.Message = "\x1b[2J \xff n\xc3\xa4h \xe2\x80\xae\n";
  R.Findings = {F};
  std::string Text = renderJsonl({R});
  for (char Next : Text)
    EXPECT_TRUE(Next == '\n' || (Next >= 0x20 && Next < 0x7f)) << static_cast<int>(Next);
  EXPECT_EQ(std::count(Text.begin(), Text.end(), '\n'), 2);
  EXPECT_EQ(readJsonl(Text, "r").Findings[0].Message, "\x1b[2J \xef\xbf\xbd n\xc3\xa4h \xe2\x80\xae\n");
}

TEST(Jsonl, HasTheOrderOfFileLineColumnAndRule) {
  Finding A = invertedReturn(), B = A, C = A, D = A;
  A.At = {"a.c", 9, 1};
  B.At = {"b.c", 2, 3};
  C.At = {"b.c", 2, 3}, C.Rule = "zz";
  D.At = {"b.c", 10, 1};
  FileReport One, Two;
  One.Findings = {D, C, B};
  Two.Findings = {A};
  FileReport Other = One;
  Other.Findings = {B, D, C};
  EXPECT_EQ(renderJsonl({One, Two}), renderJsonl({Other, Two}));
  JsonlRecord Back = readJsonl(renderJsonl({One, Two}), "r");
  EXPECT_EQ(Back.Findings[0].At, A.At);
  EXPECT_EQ(Back.Findings[2].Rule, "zz");
  EXPECT_EQ(Back.Findings[3].At, D.At);
}

static void collectKeys(const nlohmann::json &From, std::set<std::string> &Keys) {
  for (const auto &[Key, Value] : From.items()) {
    if (From.is_object())
      Keys.insert(Key);
    if (Value.is_structured())
      collectKeys(Value, Keys);
  }
}

TEST(Jsonl, EveryFieldIsDocumented) {
  FileReport R = sampleReport();
  R.Findings[0].Reason = "r";
  std::set<std::string> Keys;
  std::string Text = renderJsonl({R});
  for (size_t At = 0, End; (End = Text.find('\n', At)) != std::string::npos; At = End + 1)
    collectKeys(nlohmann::json::parse(Text.substr(At, End - At)), Keys);
  EXPECT_GT(Keys.size(), 30u);
  std::string Docs = readFile(KVERDICT_SOURCE_DIR "/docs/jsonl.md", "the documentation");
  for (const std::string &Key : Keys)
    EXPECT_TRUE(Docs.find("`" + Key + "`") != std::string::npos || Docs.find("\"" + Key + "\"") != std::string::npos)
        << Key << " is not in docs/jsonl.md";
}

static std::string refused(const std::string &Text) {
  try {
    readJsonl(Text, "r.jsonl");
  } catch (const Error &Bad) {
    EXPECT_EQ(Bad.code(), ExitCode::Usage);
    return Bad.what();
  }
  return "not refused";
}

TEST(Jsonl, RefusesWhatIsNoRecord) {
  std::string Good = Golden;
  EXPECT_THAT(refused(""), HasSubstr("the summary is missing"));
  EXPECT_THAT(refused(Good.substr(0, Good.find('\n') + 1)), StartsWith("r.jsonl:1: "));
  EXPECT_THAT(refused("rubbish\n"), HasSubstr("parse error"));
  EXPECT_THAT(refused("{\"type\":\"finding\"}\n"), HasSubstr("'rule' not found"));
  EXPECT_THAT(refused("[]\n"), StartsWith("r.jsonl:1: not a kverdict record: "));
  EXPECT_THAT(refused("{\"type\":\"new\"}\n"), HasSubstr("'type' is 'new'"));
  EXPECT_THAT(refused(Good + Good), HasSubstr("r.jsonl:7: not a kverdict record: there is more after the summary"));
  std::string Word = Good, Version = Good, Type = Good;
  EXPECT_THAT(refused(Word.replace(Word.find("\"confirmed\""), 11, "\"probable\"")),
              HasSubstr("'status' is 'probable'"));
  EXPECT_THAT(refused(Version.replace(Version.find("kverdict/1"), 10, "kverdict/2")),
              HasSubstr("format is 'kverdict/2'"));
  EXPECT_THAT(refused(Type.replace(Type.find("\"line\":7"), 8, "\"line\":\"7\"")), HasSubstr("type must be number"));
  std::string Wide = "{\"type\":\"new\"";
  for (unsigned I = 0; I < 1'000; ++I)
    Wide += ",\"k" + std::to_string(I) + "\":{\"a\":1}";
  EXPECT_THAT(refused(Wide + "}\n"), HasSubstr("r.jsonl:1: not a kverdict record: [json.exception.other_error.502] an "
                                               "object of more than 1000 members"));
}
