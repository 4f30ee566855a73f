// What a comment of a reply says, and how long it is.
#include "report/Comment.h"
#include "report/mail/Lkml.h"
#include "testing/Sample.h"

#include "llvm/ADT/StringExtras.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

using namespace kverdict;
using testing::AllOf;
using testing::AnyOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

static std::string reply(const FileReport &Report, const Patch &To = samplePatch()) {
  return renderLkml({Report}, To, sampleLine, {});
}

/// A function that refuses where this holds, and accepted there before.
static Comparison stricter(const std::string &Function, const std::string &Where) {
  Comparison C;
  C.Function = Function;
  C.What = Change::Stricter;
  C.Differences.resize(1);
  C.Differences[0].Conditions = {Where};
  C.Differences[0].Old = "true", C.Differences[0].New = "false";
  return C;
}

/// Of two findings under one line that came of the same run, the second one says what it asks, and no more.
TEST(Comment, WhatTellsTheSameIsToldOnce) {
  FileReport R = sampleReport();
  R.Findings = {invertedReturn(), invertedReturn()};
  R.Findings[1].Message = "The message says \"rework\". Is that meant?";
  const std::string Mail = reply(R);
  EXPECT_THAT(Mail, ContainsRegex("safe\nfor the zeropage. .1.\n\nThe comment above says so.\n\nThe message says "
                                  "\"rework\". Is that meant. .1.\n\nA suggestion: "));
  EXPECT_EQ(Mail.find("demo_allowed() returns false"), Mail.rfind("demo_allowed() returns false"));
  EXPECT_EQ(Mail.find("A suggestion"), Mail.rfind("A suggestion"));
  R.Findings[1].Verdict = "returns true"; // another run
  R.Findings[1].Witness = {{"area->flags", "DEMO_WRITE"}};
  EXPECT_THAT(reply(R), HasSubstr("demo_allowed() returns true"));
}

/// What a check says of a run tells it all; that a claim is refuted by the same run comes behind it.
TEST(Comment, WhatSaysWhatWasSeenComesBeforeAClaim) {
  FileReport R = sampleReport();
  R.Findings = {invertedReturn(), invertedReturn()};
  R.Findings[0].Rule = "no-functional-change";
  R.Findings[0].Message = "The message says \"no functional change\". Doesn't this change what it does?";
  R.Findings[1].Rule = "new-crash";
  R.Findings[1].Message = "This follows area when it is NULL; before, demo_allowed() returned true there.";
  const std::string Mail = reply(R);
  EXPECT_LT(Mail.find("This follows area when it is NULL"), Mail.find("The message says")) << Mail;
}

/// What is wrong comes first where that is said and not asked, and the state as an example of it; what the function
/// returns there is told if that is not said.
TEST(Comment, WhatIsSaidComesBeforeItsState) {
  FileReport R = sampleReport();
  R.Findings = {invertedReturn()};
  Finding &F = R.Findings[0];
  F.Trace.clear(), F.Repair.reset(), F.References.clear(), F.Why.clear();
  F.Verdict = "returns -EINVAL";
  F.Message = "demo_allowed() returns with the lock held that `lock(&m)` took.";
  F.Witness = {{"a", "1"}, {"b", "2"}, {"c", "3"}};
  EXPECT_THAT(reply(R), HasSubstr("\n\ndemo_allowed() returns with the lock held that `lock(&m)` took.\n\n"
                                  "For instance, in this state, in which it returns -EINVAL:\n\n    a = 1\n"));
  F.Message = "With this, demo_allowed() returns -EINVAL although f() has just failed.";
  EXPECT_THAT(reply(R), HasSubstr("failed.\n\nFor instance, in this state:\n\n    a = 1\n"));
  F.Witness = {{"a", "1"}};
  EXPECT_THAT(reply(R), HasSubstr("failed.\n\nFor instance with a = 1.\n"));
}

