// What is said of the callers of a function that decides otherwise.
#include "report/CallersText.h"
#include "report/Comment.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace kverdict {
namespace {

Difference row(const std::string &Old, const std::string &New, std::vector<Binding> State) {
  Difference D;
  D.Old = Old;
  D.New = New;
  D.NewState.Shown = std::move(State);
  return D;
}

Caller caller(const std::string &Name, Caller::Kind What, const std::string &Reason = "") {
  Caller C;
  C.Function = Name;
  C.What = What;
  C.Reason = Reason;
  if (What == Caller::Kind::Reaches)
    C.There = row("true", "false", {{"n", "10"}});
  return C;
}

TEST(CallersText, TheOneThatDecidesOtherwiseComesFirst) {
  Callers All;
  All.Seen = {caller("g", Caller::Kind::Reaches), caller("f", Caller::Kind::Reaches), caller("h", Caller::Kind::Never),
              caller("k", Caller::Kind::Undecided, "a loop")};
  All.Seen[1].Own = row("-EINVAL", "0", {{"n", "10"}, {"m", "0x4000", true}});
  All.PassedOver = {"m", "o"};
  EXPECT_EQ(callersLine(All, false),
            "f() leads there with n = 10, and returns 0 (before: -EINVAL); so does g(); not h(); "
            "undecided: k() (a loop); 2 more callers not looked at");
  All.Seen.push_back(caller("l", Caller::Kind::Undecided, "assembly"));
  EXPECT_THAT(callersLine(All, false), HasSubstr("undecided: k(), l(); 2 more"));
  EXPECT_THAT(callersLine(All, true), HasSubstr("undecided: k() (a loop), l() (assembly)"));
  All.Seen.pop_back();
  EXPECT_EQ(callersSentence(All),
            "Its caller f() gets into such a case with n = 10, and returns 0 instead of -EINVAL.");
  All.Seen[1].Own->NewEnd = RunEnd::Undefined;
  All.Seen[1].Own->New = "undefined behaviour: null dereference of p";
  EXPECT_EQ(callersSentence(All), "Its caller f() gets into such a case with n = 10, and follows a null pointer: p; "
                                  "before, it returned -EINVAL.");
}

TEST(Comment, WhatTheChangedTestAsksComesFirst) {
  Comparison C;
  C.Function = "decide";
  C.What = Change::Laxer;
  C.Differences = {row("-EINVAL", "0", {})};
  C.Differences[0].Conditions = {"p.len == 4", "a", "b", "!c"};
  C.Differences[0].Changed = 1;
  Statement Of;
  Of.Function = "decide";
  Of.Message = "Shouldn't this return -EINVAL?";
  Of.Verdict = "returns 0";
  Of.Witness = {{"a", "1"}, {"b", "1"}, {"d->c", "0"}, {"s[0].len", "7"}, {"p.len", "4"}};
  const Finding F(Of, Status::Confirmed);
  EXPECT_THAT(commentText({{&F, &C}}, 10),
              AllOf(HasSubstr("returns 0 instead of -EINVAL in some cases where\np.len == 4."),
                    HasSubstr("    s[0].len = 7\n    p.len = 4\n    a = 1\n")));
  C.Differences[0].Changed = 0;
  EXPECT_THAT(commentText({{&F, &C}}, 10),
              AllOf(HasSubstr("instead of -EINVAL in some cases.\n"), HasSubstr("    a = 1\n    b = 1\n")));
}

TEST(Comment, WhatDecidesComesFirstWhereNoTestChanged) {
  Comparison C;
  C.Function = "decide";
  C.What = Change::Laxer;
  C.Differences = {row("-EINVAL", "0", {})};
  C.Differences[0].Conditions = {"a", "b", "!c", "mode != 1", "mode != 2"};
  C.Differences[0].Deciding = {"mode != 1", "mode != 2"};
  Statement Of;
  Of.Function = "decide";
  Of.Message = "Shouldn't this return -EINVAL?";
  Of.Verdict = "returns 0";
  Of.Witness = {{"a", "1"}, {"b", "1"}, {"d->c", "0"}, {"old->mode", "7"}};
  const Finding F(Of, Status::Confirmed);
  EXPECT_THAT(commentText({{&F, &C}}, 10), AllOf(HasSubstr("in some cases where\nmode != 1 and mode != 2."),
                                                 HasSubstr("    old->mode = 7\n    a = 1\n")));
  C.Differences[0].Deciding = {"mode != 1", std::string(140, 'x')};
  EXPECT_THAT(commentText({{&F, &C}}, 10), HasSubstr("in some cases where\nmode != 1."))
      << "as many as there is room for";
}

TEST(CallersText, ALongCommentGoesWithout) {
  Comparison C;
  C.Function = "decide";
  C.What = Change::Laxer;
  C.Differences = {row("true", "false", {})};
  C.CalledBy.emplace().Seen = {caller("g", Caller::Kind::Reaches)};
  Statement Of;
  Of.Function = "decide";
  Of.Message = "Shouldn't this return true?";
  const Finding F(Of, Status::Confirmed);
  EXPECT_THAT(commentText({{&F, &C}}, 10), HasSubstr("caller g() gets into such a case"));
  Of.Message += std::string(600, 'x');
  for (size_t At = 40; At < Of.Message.size(); At += 40)
    Of.Message[At] = ' ';
  const Finding Long(Of, Status::Confirmed);
  EXPECT_THAT(commentText({{&Long, &C}}, 10), Not(HasSubstr("caller g() gets into such a case")));
  EXPECT_THAT(commentText({{&Long, &C}}, 0), HasSubstr("caller g() gets into such a case"));
}

TEST(CallersText, NoneIsSaidOnlyIfAllAreKnown) {
  Callers All;
  All.Seen = {caller("g", Caller::Kind::Never)};
  EXPECT_TRUE(All.none());
  EXPECT_EQ(callersLine(All, false), "no state of its kind comes from g(); there are no other callers");
  EXPECT_EQ(callersSentence(All), "No caller gets into such a case.");
  All.Others = "other files may call it";
  EXPECT_FALSE(All.none());
  EXPECT_EQ(callersLine(All, false), "no state of its kind comes from g(); other files may call it");
  EXPECT_EQ(callersSentence(All), "");
  EXPECT_EQ(callersRecord(All)["none"], false);
}

TEST(CallersText, WhatIsUndecidedIsNoClaim) {
  Callers All;
  EXPECT_EQ(callersLine(All, true), "");
  All.PassedOver = {"m", "o"};
  EXPECT_EQ(callersLine(All, true), "2 callers not looked at");
  All.PassedOver.clear();
  All.Seen = {caller("g", Caller::Kind::Undecided, "a loop")};
  EXPECT_EQ(callersLine(All, true), "undecided: g() (a loop)");
  EXPECT_EQ(callersSentence(All), "");
}

TEST(CallersText, OnesOfOtherFilesAreNamedWithThem) {
  Callers All;
  All.Files = 72;
  All.Others = "no other caller was found by its name in the 72 files of the build";
  EXPECT_EQ(callersLine(All, false), All.Others);
  All.Seen = {caller("g", Caller::Kind::Never), caller("h", Caller::Kind::Never)};
  All.Seen[1].File = "fs/exec.c";
  EXPECT_EQ(callersLine(All, false), "no state of its kind comes from g(), h() of fs/exec.c; " + All.Others);
  All.Seen[1] = caller("h", Caller::Kind::Reaches);
  All.Seen[1].File = "fs/exec.c";
  EXPECT_EQ(callersLine(All, false), "h() of fs/exec.c leads there with n = 10; not g()");
  EXPECT_EQ(callersRecord(All)["callers"][1]["file"], "fs/exec.c");
}

TEST(CallersText, OneThatDoesTheSameIsToldSo) {
  Callers All;
  All.Seen = {caller("g", Caller::Kind::Reaches)};
  All.Seen[0].Same = true;
  EXPECT_EQ(callersLine(All, false), "g() leads there with n = 10, but does the same as before");
}

} // namespace
} // namespace kverdict
