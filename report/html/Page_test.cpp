#include "report/html/Page.h"

#include "report/html/Escape.h"
#include "report/terminal/SeriesText.h"
#include "testing/Sample.h"

#include <gmock/gmock.h>

#include <regex>

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace kverdict {
namespace {

Patch appliedPatch() {
  Patch P = samplePatch();
  P.Applied = true;
  return P;
}

Comparison stricter() {
  Comparison C;
  C.Function = "demo_allowed";
  C.What = Change::Stricter;
  Difference D;
  D.Way = Direction::Stricter;
  D.Conditions = {"!(!area->flags)"};
  D.Old = "true", D.New = "false";
  D.OldAt = D.NewAt = {"mm/demo.c", 7, 3};
  D.NewState.Shown = {{"area->flags", "DEMO_READ"}, {"vmemmap_base", "0", true}};
  C.Differences = {D};
  return C;
}

Row row(const std::vector<std::string> &Conditions, const std::string &Verdict) {
  Row R;
  R.Conditions = Conditions;
  R.Verdict = Verdict;
  R.At = {"mm/demo.c", 4, 3};
  return R;
}

Page samplePage(const Patch &Of) {
  FileReport Report = sampleReport();
  Report.Changes = {stricter()};
  Page Made{"mm: it", {{"Base", "1a2b3c"}, {"Build", "Linux/x86"}}, {}, {}};
  Made.Parts.push_back({.Name = "", .Of = &Of, .Reports = {Report}, .Lines = {}, .Source = sampleLine, .Problems = {}});
  for (unsigned Line : {6u, 7u})
    Made.Parts[0].Lines["mm/demo.c"].push_back(
        {.Line = Line, .What = Fate::Compared, .Name = "demo_allowed", .Outcome = Change::Stricter});
  return Made;
}

/// Where the first text stands; each must stand behind the one before.
void inOrder(const std::string &Text, const std::vector<std::string> &Parts) {
  size_t At = 0;
  for (const std::string &Each : Parts) {
    const size_t Found = Text.find(Each, At);
    EXPECT_NE(Found, std::string::npos) << "after " << At << ": " << Each;
    At = Found == std::string::npos ? At : Found;
  }
}

/// Each tag that is opened is closed, in its order.
void isWellFormed(const std::string &Text) {
  const std::regex Tag("<(/?)([a-z0-9]+)[^>]*>");
  std::vector<std::string> Open;
  const size_t Begin = Text.find("<body>");
  const std::string Body = Text.substr(Begin, Text.find("</html>") - Begin);
  for (std::sregex_iterator It(Body.begin(), Body.end(), Tag), End; It != End; ++It) {
    const std::string Name = (*It)[2];
    if (Name == "br")
      continue;
    if ((*It)[1].length() == 0) {
      Open.push_back(Name);
      continue;
    }
    ASSERT_FALSE(Open.empty()) << Name;
    ASSERT_EQ(Open.back(), Name) << Body.substr(It->position() > 200 ? It->position() - 200 : 0, 260);
    Open.pop_back();
  }
  EXPECT_TRUE(Open.empty()) << Open.back();
}

} // namespace

TEST(Page, WhatIsWrongStandsFirst) {
  const Patch P = appliedPatch();
  const std::string Text = renderPage(samplePage(P));
  inOrder(Text, {"<h1>mm: it</h1>", "1 error", "1 warning", "<dt>Base</dt><dd>1a2b3c</dd>", "<h2>What is wrong</h2>",
                 "demo_allowed()", "Shouldn&#39;t this return true?",
                 "It returns false with <code>area-&gt;flags = DEMO_READ</code>", "<main"});
}

TEST(Page, ACommentStandsUnderItsLine) {
  const Patch P = appliedPatch();
  const std::string Text = renderPage(samplePage(P));
  const size_t Main = Text.find("<main");
  inOrder(Text.substr(Main),
          {"class=\"l add at\"><span class=\"n\">7</span><span class=\"c\">+\t\treturn false;",
           "class=\"comment error\"", "seen in a run", "Shouldn&#39;t this return true?", "Suggested: return true",
           "<span class=\"l del\">-\t\treturn false;", "<span class=\"l add\">+\t\treturn true;",
           "The comment above says so.", "kverdict simulate", "</div>"});
}

TEST(Page, TheTableHasBothVerdictsAndFoldsWhatIsEqual) {
  const Patch P = appliedPatch();
  Page Of = samplePage(P);
  Of.Parts[0].Tables[{"mm/demo.c", "demo_allowed"}] = {
      {"demo_allowed", {row({"demo_forbids(area->mm)"}, "false"), row({"!(demo_forbids(area->mm))"}, "true")}},
      {"demo_allowed", {row({"demo_forbids(area->mm)"}, "false"), row({"!(demo_forbids(area->mm))"}, "false")}}};
  const std::string Text = renderPage(Of);
  inOrder(Text, {"<code>area-&gt;flags</code>", "for instance", "<code>area-&gt;flags = DEMO_READ</code>",
                 "<del><code>true</code></del>", "<ins><code>false</code></ins>",
                 "<details><summary>1 of 2 cases: the same before and now</summary>",
                 "<code>demo_forbids(area-&gt;mm)</code>"});
  EXPECT_THAT(Text, Not(HasSubstr("vmemmap_base")));
}

TEST(Page, AChangeOfWhichNobodySaysThatItIsWrongIsAskedAbout) {
  const Patch P = appliedPatch();
  Page Of = samplePage(P);
  Of.Parts[0].Reports[0].Findings.clear();
  const std::string Text = renderPage(Of);
  inOrder(Text, {"1 changed", "What decides otherwise now: is it meant?", "<code>true</code></del>", "<main",
                 "class=\"l add asked\"><span class=\"n\">7</span>", "class=\"comment change\"",
                 "decides otherwise now. Is it meant?", "with <code>area-&gt;flags = DEMO_READ</code>", "</div>"});
  Of.Parts[0].Reports[0].Changes[0].Differences.clear();
  Of.Parts[0].Reports[0].Changes[0].What = Change::Different;
  Of.Parts[0].Reports[0].Changes[0].Effects = {{{{"no longer calls unlock()", {"mm/demo.c", 6, 1}, true}}, {}, {}}};
  inOrder(renderPage(Of), {"<main", "does something else now. Is it meant?", "it no longer calls unlock()"});
}

TEST(Page, AFunctionOfAHeaderHasItsLinesThere) {
  const Patch P = appliedPatch();
  Page Of = samplePage(P);
  FileReport Other;
  Other.File = "mm/includes.c";
  Other.Changes = {stricter()};
  Of.Parts[0].Reports = {Other};
  inOrder(renderPage(Of),
          {"<main", "<code>demo_allowed()</code>", "place soft\">mm/demo.c", "l add asked\"><span class=\"n\">7<"});
}

TEST(Page, AFunctionThatAMacroReachesHasTheMacrosLines) {
  const Patch P = appliedPatch();
  Page Of = samplePage(P);
  Of.Parts[0].Reports[0].Findings.clear();
  Of.Parts[0].Lines["mm/demo.c"] = {
      {.Line = 6, .What = Fate::Reaching, .Name = "DEMO_WRITE", .Reaches = {"other", "demo_allowed"}, .Reason = ""}};
  inOrder(renderPage(Of), {"<main", "l add asked\"><span class=\"n\">6<", "Is it meant?"});
}

TEST(Page, OfVeryManyFunctionsItShowsTheWorst) {
  const Patch P = appliedPatch();
  Page Of = samplePage(P);
  for (unsigned I = 0; I < 300; ++I) {
    Comparison C = stricter();
    C.Function = "f" + std::to_string(I);
    Of.Parts[0].Reports[0].Changes.push_back(C);
  }
  const std::string Text = renderPage(Of);
  inOrder(Text, {"1 error", "1 warning", "300 changed", "<main", "id=\"p1-1\"", "Shouldn&#39;t",
                 "152 more functions changed"});
  EXPECT_THAT(Text, Not(HasSubstr("id=\"p1-151\"")));
}

TEST(Page, WhetherACallerLeadsThereIsSaid) {
  const Patch P = appliedPatch();
  Page Of = samplePage(P);
  Callers By;
  By.Seen.push_back({"demo<caller", "", Caller::Kind::Never, "", {}, {}});
  Of.Parts[0].Reports[0].Changes[0].CalledBy = By;
  EXPECT_THAT(renderPage(Of), HasSubstr("<p>Callers: "));
}

TEST(Page, WhatDidNotApplyIsSaid) {
  Patch P = appliedPatch();
  EXPECT_THAT(renderPage(samplePage(P)), Not(HasSubstr("not applied")));
  P.Applied = false;
  EXPECT_THAT(renderPage(samplePage(P)), HasSubstr("It was not applied"));
}

TEST(Page, TheWayIsLit) {
  const Patch P = appliedPatch();
  const std::string Text = renderPage(samplePage(P));
  inOrder(Text, {"The way through <code>demo_allowed()</code>", "<span class=\"l\"><span class=\"n\">1</span>",
                 "<span class=\"l lit\"><span class=\"n\">3</span>", "&larr; is false</span>",
                 "<span class=\"l\"><span class=\"n\">4</span>", "<span class=\"l lit\"><span class=\"n\">6</span>",
                 "&larr; is true</span>", "<span class=\"l lit at\"><span class=\"n\">7</span>",
                 "<span class=\"n\">9</span>", "</details>"});
}

TEST(Page, WhatWasNotLookedAtHasItsReason) {
  const Patch P = appliedPatch();
  Page Of = samplePage(P);
  Of.Parts[0].Lines["mm/demo.c"] = {
      {.Line = 6, .What = Fate::NotCompiled, .Reason = "CONFIG_USERFAULTFD"},
      {.Line = 7, .What = Fate::NotCompiled, .Reason = "CONFIG_USERFAULTFD"},
      {.Old = true, .Line = 9, .What = Fate::NotLookedAt, .Name = "x", .Reason = "not C"},
  };
  Of.Parts[0].Problems = {"mm/gone.c: no compile command"};
  const std::string Text = renderPage(Of);
  inOrder(Text, {"<h3>Not looked at, or not decided</h3>", "mm/gone.c: no compile command", "changed lines 6 to 7",
                 "not compiled in this build: CONFIG_USERFAULTFD", "changed line 9 of the old text (x)",
                 "not looked at: not C", "demo_map()", "its loop has no bound", "3 contracts did not apply"});
}

TEST(Page, ASeriesHasARowForEachPatch) {
  const Patch P = appliedPatch();
  Page Of = samplePage(P);
  Of.Parts.push_back(Of.Parts[0]);
  Of.Parts[0].Reports.clear();
  Of.Parts[0].Name = "patch 1/2", Of.Parts[1].Name = "patch 2/2";
  const std::string Text = renderPage(Of);
  inOrder(Text, {"<nav", "patch 1/2", "href=\"#p1\"", "nothing to say", "patch 2/2", "href=\"#p2\"", "1 error",
                 "1 warning", "</nav>", "id=\"p1\"", "id=\"p2\"", "id=\"p2-1\""});
  EXPECT_THAT(Text, HasSubstr("2 patches"));
}

TEST(Page, NothingThatIsQuotedIsMarkup) {
  const std::string Evil = "<script>alert(1)</script>\"'&\x1b[1m\xe2\x80\xae";
  Patch P = appliedPatch();
  P.Header.Subject = "[PATCH] " + Evil;
  P.Header.Author = Evil;
  for (FileChange &C : P.Files)
    for (Hunk &H : C.Hunks) {
      H.Header = "@@ -1 +1 @@ " + Evil;
      for (HunkLine &L : H.Lines)
        L.Text += Evil;
    }
  Page Of = samplePage(P);
  Of.Title = Of.Facts[0].second = Evil;
  Of.Problems = {Evil};
  PagePart &Part = Of.Parts[0];
  Part.Name = Part.Claim = Evil;
  Part.Problems = {Evil};
  Part.Source = [&](const std::string &File, unsigned Line) {
    const auto Text = sampleLine(File, Line);
    return Text ? std::optional(*Text + "//" + Evil) : Text;
  };
  Statement S = Part.Reports[0].Findings[1];
  for (std::string *Each : {&S.Message, &S.Why, &S.Premise, &S.Verdict, &S.Expected, &S.Before, &S.MendedBy, &S.Rule})
    *Each = Evil;
  S.Witness = {{Evil, Evil}};
  S.Calls = S.Remarks = S.References = S.Contracts = {Evil};
  S.Assumptions = {{Assumption::Kind::Other, Evil, {}}};
  S.Repair->Description = S.Repair->Text = Evil;
  for (TraceStep &Step : S.Trace)
    Step.Outcome = Step.Text = Step.Values = Evil;
  Part.Reports[0].Findings[1] = Finding(S, Status::Confirmed);
  Part.Reports[0].Gaps = {{{Evil, 1, 1}, Evil, Evil}};
  Part.Reports[0].Skipped = {{Evil, Evil, Evil}};
  Comparison C = stricter();
  C.Reason = Evil;
  C.Assumed = {Evil};
  C.Differences[0].Conditions = {Evil};
  C.Differences[0].Old = C.Differences[0].New = Evil;
  C.Effects.push_back({{{Evil, {Evil, 1, 1}, false}}, {}, {}});
  Part.Reports[0].Changes = {C};
  const std::string Text = renderPage(Of);
  EXPECT_THAT(Text, AllOf(Not(HasSubstr("<script")), Not(HasSubstr("\x1b")), Not(HasSubstr("\xe2\x80\xae"))));
  EXPECT_THAT(Text, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\\x1b[1m&lt;U+202E&gt;"));
  isWellFormed(Text);
}

TEST(Page, ItAsksForNothingElse) {
  const Patch P = appliedPatch();
  const std::string Text = renderPage(samplePage(P));
  EXPECT_THAT(Text, HasSubstr("default-src 'none'"));
  for (const char *Not_ : {"src=", "<link", "<script", "@import", "url(", "href=\"http"})
    EXPECT_THAT(Text, Not(HasSubstr(Not_)));
}

TEST(Page, NothingAtAll) {
  EXPECT_THAT(renderPage({}), AllOf(HasSubstr("Nothing wrong was found"), HasSubstr("nothing to say")));
  Page Of;
  Of.Parts.emplace_back().Source = sampleLine;
  isWellFormed(renderPage(Of));
}

TEST(Page, FilesAsTheyStandHaveTheLinesAround) {
  Page Of{"mm/demo.c", {}, {}, {}};
  Of.Parts.push_back({.Name = "", .Reports = {sampleReport()}, .Lines = {}, .Source = sampleLine, .Problems = {}});
  const std::string Text = renderPage(Of);
  inOrder(Text, {"<main", "class=\"l at\"><span class=\"n\">7</span>", "class=\"comment error\"", "not compared"});
  EXPECT_THAT(Text, AllOf(HasSubstr("kverdict check"), HasSubstr("1 file, 2 functions"), Not(HasSubstr("1 patch"))));
  isWellFormed(Text);
}

} // namespace kverdict
