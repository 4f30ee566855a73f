// The formats for other programs, each against the same sample. tool/formats_test.cpp hands them to their readers.
#include "report/Region.h"
#include "report/ci/FixesYaml.h"
#include "report/ci/GitHub.h"
#include "report/ci/GitLab.h"
#include "report/ci/Rdjsonl.h"
#include "report/ci/Terse.h"
#include "report/mail/B4.h"
#include "report/terminal/CcText.h"
#include "report/terminal/Text.h"
#include "testing/Sample.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <sstream>

using namespace kverdict;
using nlohmann::json;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// The sample, with one of each kind that is not shown as a defect.
static FileReport mixed() {
  FileReport R = sampleReport();
  R.Findings.assign(4, invertedReturn());
  R.Findings[0] = undecided(R.Findings[0], "too many paths");
  R.Findings[1].From = Origin::Fixed;
  R.Findings[2].Silenced = "known";
  R.Notices = {{{"mm/demo.c", 5, 2}, "this silences nothing"}};
  return R;
}

static size_t linesWith(const std::string &Text, const std::string &What) {
  std::istringstream In(Text);
  size_t Count = 0;
  for (std::string Line; std::getline(In, Line);)
    Count += Line.find(What) != std::string::npos;
  return Count;
}

//===- checkpatch ---------------------------------------------------------------------------------------------===//

TEST(Terse, IsAsCheckpatchWritesIt) {
  EXPECT_EQ(
      renderTerse({sampleReport()}, 26),
      "mm/demo.c:7: ERROR:INVERTED_RETURN: Shouldn't this return true? A mapping that can never become writable is "
      "safe for the zeropage. (demo_allowed() returns false with area->flags = DEMO_READ)\n"
      "mm/demo.c:20: WARNING:BLOCKING_GUARD: Doesn't this test refuse a page that demo_validate() accepts? "
      "(demo_insert() returns -EINVAL with page = &zeropage, page->count = 0, area->flags = DEMO_READ, "
      "demo_validate(area, page) returned 0)\n"
      "mm/demo.c:25: CHECK:UNDECIDED: not decided: demo_map(): its loop has no bound that kverdict can see\n"
      "total: 1 errors, 1 warnings, 1 checks, 26 lines checked\n");
  EXPECT_EQ(renderTerse({}, 0), "total: 0 errors, 0 warnings, 0 lines checked\n");
}

TEST(Terse, CountsWhatIsShownAlone) {
  const std::string Text = renderTerse({mixed()}, 1);
  EXPECT_THAT(Text, HasSubstr("mm/demo.c:7: CHECK:UNDECIDED: Shouldn't"));
  EXPECT_THAT(Text, HasSubstr("(not decided: too many paths)\n"));
  EXPECT_THAT(Text, HasSubstr("mm/demo.c:5: CHECK:KVERDICT: this silences nothing\n"));
  EXPECT_THAT(Text, EndsWith("\ntotal: 1 errors, 0 warnings, 3 checks, 1 lines checked\n"));
  EXPECT_EQ(linesWith(Text, "INVERTED_RETURN"), 1u);
}

TEST(Terse, StaysOnItsLines) {
  FileReport R;
  R.Findings = {invertedReturn()};
  R.Findings[0].Message = "one\nmm/x.c:1: ERROR:FAKE: two\x1b[0m";
  R.Gaps = {{{"mm/demo.c", 0, 0}, "", "all of it"}};
  const std::string Text = renderTerse({R}, 1);
  EXPECT_EQ(linesWith(Text, ""), 3u);
  EXPECT_THAT(Text, AllOf(HasSubstr("one\\x0amm/x.c"), Not(HasSubstr("\x1b"))));
  EXPECT_THAT(Text, HasSubstr("mm/demo.c:1: CHECK:UNDECIDED: not decided: all of it\n"));
}

//===- reviewdog ----------------------------------------------------------------------------------------------===//

static std::vector<json> diagnostics(const FileReport &R, const SourceLine &Source = sampleLine) {
  std::istringstream In(renderRdjsonl({R}, Source));
  std::vector<json> All;
  for (std::string Line; std::getline(In, Line);)
    All.push_back(json::parse(Line));
  return All;
}

