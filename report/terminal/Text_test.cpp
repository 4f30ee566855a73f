#include "report/terminal/Text.h"
#include "testing/Sample.h"

#include <algorithm>
#include <gmock/gmock.h>

#include <gtest/gtest.h>

using namespace kverdict;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

static std::string render(const FileReport &Report, TextOptions Options = {}) {
  return renderText({Report}, sampleLine, Options);
}

TEST(Text, IsAsAPersonReadsIt) {
  EXPECT_EQ(
      render(sampleReport()),
      R"(mm/demo.c:7:10: error: Shouldn't this return true? A mapping that can never become writable is safe for the zeropage. [inverted-return]
    7 | 		return false;
      | 		       ^
note: fix: return true instead of false (tried: all contracts of the function hold then)
        -		return false;
        +		return true;
note: demo_allowed() returns false in this state, but its contract asks for `result`:
        area->flags = DEMO_READ
note: to replay: kverdict simulate mm/demo.c --function demo_allowed --set 'area->flags=DEMO_READ'
note: the way through the function:
        mm/demo.c:3: demo_forbids(area->mm) is false
        mm/demo.c:6: !(area->flags & (DEMO_WRITE | DEMO_MAYWRITE)) is true (area->flags = DEMO_READ)
        mm/demo.c:7: return false
note: The comment above says so.
note: contract: never-writable
note: see https://lore.test/r/1

mm/demo.c:20:6: warning: Doesn't this test refuse a page that demo_validate() accepts? [blocking-guard]
   20 | 	if (!demo_count(page))
      | 	    ^
note: demo_insert() returns -EINVAL in this state, but its contract asks for `result != -EINVAL`:
        page = &zeropage
        page->count = 0
        area->flags = DEMO_READ
        demo_validate(area, page) returned 0
note: this assumes: the count of the page is 0
note: to replay: kverdict simulate mm/demo.c --function demo_insert --set 'page=&zeropage' --set 'page->count=0' --set 'area->flags=DEMO_READ' --set 'demo_validate(area, page)=0'
note: the way through the function:
        mm/demo.c:20: !demo_count(page) is true
        include/demo.h:4:   demo_count(): return page->count, which is 0 (page->count = 0)
        mm/demo.c:21: return -EINVAL, which is -22
note: contracts: what-the-validator-accepts, second
note: see https://lore.test/r/1
note: see https://lore.test/r/2

not decided: mm/demo.c:25: demo_map(): its loop has no bound that kverdict can see
did not apply: other: this tree has no DEMO_OTHER
did not apply: newer-a, newer-b: this tree has no demo_newer()
2 findings in 1 file; 2 functions explored; 1 not decided; 3 contracts did not apply
)");
}

TEST(Text, SaysThatThereIsNothing) {
  FileReport Empty;
  Empty.File = "mm/demo.c";
  Empty.Explored = {"one"};
  EXPECT_EQ(render(Empty), "no findings; 1 function explored\n");
}

TEST(Text, TellsUndecidedFixedAndOldFindingsApart) {
  FileReport R;
  R.Findings.assign(3, invertedReturn());
  R.Findings[0] = undecided(R.Findings[0], "too many paths");
  R.Findings[1].From = Origin::PreExisting;
  R.Findings[2].From = Origin::Fixed;
  std::string Text = render(R);
  EXPECT_THAT(Text, HasSubstr("mm/demo.c:7:10: undecided: Shouldn't"));
  EXPECT_THAT(Text, HasSubstr("note: not decided: too many paths\n"));
  EXPECT_THAT(Text, HasSubstr("[inverted-return, pre-existing]"));
  EXPECT_THAT(Text, HasSubstr("[inverted-return, fixed]"));
  EXPECT_THAT(Text, HasSubstr("\n1 finding in 1 file; 1 fixed; 0 functions explored; 1 not decided\n"));
}

/// An assumption is one line, and no line where there is none.
TEST(Text, SaysWhatMustBeSo) {
  FileReport R;
  R.Findings = {invertedReturn()};
  EXPECT_THAT(render(R), Not(HasSubstr("this holds if")));
  R.Findings[0].Assumptions = {{Assumption::Kind::DistinctObjects, "`a` and `b` are different objects", {}},
                               {Assumption::Kind::OnlyReads, "foo() only reads", {}}};
  EXPECT_THAT(render(R), HasSubstr("\nnote: this holds if `a` and `b` are different objects, and foo() only reads\n"));
  R.Findings[0] = undecided(R.Findings[0], "it is so only if `a` and `b` are different objects, and foo() only reads");
  EXPECT_THAT(render(R), Not(HasSubstr("this holds if"))) << "the reason says it";
}

TEST(Text, CountsWhatIsSilenced) {
  FileReport R;
  R.Findings = {invertedReturn()};
  R.Findings[0].Silenced = "a reason";
  R.Notices = {{{"mm/demo.c", 5, 2}, "this silences nothing"}};
  const std::string Text = render(R);
  EXPECT_THAT(Text, AllOf(HasSubstr("[inverted-return, silenced]\n"), HasSubstr("note: silenced: a reason\n"),
                          HasSubstr("mm/demo.c:5: warning: this silences nothing\n"),
                          HasSubstr("\nno findings; 0 functions explored; 1 silenced\n")));
}

TEST(Text, CountsWhatIsComparedAndExplored) {
  FileReport R;
  R.Changes.resize(1);
  EXPECT_THAT(render(R), EndsWith("no findings; 1 function compared\n"));
  R.Explored = {"f", "g"};
  EXPECT_THAT(render(R), EndsWith("no findings; 2 functions explored; 1 function compared\n"));
}

