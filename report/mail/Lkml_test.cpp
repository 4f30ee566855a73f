#include "input/tree/TempDir.h"
#include "report/Comment.h"
#include "report/mail/Lkml.h"
#include "testing/Sample.h"

#include "llvm/Support/Unicode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

using namespace kverdict;
using testing::AllOf;
using testing::AnyOf;
using testing::ContainsRegex;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

static const char Sender[] = "J\xc3\xbcrgen <me@sender.test>";

static std::string reply(const FileReport &Report, const Patch &To = samplePatch(), const std::string &From = Sender) {
  return renderLkml({Report}, To, sampleLine, {From});
}

/// Of two findings under one line that came of the same run, the second one says what it asks, and no more.
TEST(Lkml, WhatTellsTheSameIsToldOnce) {
  FileReport R = sampleReport();
  R.Findings = {invertedReturn(), invertedReturn()};
  R.Findings[1].Message = "The message says \"rework\". Is that meant?";
  const std::string Mail = reply(R);
  EXPECT_THAT(
      Mail, ContainsRegex("safe\nfor the zeropage.\n\nThe message says \"rework\". Is that meant.\n\nA suggestion: "));
  EXPECT_EQ(Mail.find("demo_allowed() returns false"), Mail.rfind("demo_allowed() returns false"));
  EXPECT_EQ(Mail.find("A suggestion"), Mail.rfind("A suggestion"));
  R.Findings[1].Verdict = "returns true"; // another run
  R.Findings[1].Witness = {{"area->flags", "DEMO_WRITE"}};
  EXPECT_THAT(reply(R), HasSubstr("demo_allowed() returns true"));
}

TEST(Lkml, AStateIsASentenceWhereThereIsNoRoom) {
  FileReport R = sampleReport();
  R.Findings = {invertedReturn()};
  R.Findings[0].Witness = {{"a", "1"}, {"b", "2"}, {"c", "3"}};
  R.Findings[0].Message = std::string(6 * 70, 'x') + "?";
  for (size_t At = 70; At < 6 * 70; At += 70)
    R.Findings[0].Message[At] = ' ';
  EXPECT_THAT(renderLkml({R}, samplePatch(), sampleLine, {"", {10, 10}}),
              HasSubstr("Where a = 1, b = 2 and c = 3, demo_allowed() returns false.\n"));
  R.Findings[0].Witness.push_back({"d", "4"});
  R.Findings[0].Witness.push_back({"e", "5"});
  EXPECT_THAT(renderLkml({R}, samplePatch(), sampleLine, {"", {10, 10}}),
              HasSubstr("Where a = 1, b = 2, c = 3 and 2 more, demo_allowed() returns false.\n"));
}