TEST(Rdjsonl, HasEverythingThatReviewdogShows) {
  const std::vector<json> All = diagnostics(sampleReport());
  ASSERT_EQ(All.size(), 3u);
  EXPECT_EQ(All[0], json::parse(R"J({
    "message": "Shouldn't this return true? A mapping that can never become writable is safe for the zeropage.\nThe comment above says so.\ndemo_allowed() returns false with area->flags = DEMO_READ; its contract asks for: result\nFix (tried: all contracts of the function hold then): return true instead of false\nTo replay: kverdict simulate mm/demo.c --function demo_allowed --set 'area->flags=DEMO_READ'\nSee https://lore.test/r/1",
    "location": {"path": "mm/demo.c", "range": {"start": {"line": 7, "column": 10}, "end": {"line": 7, "column": 16}}},
    "severity": "ERROR",
    "source": {"name": "kverdict"},
    "code": {"value": "inverted-return", "url": "https://lore.test/r/1"},
    "suggestions": [{"range": {"start": {"line": 7, "column": 10}, "end": {"line": 7, "column": 15}}, "text": "true"}],
    "related_locations": [
      {"message": "demo_forbids(area->mm) is false",
       "location": {"path": "mm/demo.c", "range": {"start": {"line": 3, "column": 6}, "end": {"line": 3, "column": 29}}}},
      {"message": "!(area->flags & (DEMO_WRITE | DEMO_MAYWRITE)) is true (area->flags = DEMO_READ)",
       "location": {"path": "mm/demo.c", "range": {"start": {"line": 6, "column": 6}, "end": {"line": 6, "column": 52}}}},
      {"message": "return false",
       "location": {"path": "mm/demo.c", "range": {"start": {"line": 7, "column": 3}, "end": {"line": 7, "column": 16}}}}]
  })J"));
  EXPECT_EQ(All[1]["severity"], "WARNING");
  EXPECT_FALSE(All[1].contains("suggestions"));
  // A line of which nobody has the text: the place alone, which reviewdog takes for an empty range.
  EXPECT_EQ(All[1]["related_locations"][1]["location"],
            json::parse(R"({"path": "include/demo.h", "range": {"start": {"line": 4, "column": 2}}})"));
  EXPECT_EQ(All[2]["severity"], "INFO");
  EXPECT_EQ(All[2]["message"], "Not decided: demo_map(): its loop has no bound that kverdict can see");
  EXPECT_EQ(All[2]["code"]["value"], "not-decided");
}

TEST(Rdjsonl, TellsWhatIsNoDefect) {
  const std::vector<json> All = diagnostics(mixed());
  ASSERT_EQ(All.size(), 4u);
  EXPECT_EQ(All[0]["severity"], "INFO");
  EXPECT_THAT(All[0]["message"], HasSubstr("\nNot decided: too many paths\n"));
  EXPECT_EQ(All[1]["severity"], "ERROR");
  EXPECT_EQ(All[3]["severity"], "WARNING");
  EXPECT_EQ(All[3]["message"], "this silences nothing");
}

TEST(Rdjsonl, SuggestsOnlyWhatWasTried) {
  FileReport R;
  R.Findings = {invertedReturn()};
  R.Findings[0].Repair->Verified = false;
  EXPECT_FALSE(diagnostics(R)[0].contains("suggestions"));
}

// Columns count bytes there: the e with an accent is two.
TEST(Rdjsonl, CountsBytes) {
  FileReport R;
  R.Findings = {invertedReturn()};
  const SourceLine Accents = [](const std::string &, unsigned) { return "/* \xc3\xa9\xc3\xa9 */ return"; };
  EXPECT_EQ(diagnostics(R, Accents)[0]["location"]["range"]["end"]["column"], 18);
}

//===- GitHub -------------------------------------------------------------------------------------------------===//

TEST(GitHub, HasACommandForEachFinding) {
  const std::string Text = renderGitHub({sampleReport()}, sampleLine);
  const size_t Commands = Text.rfind("::\n::error ");
  ASSERT_NE(Commands, std::string::npos);
  EXPECT_EQ(Text.substr(Commands + 3),
            "::error file=mm/demo.c,line=7,endLine=7,col=10,endColumn=15,title=kverdict%3A inverted-return::Shouldn't "
            "this return true? A mapping that can never become writable is safe for the zeropage.%0AThe comment above "
            "says so.%0Ademo_allowed() returns false with area->flags = DEMO_READ; its contract asks for: result%0AFix "
            "(tried: all contracts of the function hold then): return true instead of false%0ATo replay: kverdict "
            "simulate mm/demo.c --function demo_allowed --set 'area->flags=DEMO_READ'%0ASee https://lore.test/r/1\n"
            "::warning file=mm/demo.c,line=20,endLine=20,col=6,endColumn=23,title=kverdict%3A blocking-guard::Doesn't "
            "this test refuse a page that demo_validate() accepts?%0Ademo_insert() returns -EINVAL with page = "
            "&zeropage, page->count = 0, area->flags = DEMO_READ, demo_validate(area, page) returned 0; its contract "
            "asks for: result != -EINVAL%0AThis assumes: the count of the page is 0%0ATo replay: kverdict simulate "
            "mm/demo.c --function demo_insert --set 'page=&zeropage' --set 'page->count=0' --set "
            "'area->flags=DEMO_READ' --set 'demo_validate(area, page)=0'%0ASee https://lore.test/r/1%0ASee "
            "https://lore.test/r/2\n"
            "::notice file=mm/demo.c,line=25,endLine=25,col=2,endColumn=29,title=kverdict%3A not decided::demo_map(): "
            "its loop has no bound that kverdict can see\n");
}