TEST(Comment, AStateIsASentenceWhereThereIsNoRoom) {
  FileReport R = sampleReport();
  R.Findings = {invertedReturn()};
  R.Findings[0].Witness = {{"a", "1"}, {"b", "2"}, {"c", "3"}};
  R.Findings[0].Message = std::string(6 * 70, 'x') + "?";
  for (size_t At = 70; At < 6 * 70; At += 70)
    R.Findings[0].Message[At] = ' ';
  EXPECT_THAT(renderLkml({R}, samplePatch(), sampleLine, {"", {10, 10}}),
              HasSubstr("With a = 1, b = 2 and c = 3, demo_allowed() returns false.\n"));
  R.Findings[0].Witness.push_back({"d", "4"});
  R.Findings[0].Witness.push_back({"e", "5"});
  EXPECT_THAT(renderLkml({R}, samplePatch(), sampleLine, {"", {10, 10}}),
              HasSubstr("With a = 1, b = 2, c = 3 and 2 more, demo_allowed() returns false.\n"));
}

/// What changed, a state, the question and the edit; of the rest, what there is room for.
TEST(Comment, KeepsACommentWithinItsLines) {
  FileReport R = sampleReport();
  R.Changes = {stricter("demo_allowed", "!(area->flags & DEMO_WRITE)")};
  R.Findings = {invertedReturn()};
  R.Findings[0].Why = std::string(70 * 4, 'x');
  const std::string Short = renderLkml({R}, samplePatch(), sampleLine, {"", {10, 10}});
  EXPECT_THAT(Short, HasSubstr("> +\t\treturn false;\n\n"
                               "With this patch, demo_allowed() returns false instead of true where\n"
                               "!(area->flags & DEMO_WRITE).\n\n"
                               "With area->flags = DEMO_READ, it returns false:\n\n"
                               "    demo_forbids(area->mm) is false\n"
                               "    !(area->flags & (DEMO_WRITE | DEMO_MAYWRITE)) is true\n"
                               "    return false\n\n"
                               "Shouldn't this return true? A mapping that can never become writable is safe\n"
                               "for the zeropage. [1]\n\n"
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
  llvm::StringRef Rest = llvm::StringRef(Mail).split("wrote:").second.split("\n-- \n").first.split("\n[1] ").first;
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
TEST(Comment, WhatIsSaidUnderALineIsOneShortComment) {
  FileReport R = sampleReport();
  R.Gaps.clear();
  R.Findings = {invertedReturn()};
  for (const char *Rule : {"dead-guard", "lost-error", "unsaid-change", "wrapping-guard", "mask-misuse", "new-crash"}) {
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

/// A sentence leaves out how often a loop was looked at, which loop it is, and that a test is asked behind inline
/// assembly; but for one that is asked before it as well.
TEST(Comment, ConditionsOfLoopsAreShort) {
  FileReport R = sampleReport();
  auto flat = [&] {
    std::string Text = reply(R);
    std::replace(Text.begin(), Text.end(), '\n', ' ');
    return Text;
  };
  R.Findings = {invertedReturn()};
  R.Changes = {stricter("demo_allowed", "!(n > u), in some round of the loop at line 7 (10 rounds were looked at)")};
  EXPECT_THAT(flat(), HasSubstr("true where n <= u in some round.  "));
  R.Changes = {stricter("demo_allowed", "x[j] == k, for some j < n (9 rounds were looked at)")};
  EXPECT_THAT(flat(), HasSubstr("true where x[j] == k for some j < n.  "));
  R.Changes = {stricter("demo_allowed", "read(c) <= u after inline assembly")};
  EXPECT_THAT(flat(), HasSubstr("true where read(c) <= u.  "));
  R.Changes[0].Differences[0].Conditions.push_back("!(read(c) <= u)");
  EXPECT_THAT(flat(), HasSubstr("where read(c) <= u after inline assembly and read(c) > u.  "));
}

/// What is told of the same state is not told again.
TEST(Comment, AStateIsToldOnce) {
  FileReport R = sampleReport();
  R.Findings = {invertedReturn(), invertedReturn()};
  R.Findings[1].Rule = "new-crash";
  R.Findings[1].Verdict = "crashes";
  const std::string Mail = renderLkml({R}, samplePatch(), sampleLine, {"", {10, 10}});
  EXPECT_EQ(Mail.find("With area->flags"), Mail.rfind("With area->flags"));
}

/// Long arguments are left out of a state, where one call alone has the name.
TEST(Comment, ArgumentsAreShort) {
  FileReport R = sampleReport();
  R.Findings = {invertedReturn()};
  R.Findings[0].Calls = {"may(area->mm->owner->group->leader, 7) returned 1",
                         "find(area->mm->owner->list, 1) returned 0",
                         "find(area->mm->owner->list, 2) did not return NULL", "ask(7) returned 0"};
  const std::string Mail = renderLkml({R}, samplePatch(), sampleLine, {"", {10, 14}});
  EXPECT_THAT(Mail, AllOf(HasSubstr("may() returned 1"), HasSubstr("find(area->mm->owner->list, 1) returned 0")));
}

/// What must be so for a comment to hold stands in it.
TEST(Comment, SaysWhatItRestsOn) {
  FileReport R = sampleReport();
  R.Findings = {invertedReturn()};
  R.Findings[0].Assumptions = {{Assumption::Kind::DistinctObjects, "`a` and `b` are different objects", {}}};
  EXPECT_THAT(reply(R), HasSubstr("\n\nThis holds if `a` and `b` are different objects.\n\n"));
}

/// The same premise of the change and of the finding is said once.
TEST(Comment, SaysOnceWhatBothRestOn) {
  FileReport R = sampleReport();
  Comparison C = stricter("demo_insert", "n == 1");
  C.Assumptions = {{Assumption::Kind::DistinctObjects, "`a` and `b` are different objects", {}}};
  R.Changes = {C};
  R.Findings = {blockingGuard()};
  EXPECT_THAT(reply(R), HasSubstr("where n == 1,\nif `a` and `b` are different objects."));
  R.Findings[0].Assumptions = C.Assumptions;
  EXPECT_THAT(reply(R),
              AllOf(HasSubstr("where n == 1.\n"), HasSubstr("\nThis holds if `a` and `b` are different objects.")));
}

/// What one change made is told once, with the fix; under the other lines stands a remark.
TEST(Comment, OneCauseIsOneComment) {
  FileReport R = sampleReport();
  R.Findings = {blockingGuard(), invertedReturn()};
  R.Findings[0].SpokenFor = R.Findings[1].Fingerprint;
  EXPECT_THAT(reply(R),
              AllOf(HasSubstr("The patch puts a test into demo_insert() instead, see there.\n"),
                    HasSubstr("\n\nDoesn't this test refuse a page that demo_validate() accepts? This comes of\n"
                              "the same change as what I ask of demo_allowed(), and the suggestion there\n"
                              "mends both.\n"),
                    Not(HasSubstr("demo_insert() returns"))));
  R.Findings.push_back(R.Findings[0]);
  R.Findings.back().Function = "demo_other";
  R.Findings.back().At = {"mm/demo.c", 22, 2};
  EXPECT_THAT(reply(R), AllOf(HasSubstr("into demo_insert() and demo_other() instead, see\nthere."),
                              HasSubstr("\nThe same here.\n")));
  R.Findings[0].SpokenFor = "of nobody";
  EXPECT_THAT(reply(R), HasSubstr("demo_insert() returns"));
}

/// A state that a row of the comparison was run in is its example.
TEST(Comment, AnExampleOfARowIsNoOtherState) {
  FileReport R = sampleReport();
  Comparison C = stricter("demo_allowed", "!(area->flags & DEMO_WRITE)");
  C.Differences[0].NewState.Shown = {{"area->flags", "DEMO_READ"}};
  R.Changes = {C};
  R.Findings = {invertedReturn()};
  R.Findings[0].Before = "returned true";
  R.Findings[0].Trace.clear();
  EXPECT_THAT(reply(R), HasSubstr("With this patch, demo_allowed() returns false instead of true where\n"
                                  "!(area->flags & DEMO_WRITE).\n\nFor instance with area->flags = DEMO_READ.\n"));
  R.Findings[0].Witness[0].Value = "0";
  EXPECT_THAT(reply(R),
              HasSubstr("With area->flags = 0, it returns false; before the patch, it returned true\nthere.\n"));
  R.Changes[0].What = Change::Incomparable;
  R.Changes[0].Differences[0].Way = Direction::Laxer;
  EXPECT_THAT(reply(R), HasSubstr("; in others it refuses what it accepted.\n"));
  R.Changes[0].Differences[0].NewEnd = RunEnd::NoReturn;
  EXPECT_THAT(
      reply(R),
      HasSubstr("demo_allowed() refuses some of what it accepted before, and\naccepts some of what it refused."));
}

/// Of a test that goes over several lines, the code is cut, and not what came of it.
TEST(Comment, TheWayFitsAMail) {
  FileReport R = sampleReport();
  R.Findings = {invertedReturn()};
  R.Findings[0].Trace[0].Text = "FOR_EACH_SLOT(" + std::string(100, 'x') + ")";
  R.Findings[0].Trace[1].Depth = 1;
  R.Findings[0].Trace[1].Text = "a && " + std::string(90, 'y');
  const std::string Mail = reply(R);
  for (llvm::StringRef Line : llvm::split(Mail, '\n'))
    EXPECT_LE(Line.size(), 76u) << Line.str();
  EXPECT_THAT(Mail, AllOf(HasSubstr("    FOR_EACH_SLOT(xxx"), HasSubstr("xxx ... is false\n"),
                          HasSubstr("      demo_allowed(): a && yyy"), HasSubstr("yyy ... is true\n")));
}

/// What changed stands in the sentence, cut if it must be.
TEST(Comment, WhatChangedIsToldHoweverLongItIs) {
  FileReport R = sampleReport();
  std::string Long = "first";
  while (Long.size() < 200)
    Long += " && another";
  Comparison C = stricter("demo_allowed", Long);
  C.Differences[0].Conditions.push_back("b");
  C.Differences[0].Changed = 1;
  R.Changes = {C};
  R.Findings = {invertedReturn()};
  EXPECT_THAT(reply(R),
              AllOf(HasSubstr("returns false instead of true in some cases\nwhere first && another && another"),
                    HasSubstr(" ...\n\nWith area->flags = DEMO_READ, it returns false")));
}

/// A callee's value that a changed test asks for comes before others.
TEST(Comment, WhatACalleeReadsForAChangedTestComesFirst) {
  FileReport R = sampleReport();
  Comparison C = stricter("demo_insert", "demo_count(page)");
  C.Differences[0].Changed = 1;
  C.Differences[0].OldTrace = {
      {TraceStep::Kind::Branch, {"mm/demo.c", 3, 6}, "demo_insert", 0, "area->on", "true", "area->on = 1"},
      {TraceStep::Kind::Return, {"demo.h", 3, 6}, "demo_count", 1, "page->_ref.count", "1", "page->_ref.count = 1"},
      {TraceStep::Kind::Branch, {"mm/demo.c", 3, 6}, "demo_insert", 0, "!demo_count(page)", "false", ""}};
  R.Changes = {C};
  R.Findings = {blockingGuard()};
  R.Findings[0].Witness = {{"area->on", "1"}, {"page->_ref.count", "0"}};
  EXPECT_THAT(reply(R), HasSubstr("    page->_ref.count = 0\n    area->on = 1\n"));
}

/// A remark on what changed does not pass for all that did.
TEST(Comment, ARemarkSaysThatNotAllWasSettled) {
  FileReport R = sampleReport();
  Comparison C = stricter("demo_insert", "n == 1");
  R.Findings.clear();
  R.Remarks = {blockingGuard()};
  R.Remarks[0].Message = "", R.Remarks[0].References.clear();
  R.Changes = {C};
  const auto remarked = [&] { return renderLkml({R}, samplePatch(), sampleLine, {"", {10, 0, true}}); };
  EXPECT_THAT(remarked(), AllOf(HasSubstr("where n == 1.\n"), Not(HasSubstr("Not all"))));
  R.Changes[0].Reason = "a loop";
  EXPECT_THAT(remarked(), HasSubstr("where n == 1.\nNot all was settled: a loop.\n"));
  R.Changes[0].Reason = "a loop; and of its rounds, they may return different values";
  EXPECT_THAT(remarked(), HasSubstr("where n == 1.\nNot all was settled: a loop.\n"));
  R.Changes[0].Reason = std::string(91, 'x');
  EXPECT_THAT(remarked(), HasSubstr("where n == 1.\nNot all was settled.\n"));
}

TEST(Comment, WhatALongCallGaveIsNamedByTheCall) {
  FileReport R = sampleReport();
  Comparison C = stricter("demo_insert", "n == 1");
  C.Differences[0].Old = "demo_alloc(demo_count(page), DEMO_FLAG | DEMO_OTHER_FLAG, caller())",
  C.Differences[0].New = "-EINVAL";
  R.Changes = {C};
  R.Findings = {blockingGuard()};
  EXPECT_THAT(reply(R), HasSubstr("returns -EINVAL instead of demo_alloc(...)\nwhere n == 1"));
}

/// Where only effects changed, the last test decides: what its variable was set to, and what that read.
TEST(Comment, WhatTheLastTestRestsOnComesFirst) {
  FileReport R = sampleReport();
  Comparison C;
  C.Function = "demo_insert", C.What = Change::Incomparable;
  C.Effects.resize(1);
  C.Effects[0].Trace = {
      {TraceStep::Kind::Return, {"demo.h", 3, 6}, "demo_count", 1, "page->_ref.count", "1", "page->_ref.count = 1"},
      {TraceStep::Kind::Assignment, {"mm/demo.c", 3, 6}, "demo_insert", 0, "n = demo_count(page)", "1", ""},
      {TraceStep::Kind::Branch, {"mm/demo.c", 4, 6}, "demo_insert", 0, "n > 0", "true", "n = 1"}};
  R.Changes = {C};
  R.Findings = {blockingGuard()};
  R.Findings[0].Witness = {{"area->on", "1"}, {"page->_ref.count", "1"}};
  EXPECT_THAT(reply(R), HasSubstr("    page->_ref.count = 1\n    area->on = 1\n"));
  // It may be what a pointer of the function leads to.
  R.Changes[0].Effects[0].Trace = {
      {TraceStep::Kind::Branch, {"mm/demo.c", 4, 6}, "demo_insert", 0, "*at & LAST", "true", "info->seals = LAST"}};
  R.Findings[0].Witness = {{"area->on", "1"}, {"info->seals", "LAST"}};
  EXPECT_THAT(reply(R), HasSubstr("    info->seals = LAST\n    area->on = 1\n"));
  // What it rests on may be a call in a callee.
  R.Changes[0].Effects[0].Trace = {
      {TraceStep::Kind::Call, {"demo.h", 3, 6}, "lookup", 1, "tree_load(t, n)", "NULL", ""},
      {TraceStep::Kind::Branch, {"mm/demo.c", 4, 6}, "demo_insert", 0, "!p", "true", ""}};
  R.Findings[0].Witness = {{"area->on", "1"}};
  R.Findings[0].Calls = {"ask(area) returned 0", "tree_load(t, n) returned NULL"};
  EXPECT_THAT(reply(R), HasSubstr("    tree_load(t, n) returned NULL\n"
                                  "    area->on = 1\n"));
}