TEST(Lkml, IsAReplyToThePatch) {
  EXPECT_EQ(reply(sampleReport()), R"(From: =?UTF-8?B?SsO8cmdlbg==?= <me@sender.test>
To: =?UTF-8?q?Zo=C3=AB=20Writer?= <zoe@writer.test>
Cc: linux-mm@list.test,
	"Keeper, A." <keeper@list.test>,
	=?UTF-8?q?J=C3=BCrgen?= <j@list.test>
Subject: =?UTF-8?B?UmU6IFtQQVRDSCB2MSAxLzJdIG1tL2RlbW86IG5hw692ZWx5IHN1?=
 =?UTF-8?B?cHBvcnQgaXQgaW4gZGVtb19pbnNlcnQoKSBhbmQgZGVtb19pbnNl?=
 =?UTF-8?B?cnRfcGFnZXMoKQ==?=
In-Reply-To: <20240430204044.1-2-zoe@writer.test>
References: <20240430204044.1-1-zoe@writer.test>
	<20240430204044.1-2-zoe@writer.test>
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: 8bit

On Tue, 30 Apr 2024 22:40:43 +0200, Zoë Writer wrote:

[ ... ]

> diff --git a/mm/demo.c b/mm/demo.c
> @@ -1,3 +1,13 @@
> +static bool demo_allowed(struct area *area)
> +{
> +	if (demo_forbids(area->mm))
> +		return false;
> +	/* Nobody can ever write here. */
> +	if (!(area->flags & (DEMO_WRITE | DEMO_MAYWRITE)))
> +		return false;

With area->flags = DEMO_READ, demo_allowed() returns false:

    demo_forbids(area->mm) is false
    !(area->flags & (DEMO_WRITE | DEMO_MAYWRITE)) is true
    return false

Shouldn't this return true? A mapping that can never become writable is safe
for the zeropage.

A suggestion: return true instead of false. I tried it: with that change,
all rules for demo_allowed() hold.

The comment above says so.

To replay it, with the patch applied:

    kverdict simulate mm/demo.c --function demo_allowed \
        --set 'area->flags=DEMO_READ'

[ ... ]

> @@ -6,9 +16,9 @@ static int demo_insert(struct area *area, struct page *page)
>  static int demo_insert(struct area *area, struct page *page)
>  {
>  	int err;
>
>  	if (!demo_count(page))

In this state:

    page = &zeropage
    page->count = 0
    area->flags = DEMO_READ
    demo_validate(area, page) returned 0

demo_insert() returns -EINVAL:

    !demo_count(page) is true
      demo_count(): return page->count, which is 0
    return -EINVAL, which is -22

Doesn't this test refuse a page that demo_validate() accepts?

This assumes: the count of the page is 0.

To replay it, with the patch applied:

    kverdict simulate mm/demo.c --function demo_insert \
        --set 'page=&zeropage' --set 'page->count=0' \
        --set 'area->flags=DEMO_READ' --set 'demo_validate(area, page)=0'

Not decided: demo_map() (its loop has no bound that kverdict can see).

For background:

    https://lore.test/r/1
    https://lore.test/r/2

-- 
kverdict, a tool: it looks for states in which a function decides other than
before, or than its rules say, and runs the source in each that it reports.
)");
}

// Undecided, old and mended findings are no comments, and gaps alone are no reason to write.
TEST(Lkml, IsEmptyIfThereIsNothingToSay) {
  FileReport R = sampleReport();
  R.Findings.assign(3, invertedReturn());
  R.Findings[0] = undecided(R.Findings[0]);
  R.Findings[1].From = Origin::PreExisting;
  R.Findings[2].From = Origin::Fixed;
  EXPECT_EQ(reply(R), "");
  R.Findings.push_back(invertedReturn());
  EXPECT_NE(reply(R), "");
}

/// What changed, a state, the question and the edit; of the rest, what there is room for.
TEST(Lkml, KeepsACommentWithinItsLines) {
  FileReport R = sampleReport();
  Comparison C;
  C.Function = "demo_allowed";
  C.What = Change::Stricter;
  C.Differences.resize(1);
  C.Differences[0].Conditions = {"!(area->flags & DEMO_WRITE)"};
  C.Differences[0].Old = "true", C.Differences[0].New = "false";
  R.Changes = {C};
  R.Findings = {invertedReturn()};
  R.Findings[0].Why = std::string(70 * 4, 'x');
  const std::string Short = renderLkml({R}, samplePatch(), sampleLine, {"", {10, 10}});
  EXPECT_THAT(Short, HasSubstr("> +\t\treturn false;\n\n"
                               "With this patch, demo_allowed() refuses states that it accepted before:\n"
                               "false instead of true where !(area->flags & DEMO_WRITE).\n\n"
                               "With area->flags = DEMO_READ, demo_allowed() returns false:\n\n"
                               "    demo_forbids(area->mm) is false\n"
                               "    !(area->flags & (DEMO_WRITE | DEMO_MAYWRITE)) is true\n"
                               "    return false\n\n"
                               "Shouldn't this return true? A mapping that can never become writable is safe\n"
                               "for the zeropage.\n\n"
                               "A suggestion: return true instead of false. I tried it: with that change,\n"
                               "all rules for demo_allowed() hold.\n\n"));
  EXPECT_THAT(Short, Not(AnyOf(HasSubstr("xxx"), HasSubstr("To replay"))));
  R.Findings = {blockingGuard()};
  for (const char *Each : {"a", "b", "c", "d"})
    R.Findings[0].Witness.push_back({Each, "1"});
  const std::string Cut = renderLkml({R}, samplePatch(), sampleLine, {"", {10, 10}});
  EXPECT_THAT(Cut, AllOf(HasSubstr(" more)\n"), HasSubstr("This assumes: "), Not(HasSubstr("To replay"))));
}

/// The comments of a reply: what stands between quoted lines.
static std::vector<std::string> comments(const std::string &Mail) {
  std::vector<std::string> Out;
  llvm::StringRef Rest =
      llvm::StringRef(Mail).split("wrote:").second.split("\n-- \n").first.split("For background").first;
  bool Quote = true;
  for (; !Rest.empty(); Rest = Rest.split('\n').second) {
    const llvm::StringRef Line = Rest.split('\n').first;
    if (Line.empty() || Line == "[ ... ]")
      continue;
    if (!Line.starts_with(">") && Quote)
      Out.emplace_back();
    Quote = Line.starts_with(">");
    if (!Quote)
      Out.back() += Line.str() + "\n";
  }
  return Out;
}

/// However many findings there are at one place, and however long each is, it is one comment; what is left out is said.
TEST(Lkml, WhatIsSaidUnderALineIsOneShortComment) {
  FileReport R = sampleReport();
  R.Gaps.clear();
  R.Findings = {invertedReturn()};
  for (const char *Rule : {"dead-guard", "lost-error", "unsaid-change", "wrapping-guard"}) {
    Finding Each = invertedReturn();
    Each.Rule = Rule;
    Each.Level = Severity::Warning;
    Each.Verdict = std::string("does ") + Rule;
    Each.Message = std::string("Is this what ") + Rule + " asks, and is it asked in words that take more than a line?";
    R.Findings.push_back(Each);
  }
  const std::string Mail = renderLkml({R}, samplePatch(), sampleLine, {"", {10, 10}});
  ASSERT_THAT(comments(Mail), testing::SizeIs(1));
  EXPECT_LE(lineCount(comments(Mail)[0]), 10u) << Mail;
  EXPECT_THAT(Mail,
              AllOf(HasSubstr("Shouldn't this return true?"), ContainsRegex("kverdict -v shows [1-3] more finding")));
  EXPECT_THAT(Mail, Not(HasSubstr("unsaid-change"))) << "it is least";
  EXPECT_THAT(reply(R), AllOf(HasSubstr("unsaid-change"), Not(HasSubstr("kverdict -v")))) << "no bound";
  R.Findings = {invertedReturn()};
  R.Findings[0].Premise = std::string(20 * 70, 'x');
  for (size_t At = 70; At < 20 * 70; At += 70)
    R.Findings[0].Premise[At] = ' ';
  const std::string Cut = renderLkml({R}, samplePatch(), sampleLine, {"", {10, 10}});
  EXPECT_LE(lineCount(comments(Cut).at(0)), 10u) << Cut;
  EXPECT_THAT(Cut, ContainsRegex("kverdict -v shows [0-9]+ more lines"));
}

/// What is told of the same state is not told again.
TEST(Lkml, AStateIsToldOnce) {
  FileReport R = sampleReport();
  R.Findings = {invertedReturn(), invertedReturn()};
  R.Findings[1].Rule = "new-crash";
  R.Findings[1].Verdict = "crashes";
  const std::string Mail = renderLkml({R}, samplePatch(), sampleLine, {"", {10, 10}});
  EXPECT_EQ(Mail.find("With area->flags"), Mail.rfind("With area->flags"));
}

/// Long arguments are left out of a state, where one call alone has the name.
TEST(Lkml, ArgumentsAreShort) {
  FileReport R = sampleReport();
  R.Findings = {invertedReturn()};
  R.Findings[0].Calls = {"may(area->mm->owner->group->leader, 7) returned 1",
                         "find(area->mm->owner->list, 1) returned 0",
                         "find(area->mm->owner->list, 2) did not return NULL", "ask(7) returned 0"};
  const std::string Mail = renderLkml({R}, samplePatch(), sampleLine, {"", {10, 14}});
  EXPECT_THAT(Mail, AllOf(HasSubstr("may() returned 1"), HasSubstr("find(area->mm->owner->list, 1) returned 0")));
}

/// Under the edit that a fix takes back, whichever line the finding is about; and what is asked of "this" is asked of
/// the function then.
TEST(Lkml, StandsUnderWhatIsToBlame) {
  FileReport R = sampleReport();
  R.Findings = {invertedReturn()};
  R.Findings[0].Repair = Fix{{{"mm/demo.c", 6, 6}, {"mm/demo.c", 6, 20}}, "x", "restore the guard", true};
  EXPECT_THAT(reply(R), HasSubstr("DEMO_MAYWRITE)))\n\nWith area->flags"));
  EXPECT_THAT(reply(R), HasSubstr("\n\nShouldn't demo_allowed() return true?"));
  R.Findings[0].Repair->Span.End = {"mm/demo.c", 8, 1};
  EXPECT_THAT(reply(R), HasSubstr("> +\t\treturn false;\n\nWith area->flags")) << "the finding's own line";
  EXPECT_THAT(reply(R), HasSubstr("\n\nShouldn't this return true?"));
  R.Findings[0].Repair->Verified = false;
  R.Findings[0].Repair->Span = {{"mm/demo.c", 6, 6}, {"mm/demo.c", 6, 20}};
  EXPECT_THAT(reply(R), HasSubstr("> +\t\treturn false;\n\nWith area->flags")) << "it was not tried";
}

/// Lines that are to be put back are quoted as they went.
TEST(Lkml, StandsUnderTheLinesThatAreToComeBack) {
  Patch P = samplePatch();
  auto &Lines = P.Files[0].Hunks[1].Lines;
  std::erase_if(Lines, [](const HunkLine &Each) { return Each.Kind == LineKind::Added; });
  const auto Gone =
      std::find_if(Lines.begin(), Lines.end(), [](const HunkLine &Each) { return Each.Kind == LineKind::Removed; });
  Gone[1].NewLine = 22, Gone[2].NewLine = 23;
  FileReport R;
  R.Findings = {blockingGuard()};
  R.Findings[0].Rule = "new-crash";
  const std::string Under = "> -\terr = demo_validate(page);\n\nIn this state:";
  for (const unsigned Line : {20u, 22u, 23u}) {
    R.Findings[0].At.Line = Line;
    R.Findings[0].Repair.reset();
    EXPECT_THAT(renderLkml({R}, P, sampleLine, {}), HasSubstr(Under)) << Line;
    R.Findings[0].Repair = Fix{{{"mm/demo.c", 22, 1}, {"mm/demo.c", 22, 1}}, "\tx();\n", "put `x();` back", true};
    EXPECT_THAT(renderLkml({R}, P, sampleLine, {}), HasSubstr(Under)) << Line;
    R.Findings[0].Repair = Fix{{{"mm/demo.c", 21, 20}, {"mm/demo.c", 21, 20}}, "x", "put `x` back", true};
    EXPECT_THAT(renderLkml({R}, P, sampleLine, {}), HasSubstr(Under)) << Line;
  }
}

/// A function that the patch does not touch is named, also where the quoted lines show it.
TEST(Lkml, SaysWhereItIsIfItIsElsewhere) {
  FileReport R = sampleReport();
  R.Findings = {invertedReturn()};
  R.Findings[0].Function = "untouched";
  R.Findings[0].At = {"mm/demo.c", 13, 2};
  R.Findings[0].Repair.reset();
  EXPECT_THAT(reply(R), HasSubstr("\n\nIn untouched() of mm/demo.c:\n\n    return 0;\n\nWith area->flags"));
  EXPECT_THAT(reply(R), Not(HasSubstr(">  \treturn 0;\n\n")));
  Patch P = samplePatch();
  P.Files.erase(P.Files.begin());
  P.Files[0].Hunks.resize(1);
  EXPECT_THAT(renderLkml({R}, P, sampleLine, {}), HasSubstr("> +new\n\nIn untouched() of mm/demo.c, which the quoted"))
      << "a patch of one thing";
}

/// What must be so for a comment to hold stands in it.
TEST(Lkml, SaysWhatItRestsOn) {
  FileReport R = sampleReport();
  R.Findings = {invertedReturn()};
  R.Findings[0].Assumptions = {{Assumption::Kind::DistinctObjects, "`a` and `b` are different objects", {}}};
  EXPECT_THAT(reply(R), HasSubstr("\n\nThis holds if `a` and `b` are different objects.\n\n"));
}

TEST(Lkml, KeepsProseNarrow) {
  FileReport R = sampleReport();
  for (Finding &F : R.Findings)
    F.Why = F.Premise = F.Message = "word and another one, " + std::string(300, 'x') + " " + F.Message + F.Message;
  R.Gaps[0].Reason += R.Gaps[0].Reason + R.Gaps[0].Reason;
  std::string Text = reply(R).substr(reply(R).find("\n\n"));
  for (llvm::StringRef Rest = Text; !Rest.empty();) {
    auto [Line, Next] = Rest.split('\n');
    Rest = Next;
    if (!Line.starts_with(">") && !Line.starts_with("    ") && Line.contains(' '))
      EXPECT_LT(llvm::sys::unicode::columnWidthUTF8(Line), 78) << Line.str();
  }
}

TEST(Lkml, QuotesNothingAfterTheLastComment) {
  std::string Text = reply(sampleReport());
  EXPECT_LT(Text.rfind("\n> "), Text.find("Doesn't this test refuse"));
  EXPECT_THAT(Text, Not(HasSubstr("mm/other.c")));
}

TEST(Lkml, QuotesFewLinesOfALongHunk) {
  Patch P = samplePatch();
  Hunk &Long = P.Files[0].Hunks[0];
  Long.Lines.clear();
  for (unsigned I = 1; I <= 60; ++I)
    Long.Lines.push_back({LineKind::Added, "line " + std::to_string(I), 0, I, false, {}});
  Long.Lines[1].Text = "static bool demo_allowed(struct area *area)";
  FileReport R;
  R.Findings = {invertedReturn()};
  R.Findings[0].At.Line = 50;
  R.Findings[0].Repair.reset();
  EXPECT_THAT(reply(R, P),
              HasSubstr("> @@ -1,3 +1,13 @@\n\n[ ... ]\n\n> +static bool demo_allowed(struct area *area)\n\n"
                        "[ ... ]\n\n> +line 44\n> +line 45\n> +line 46\n> +line 47\n> +line 48\n> +line 49\n"
                        "> +line 50\n\nWith area"));
  R.Findings[0].At.Line = 16;
  EXPECT_THAT(reply(R, P), HasSubstr("> @@ -1,3 +1,13 @@\n\n[ ... ]\n\n> +static bool demo_allowed(struct area *area)\n"
                                     "> +line 3\n"));
  R.Findings[0].At.Line = 17;
  EXPECT_THAT(reply(R, P), HasSubstr("(struct area *area)\n\n[ ... ]\n\n> +line 11\n"));
}

TEST(Lkml, PutsTwoCommentsUnderOneLine) {
  FileReport R;
  R.Findings.assign(2, invertedReturn());
  R.Findings[1].Rule = "zz", R.Findings[1].Message = "And this?";
  std::string Text = reply(R);
  EXPECT_EQ(Text.find("> +\t\treturn false;\n\n"), Text.rfind("> +\t\treturn false;\n\n"));
  EXPECT_LT(Text.find("Shouldn't"), Text.find("And this?"));
}

/// A comment stands under what the patch changes in the function, or else at the end.
TEST(Lkml, PutsWhatNoHunkShowsUnderTheChangeOrAtTheEnd) {
  FileReport R = sampleReport();
  R.Findings[1].Function = "demo_insert";
  R.Findings[1].At = {"mm/demo.c", 25, 2};
  R.Findings[1].Repair.reset();
  std::string Text = reply(R);
  EXPECT_THAT(Text, HasSubstr("> +\terr = demo_validate(area, page);\n\nWith area->flags"));
  EXPECT_THAT(Text, Not(HasSubstr("which the quoted lines do not show")));
  EXPECT_LT(Text.find("Doesn't this test"), Text.find("Shouldn't this"));
  R.Findings[1].At = {"mm/elsewhere.c", 3, 2};
  EXPECT_THAT(reply(R),
              HasSubstr("[ ... ]\n\nIn demo_insert() of mm/elsewhere.c, which the quoted lines do not show.\n\n"));
}

/// What does not compile was not run, and may be in no function.
TEST(Lkml, SaysNoMoreThanIsKnown) {
  FileReport R = sampleReport();
  Statement F;
  F.Rule = "does-not-compile";
  F.At = {"mm/elsewhere.c", 3, 2};
  F.By = Evidence::Compiler;
  F.Message = "This does not compile: unknown type name 'foo'";
  R.Findings = {Finding(F, Status::Confirmed)};
  R.Gaps.clear();
  EXPECT_THAT(reply(R), HasSubstr("\n\nIn mm/elsewhere.c, which the quoted lines do not show.\n\n"
                                  "This does not compile: unknown type name 'foo'\n\n-- \n"
                                  "kverdict, a tool: what it says here, the compiler said.\n"));
}

TEST(Lkml, KeepsTheOrderOfThePatchForWhatItTouchesElsewhere) {
  FileReport R = sampleReport();
  Finding Elsewhere = blockingGuard();
  Elsewhere.Function = "demo_allowed";
  Elsewhere.At = {"mm/demo.c", 900, 2};
  Elsewhere.Message = "Is this line elsewhere?";
  R.Findings[1] = Elsewhere; // beside the one in demo_insert()
  Patch P = samplePatch();
  P.Files[0].Hunks[0].Heading = "static bool demo_allowed(struct area *area)";
  const std::string Text = renderLkml({R}, P, sampleLine, {});
  ASSERT_NE(Text.find("Is this line elsewhere?"), Text.npos);
  EXPECT_THAT(Text, Not(HasSubstr("which the quoted lines do not show")));
  EXPECT_LT(Text.find("Is this line elsewhere?"), Text.find("Doesn't this test refuse"));
}

TEST(Lkml, PutsACommentBelowAllThatItsFixRemoves) {
  FileReport R;
  Finding F = blockingGuard();
  F.Repair = Fix{{{"mm/demo.c", 20, 1}, {"mm/demo.c", 22, 1}}, "", "remove the guard", true};
  R.Findings = {F};
  const std::string Text = renderLkml({R}, samplePatch(), sampleLine, {});
  EXPECT_NE(Text.find(">  \t\treturn -EINVAL;\n\nIn this state:"), Text.npos) << Text;
}

/// What is said of the line behind lines that are gone is said of those; but not where that line is itself at fault.
TEST(Lkml, PutsACommentUnderTheLinesThatAreGone) {
  Patch P = samplePatch();
  auto &Lines = P.Files[0].Hunks[1].Lines;
  std::erase_if(Lines, [](const HunkLine &Each) { return Each.Kind == LineKind::Added; });
  const auto Gone =
      std::find_if(Lines.begin(), Lines.end(), [](const HunkLine &Each) { return Each.Kind == LineKind::Removed; });
  Gone[1].NewLine = 700;
  Gone[1].Text = "\tdemo_map(area);";
  FileReport R;
  R.Findings = {blockingGuard()};
  R.Findings[0].At.Line = 700;
  const std::string Under = "> -\terr = demo_validate(page);\n\nIn this state:";
  EXPECT_THAT(renderLkml({R}, P, sampleLine, {}), HasSubstr(Under));
  Patch Blank = P;
  auto &Spaced = Blank.Files[0].Hunks[1].Lines;
  const auto Behind = Spaced.begin() + (Gone - Lines.begin()) + 1;
  HunkLine Empty = *Behind;
  Empty.Text = "";
  Empty.NewLine = 699;
  Spaced.insert(Behind, Empty);
  EXPECT_THAT(renderLkml({R}, Blank, sampleLine, {}), HasSubstr(Under));
  R.Findings[0].Repair = Fix{{{"mm/demo.c", 700, 2}, {"mm/demo.c", 700, 4}}, "x", "change it", true};
  EXPECT_THAT(renderLkml({R}, P, sampleLine, {}), HasSubstr(">  \tdemo_map(area);\n\nIn this state:"));
}

TEST(Lkml, GetsTheHeaderRight) {
  Patch P = samplePatch();
  P.Header.Subject = "RE: Re: [PATCH] x\nBcc: evil@x.test";
  P.Header.From = "Eve <e@x.test>\r\nBcc: evil@x.test";
  P.Header.MessageId = "<a b>\n";
  P.Header.References = "";
  P.Header.Date = "now\n\nInjected: yes";
  std::string Text = reply(sampleReport(), P, "");
  std::string Header = Text.substr(0, Text.find("\n\n") + 1);
  EXPECT_THAT(Header, StartsWith("To: Eve"));
  EXPECT_THAT(Header, HasSubstr("\nSubject: Re: Re: [PATCH] x Bcc: evil@x.test\n"));
  EXPECT_THAT(Header, Not(ContainsRegex("\n(Bcc|Injected|In-Reply-To|References|Date|From):")));
  EXPECT_THAT(Text, HasSubstr("\n\nOn now Injected: yes, "));
}

TEST(Lkml, MakesControlCharactersVisible) {
  Patch P = samplePatch();
  P.Files[0].Hunks[0].Lines[5].Text = "\tif (1) /* \x1b[2J \xff */" + std::string(2000, 'x');
  FileReport R = sampleReport();
  R.Findings[1].Trace[0].Text = "x\x1b\ny";
  R.Findings[1].References = {"https://x.test/\nBcc: y"};
  R.Gaps[0].Reason = "\x07";
  std::string Text = reply(R, P);
  EXPECT_THAT(Text, Not(ContainsRegex("[\x01-\x08\x0b-\x1f]")));
  EXPECT_THAT(Text, HasSubstr("> +\tif (1) /* \\x1b[2J <ff> */xxx"));
  EXPECT_THAT(Text, HasSubstr("    x\\x1b\\x0ay is false\n"));
  llvm::StringRef Rest = Text;
  for (; !Rest.empty(); Rest = Rest.split('\n').second)
    EXPECT_LT(Rest.split('\n').first.size(), 998u);
}

// Runs a command on the mail and gives what it printed.
static std::string piped(const std::string &Mail, const std::string &Command) {
  TempDir D;
  writeFile(D.file("mail"), Mail);
  int Code = std::system(("cd " + D.path() +
                          " && HOME=. GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 "
                          "GIT_CEILING_DIRECTORIES=/ " +
                          Command + " >out 2>&1 </dev/null")
                             .c_str());
  std::string Out = readFile(D.file("out"), "output");
  EXPECT_EQ(Code, 0) << Out;
  return Out;
}

TEST(Lkml, IsReadyForGitSendEmail) {
  std::string Send = "GIT_COMMITTER_NAME=Me GIT_COMMITTER_EMAIL=me@sender.test GIT_AUTHOR_NAME=Me "
                     "GIT_AUTHOR_EMAIL=me@sender.test git send-email --dry-run "
                     "--confirm=never --smtp-server=/bin/true --suppress-cc=self "
                     "--from='Me <me@sender.test>' mail";
  std::string Out = piped(reply(sampleReport(), samplePatch(), ""), Send);
  EXPECT_THAT(Out, HasSubstr("Dry-OK."));
  EXPECT_THAT(Out, HasSubstr("\nIn-Reply-To: <20240430204044.1-2-zoe@writer.test>\n"));
  EXPECT_THAT(Out, HasSubstr(" zoe@writer.test linux-mm@list.test keeper@list.test j@list.test\n"));
  EXPECT_THAT(Out, HasSubstr("From: Me <me@sender.test>"));
  EXPECT_THAT(Out, Not(HasSubstr("8bit encoding should I declare")));
}

TEST(Lkml, IsUnderstoodByAMailReader) {
  std::string Script = R"(python3 -c '
import email, email.policy
m = email.message_from_binary_file(open("mail", "rb"), policy=email.policy.default)
print(m["subject"]); print(m["to"]); print(m["cc"]); print(m["from"]); print(m["references"].split())
print(sorted(k.lower() for k in m.keys())); print(len(m.defects)); print(m.get_content().splitlines()[0])')";
  EXPECT_EQ(piped(reply(sampleReport()), "PYTHONIOENCODING=utf-8 " + Script),
            "Re: [PATCH v1 1/2] mm/demo: na\xc3\xafvely support it in demo_insert() and demo_insert_pages()\n"
            "Zo\xc3\xab Writer <zoe@writer.test>\n"
            "linux-mm@list.test, \"Keeper, A.\" <keeper@list.test>, J\xc3\xbcrgen <j@list.test>\n"
            "J\xc3\xbcrgen <me@sender.test>\n"
            "['<20240430204044.1-1-zoe@writer.test>', '<20240430204044.1-2-zoe@writer.test>']\n"
            "['cc', 'content-transfer-encoding', 'content-type', 'from', 'in-reply-to', 'mime-version', 'references', "
            "'subject', 'to']\n"
            "0\n"
            "On Tue, 30 Apr 2024 22:40:43 +0200, Zo\xc3\xab Writer wrote:\n");
}