// The text report quotes the source, in which somebody could write a command.
TEST(GitHub, LetsNoQuotedTextCommand) {
  const SourceLine Command = [](const std::string &, unsigned) { return "::error::gotcha"; };
  const std::string Text = renderGitHub({sampleReport()}, Command);
  const std::string Stop = "::stop-commands::";
  ASSERT_THAT(Text, StartsWith(Stop + "kverdict-"));
  const std::string Word = Text.substr(Stop.size(), Text.find('\n') - Stop.size());
  EXPECT_EQ(Word.size(), 9u + 32u);
  const size_t End = Text.find("\n::" + Word + "::\n");
  ASSERT_NE(End, std::string::npos);
  EXPECT_EQ(Text.substr(Text.find('\n') + 1, End - Text.find('\n')), renderText({sampleReport()}, Command, {}));
  EXPECT_LT(Text.rfind("gotcha"), End);
}

TEST(GitHub, EscapesWhatWouldEndACommand) {
  FileReport R;
  R.Findings = {invertedReturn()};
  R.Findings[0].At = {"a,b:100%.c", 1, 0};
  R.Findings[0].Message = "100%\r\n::error::x";
  FileReport Evil = R;
  Evil.Findings[0].At.File = "a\x1b[31m\xe2\x80\xae.c";
  EXPECT_THAT(renderGitHub({Evil}, sampleLine), HasSubstr("\n::error file=a\\x1b[31m<U+202E>.c,line=1"));
  const std::string Text = renderGitHub({R}, sampleLine);
  // visible() has made the line break harmless before.
  EXPECT_THAT(Text,
              HasSubstr("\n::error file=a%2Cb%3A100%25.c,line=1,endLine=1,title=kverdict%3A inverted-return::100%25"
                        "\\x0d\\x0a::error::x%0AThe comment"));
}

TEST(GitHub, TellsWhatIsNoDefect) {
  const std::string Text = renderGitHub({mixed()}, sampleLine);
  EXPECT_EQ(linesWith(Text, "::error file="), 1u);
  EXPECT_EQ(linesWith(Text, "::notice file="), 2u);
  EXPECT_THAT(Text, HasSubstr("\n::warning file=mm/demo.c,line=5,endLine=5,col=2,endColumn=34,title=kverdict%3A "
                              "ignore::this silences nothing\n"));
}

//===- GitLab -------------------------------------------------------------------------------------------------===//

TEST(GitLab, IsACodeQualityReport) {
  EXPECT_EQ(json::parse(renderGitLab({sampleReport()})), json::parse(R"J([
    {"description": "Shouldn't this return true? A mapping that can never become writable is safe for the zeropage. (demo_allowed() returns false with area->flags = DEMO_READ)",
     "check_name": "inverted-return", "fingerprint": "f1", "severity": "critical",
     "location": {"path": "mm/demo.c", "lines": {"begin": 7}}},
    {"description": "Doesn't this test refuse a page that demo_validate() accepts? (demo_insert() returns -EINVAL with page = &zeropage, page->count = 0, area->flags = DEMO_READ, demo_validate(area, page) returned 0)",
     "check_name": "blocking-guard", "fingerprint": "f2", "severity": "minor",
     "location": {"path": "mm/demo.c", "lines": {"begin": 20}}},
    {"description": "Not decided: demo_map(): its loop has no bound that kverdict can see",
     "check_name": "not-decided", "fingerprint": "94bc1e65dbf9119726cb6a46f88b207f", "severity": "info",
     "location": {"path": "mm/demo.c", "lines": {"begin": 25}}}])J"));
  EXPECT_EQ(renderGitLab({}), "[]\n");
}

TEST(GitLab, HasNoFingerprintTwice) {
  FileReport R;
  R.Findings.assign(3, invertedReturn());
  const json All = json::parse(renderGitLab({R}));
  ASSERT_EQ(All.size(), 3u);
  EXPECT_EQ(All[0]["fingerprint"], "f1");
  EXPECT_EQ(All[1]["fingerprint"], "f1-2");
  EXPECT_EQ(All[2]["fingerprint"], "f1-3");
}