TEST(Text, CountsRefutedCandidatesOnlyForADeveloper) {
  FileReport R;
  R.Refuted = 2;
  EXPECT_EQ(render(R), "no findings; 0 functions explored\n");
  EXPECT_THAT(render(R, {false, true}), HasSubstr("2 candidates refuted by the simulator"));
}

TEST(Text, ShowsOnlyTheStepsThatTellSomething) {
  FileReport R;
  Finding F = invertedReturn();
  using Kind = TraceStep::Kind;
  F.Trace = {{Kind::Return, {"a.h", 1, 1}, "deep", 2, "area->flags", "1", "area->flags = DEMO_READ"},
             {Kind::Return, {"a.h", 2, 1}, "repeats", 2, "deep()", "1", ""},
             {Kind::Return, {"a.h", 3, 1}, "echo", 1, "repeats()", "1", ""},
             {Kind::Branch, {"mm/demo.c", 6, 1}, "demo_allowed", 0, "echo()", "true", ""}};
  R.Findings = {F};
  const std::string Short = render(R);
  EXPECT_NE(Short.find("deep(): return"), Short.npos);
  EXPECT_NE(Short.find("echo() is true"), Short.npos);
  EXPECT_EQ(Short.find("repeats(): "), Short.npos);
  EXPECT_EQ(Short.find("echo(): "), Short.npos);
  F.Trace.insert(F.Trace.end(), 40, F.Trace.back());
  R.Findings = {F};
  const std::string Cut = render(R);
  EXPECT_NE(Cut.find("        ...\n"), Cut.npos);
  EXPECT_LT(std::count(Cut.begin(), Cut.end(), '\n'), 40);
  const std::string All = renderText({R}, sampleLine, {false, true});
  EXPECT_NE(All.find("repeats(): "), All.npos);
  EXPECT_EQ(All.find("        ...\n"), All.npos);
}

TEST(Text, IsColouredOnlyWhenAsked) {
  EXPECT_THAT(render(sampleReport()), Not(HasSubstr("\x1b")));
  EXPECT_THAT(render(sampleReport(), {true, false}),
              AllOf(HasSubstr("\x1b[1;31merror: \x1b[0m"), HasSubstr("\x1b[31m-\t\treturn false;\x1b[0m")));
}

// A file name, a message and a source line come from strangers.
TEST(Text, MakesControlCharactersVisible) {
  FileReport R;
  R.Findings = {invertedReturn()};
  R.Findings[0].At.File = "mm/\x1b[2Jdemo.c";
  R.Findings[0].Message = "a\nb\x07";
  R.Findings[0].Witness = {{"x\x1b", "\xff"}};
  std::string Text = renderText({R}, [](auto, auto) { return "\tsource \x1b[31m\r"; }, {});
  EXPECT_THAT(Text, Not(testing::ContainsRegex("[\x01-\x08\x0b-\x1f]")));
  EXPECT_THAT(Text, HasSubstr("mm/\\x1b[2Jdemo.c:7:10: error: a\\x0ab\\x07 ["));
  EXPECT_THAT(Text, HasSubstr("        x\\x1b = <ff>\n"));
}

TEST(Text, PutsTheCaretUnderCharactersNotBytes) {
  FileReport R;
  R.Findings = {invertedReturn()};
  R.Findings[0].At.Column = 5;
  std::string Text = renderText({R}, [](auto, auto) { return "\t\xc3\xa4 x"; }, {});
  EXPECT_THAT(Text, HasSubstr("| \t\xc3\xa4 x\n      | \t  ^\n"));
}

/// What is said and what it rests on stays; of the rest, what there is room for.
TEST(Text, KeepsAFindingWithinItsLines) {
  FileReport R;
  R.Findings = {blockingGuard()};
  const std::string Whole = renderText({R}, sampleLine, {false, false, 0});
  const std::string Short = renderText({R}, sampleLine, {false, false, 12});
  EXPECT_THAT(Whole, Not(HasSubstr("more lines with -v")));
  const size_t End = Short.find("\n\n");
  EXPECT_LE(std::count(Short.begin(), Short.begin() + End, '\n') + 1, 12) << Short;
  EXPECT_THAT(Short, Not(HasSubstr("the way through the function:\nnote:"))) << "a heading of nothing";
  EXPECT_THAT(Short,
              AllOf(HasSubstr("note: this assumes"), HasSubstr("more lines with -v\n\n"), Not(HasSubstr("see "))));
  const std::string Least = renderText({R}, sampleLine, {false, false, 1});
  EXPECT_THAT(Least, AllOf(HasSubstr("note: this assumes"), HasSubstr("(and 1 more; -v shows them)")));
}

TEST(Text, ShowsAFixThatRemovesLines) {
  Finding F = blockingGuard();
  F.Repair = Fix{{{"mm/demo.c", 20, 1}, {"mm/demo.c", 22, 1}}, "", "remove the test", false};
  FileReport R;
  R.Findings = {F};
  EXPECT_THAT(render(R), HasSubstr("note: fix: remove the test (not tried)\n"
                                   "        -\tif (!demo_count(page))\n"
                                   "        -\t\treturn -EINVAL;\n"
                                   "note: demo_insert() returns"));
}

TEST(SourceLines, HasTheLinesOfTheTexts) {
  SourceLine Source = sourceLines({{"a", "one\n\nthree\n"}, {"b", "x"}, {"c", ""}});
  EXPECT_EQ(Source("a", 1), "one");
  EXPECT_EQ(Source("a", 2), "");
  EXPECT_EQ(Source("a", 3), "three");
  EXPECT_EQ(Source("b", 1), "x");
  EXPECT_EQ(Source("a", 4), std::nullopt);
  EXPECT_EQ(Source("a", 0), std::nullopt);
  EXPECT_EQ(Source("c", 1), std::nullopt);
  EXPECT_EQ(Source("d", 1), std::nullopt);
}