TEST(GitLab, TellsWhatIsNoDefect) {
  const json All = json::parse(renderGitLab({mixed()}));
  ASSERT_EQ(All.size(), 4u);
  EXPECT_EQ(All[0]["severity"], "info");
  EXPECT_THAT(All[0]["description"], HasSubstr("(not decided: too many paths)"));
  EXPECT_EQ(All[3]["description"], "this silences nothing");
}

//===- b4 -----------------------------------------------------------------------------------------------------===//

TEST(B4, IsOneCheck) {
  const json All = json::parse(renderB4({sampleReport()}, sampleLine));
  ASSERT_EQ(All.size(), 1u);
  EXPECT_EQ(All[0], json({{"tool", "kverdict"},
                          {"status", "fail"},
                          {"summary", "1 error, 1 warning, 1 not decided"},
                          {"details", renderText({sampleReport()}, sampleLine, {})}}));
  FileReport R = sampleReport();
  R.Findings.pop_back();
  EXPECT_EQ(json::parse(renderB4({R}, sampleLine))[0]["status"], "warn");
  R.Findings.clear();
  EXPECT_EQ(json::parse(renderB4({R}, sampleLine))[0]["status"], "warn") << "something was not decided";
  R.Gaps.clear();
  EXPECT_EQ(json::parse(renderB4({R}, sampleLine))[0]["status"], "pass");
  EXPECT_EQ(json::parse(renderB4({R}, sampleLine))[0]["summary"], "no findings");
  EXPECT_EQ(renderB4({}, sampleLine), "[]\n");
}

//===- Build --------------------------------------------------------------------------------------------------===//

TEST(Cc, IsAsACompilerWritesIt) {
  EXPECT_EQ(renderCc({sampleReport()}),
            "mm/demo.c:7:10: warning: Shouldn't this return true? A mapping that can never become writable is safe for "
            "the zeropage. [inverted-return]\n"
            "mm/demo.c:7:10: note: demo_allowed() returns false with area->flags = DEMO_READ\n"
            "mm/demo.c:7:10: note: fix: return true instead of false\n"
            "mm/demo.c:20:6: warning: Doesn't this test refuse a page that demo_validate() accepts? [blocking-guard]\n"
            "mm/demo.c:20:6: note: demo_insert() returns -EINVAL with page = &zeropage, page->count = 0, area->flags = "
            "DEMO_READ, demo_validate(area, page) returned 0\n"
            "mm/demo.c:20:6: note: this assumes: the count of the page is 0\n"
            "mm/demo.c:25:2: note: not decided: demo_map(): its loop has no bound that kverdict can see\n");
  EXPECT_EQ(renderCc({}), "");
  EXPECT_EQ(linesWith(renderCc({mixed()}), "warning: "), 2u);
}

//===- Fixes --------------------------------------------------------------------------------------------------===//

TEST(Fixes, AreClangsReplacements) {
  const std::string Source = SampleSource;
  const size_t Offset = Source.find("false;", Source.find("MAYWRITE"));
  EXPECT_EQ(renderFixes({sampleReport()}, sampleLine),
            "---\nMainSourceFile:  'mm/demo.c'\nReplacements:\n"
            "  - FilePath:        'mm/demo.c'\n    Offset:          " +
                std::to_string(Offset) + "\n    Length:          5\n    ReplacementText: 'true'\n...\n");
}

/// What goes together is applied together, or not at all.
TEST(Fixes, OfSeveralPlaces) {
  FileReport R;
  R.Findings = {invertedReturn()};
  R.Findings[0].Repair->With = {{{{"mm/demo.c", 20, 1}, {"mm/demo.c", 22, 1}}, "", "", true}};
  EXPECT_EQ(linesWith(renderFixes({R}, sampleLine), "FilePath"), 2u);
  EXPECT_THAT(renderRdjsonl({R}, sampleLine), Not(HasSubstr("suggestions")));
  R.Findings[0].Repair->With[0].Span.Begin.File = R.Findings[0].Repair->With[0].Span.End.File = "mm/gone.c";
  EXPECT_EQ(linesWith(renderFixes({R}, sampleLine), "FilePath"), 0u);
}

TEST(Fixes, HoldsOnlyWhatIsSafeToApply) {
  FileReport R = mixed();
  R.Findings.push_back(invertedReturn()); // the same place again
  R.Findings.push_back(blockingGuard());
  R.Findings.back().Repair = Fix{{{"mm/demo.c", 20, 1}, {"mm/demo.c", 22, 1}}, "a\n\tb", "not tried", false};
  EXPECT_EQ(linesWith(renderFixes({R}, sampleLine), "FilePath"), 1u);
  R.Findings.back().Repair->Verified = true;
  const std::string Text = renderFixes({R}, sampleLine);
  EXPECT_EQ(linesWith(Text, "FilePath"), 2u);
  EXPECT_THAT(Text, HasSubstr("ReplacementText: \"a\\n\\tb\""));
  EXPECT_EQ(linesWith(renderFixes({R}, sourceLines({})), "FilePath"), 0u) << "without the text there is no offset";
}

//===- Places -------------------------------------------------------------------------------------------------===//

TEST(Region, CountsCharactersAndOffsets) {
  const SourceLine Source = sourceLines({{"a.c", "\xc3\xa9x\nsecond\n"}});
  EXPECT_EQ(inCharacters({"a.c", 1, 3}, Source).Column, 2u);
  EXPECT_EQ(inCharacters({"a.c", 1, 9}, Source).Column, 9u);
  EXPECT_EQ(offsetOf({"a.c", 2, 1}, Source), 4u);
  EXPECT_EQ(offsetOf({"a.c", 3, 1}, Source), 11u);
  EXPECT_EQ(offsetOf({"a.c", 2, 9}, Source), std::nullopt);
  EXPECT_EQ(offsetOf({"a.c", 4, 1}, Source), std::nullopt);
}

TEST(Region, EscapesUris) {
  EXPECT_EQ(uriOf("mm/a b%.c"), "mm/a%20b%25.c");
  EXPECT_EQ(uriOf("/x/\xc3\xa9.c"), "file:///x/%C3%A9.c");
}

//===- Letters that look like others --------------------------------------------------------------------------===//

static const std::string LooksLike = "p\xd0\xb0ge", Shown = "p<U+0430>ge";

/// The sample, with a Cyrillic letter in the words of each kind, and in the names of the files.
static FileReport lookAlikes() {
  FileReport R = mixed();
  for (Finding &Each : R.Findings) {
    Each.Message += LooksLike;
    Each.Reason += Each.Reason.empty() ? "" : LooksLike;
    Each.At.File = LooksLike + ".c";
    Each.Trace[0].Text = Each.Trace[0].Values = LooksLike;
    Each.Witness[0].Place = LooksLike;
  }
  R.Gaps[0].Reason = R.Notices[0].Text = LooksLike;
  return R;
}

/// Each text of a document is marked, but for the paths.
static void expectMarked(const json &In, const std::string &Key, size_t &Marked) {
  if (In.is_string() && Key != "path") {
    EXPECT_THAT(In.get<std::string>(), Not(HasSubstr(LooksLike))) << Key;
    Marked += In.get<std::string>().find(Shown) != std::string::npos;
  } else if (In.is_string()) {
    EXPECT_THAT(In.get<std::string>(), Not(HasSubstr("<U+"))) << "that is a name for programs";
  }
  if (In.is_structured())
    for (const auto &[Name, Each] : In.items())
      expectMarked(Each, In.is_array() ? Key : Name, Marked);
}

TEST(LookAlikes, AreMarkedInMessages) {
  size_t GitLab = 0, Reviewdog = 0, B4 = 0;
  expectMarked(json::parse(renderGitLab({lookAlikes()})), "", GitLab);
  EXPECT_EQ(GitLab, 4u);
  for (const json &Each : diagnostics(lookAlikes()))
    expectMarked(Each, "", Reviewdog);
  EXPECT_GE(Reviewdog, 4u + 2u); // messages, and steps
  expectMarked(json::parse(renderB4({lookAlikes()}, sampleLine, {LooksLike})), "", B4);
  EXPECT_EQ(B4, 1u);
}

TEST(LookAlikes, AreMarkedInAnnotations) {
  FileReport R = lookAlikes();
  R.Findings[1].Rule = LooksLike;
  R.Findings[1].From = Origin::Introduced;
  const std::string Text = renderGitHub({R}, sampleLine);
  EXPECT_THAT(Text, HasSubstr("\n::error file=" + LooksLike +
                              ".c,line=7,endLine=7,col=10,endColumn=10,title=kverdict%3A " + Shown + "::"));
  std::istringstream In(Text);
  for (std::string Line; std::getline(In, Line);)
    EXPECT_EQ(Line.rfind(LooksLike), Line.find(LooksLike + ".c,line=")) << "but for the file of a command";
}
