#include "report/terminal/TableText.h"

#include <gmock/gmock.h>

namespace kverdict {
namespace {

using testing::HasSubstr;
using testing::Not;

Row row(const char *Verdict, std::vector<std::string> Conditions, unsigned Line) {
  Row R;
  R.Verdict = Verdict;
  R.Conditions = std::move(Conditions);
  R.At = {"a.c", Line, 1};
  R.State.emplace();
  return R;
}

/// `for (; i < n; i++) if (x[i] < 0) return -EINVAL; return 0;`, of at most two rounds.
TEST(TableText, TheRoundsOfALoopAreOneRow) {
  const std::string In = "i < n", Out = "!(i < n)", Bad = "x[i] < 0", Fine = "!(x[i] < 0)";
  const Table T{"f",
                {row("-EINVAL", {In, Fine, In, Bad}, 2), row("0", {In, Fine, In, Fine, Out}, 3),
                 row("-EINVAL", {In, Bad}, 2), row("0", {In, Fine, Out}, 3), row("0", {Out}, 3)}};
  const std::string Text = renderTable(T);
  EXPECT_THAT(Text,
              HasSubstr("1. -EINVAL    a.c:2\n     i < n\n     x[i] < 0\n     (1 more path asks the same more often, "
                        "and ends so)\n"));
  EXPECT_THAT(Text, HasSubstr("2. 0    a.c:3\n     i < n (time 1)\n     x[i] >= 0\n     i >= n (time 2)\n     (1 more "
                              "path"));
  EXPECT_THAT(Text, HasSubstr("3. 0    a.c:3\n     i >= n\n   for example"));
  EXPECT_THAT(Text, HasSubstr("5 paths, all explored exactly"));
}

/// Rows that ask the same once each are told apart by what is no text: both are told.
TEST(TableText, RowsThatAskNothingAgainAreAllTold) {
  const std::string Text = renderTable({"f", {row("0", {"x"}, 3), row("0", {"x"}, 3)}});
  EXPECT_THAT(Text, HasSubstr("\n2. 0"));
  EXPECT_THAT(Text, Not(HasSubstr("more often")));
}

Decision decision(const char *Verdict, std::vector<GuardAnswer> Guards, unsigned Line) {
  return {std::move(Guards), row(Verdict, {}, Line), "", 2};
}

TEST(TableText, RowsThatAreReadFromTheTop) {
  using Kind = GuardAnswer::Kind;
  Decisions D{"f", {}, {}, 9, 0, true, true};
  D.Rows.push_back(
      decision("-EINVAL", {{Kind::Condition, "a & 3", true, ""}, {Kind::Condition, "b == 2", false, ""}}, 2));
  D.Rows.push_back(
      decision("-EPERM", {{Kind::Condition, "error", true, "line 7"}, {Kind::Null, "p->q", false, ""}}, 3));
  D.Rows.push_back(decision("-EIO", {{Kind::Happens, "signed overflow: a + b", false, ""}}, 4));
  D.Rows.back().Returns = "error";
  D.Rows.push_back(decision("0", {}, 5));
  Row Null;
  Null.Reason = "null dereference of p";
  D.Premises = {Null};
  EXPECT_EQ(renderDecisions(D),
            "f()\n  assumed: p is not NULL\n"
            "  rows are read from the top: the first that holds decides\n"
            "\n1. -EINVAL    a.c:2\n     a & 3\n     b != 2\n   for example: any state\n"
            "\n2. -EPERM    a.c:3\n     error (line 7)\n     p->q != NULL\n   for example: any state\n"
            "\n3. error, for instance -EIO    a.c:4\n     no signed overflow: a + b\n"
            "   for example: any state\n"
            "\n4. 0    a.c:5\n     otherwise\n   for example: any state\n"
            "\n4 rows, each proved over 9 paths, all explored exactly\n");
}

/// What rows rest on stands above them, as far as there is room.
TEST(TableText, WhatIsAssumedOfAllRows) {
  Decisions D{"f", {decision("0", {}, 2)}, {}, 1, 0, true, true};
  D.Assumed = {"`a` and `b` are different objects"};
  EXPECT_THAT(renderDecisions(D), testing::StartsWith("f()\n  assumed: `a` and `b` are different objects\n\n1. 0 "));
  EXPECT_THAT(renderTable({"f", {}}, D.Assumed), testing::StartsWith("f()\n  assumed: `a` and `b` are different"));
  D.Assumed.assign(11, "`a` and `b` are different objects");
  EXPECT_THAT(renderDecisions(D), HasSubstr("  assumed: 7 more like these\n"));
}

TEST(TableText, AValueWithoutAnExample) {
  Decisions D{"f", {decision("", {}, 2)}, {}, 1, 0, true, true};
  D.Rows[0].Returns = "folio";
  EXPECT_THAT(renderDecisions(D), HasSubstr("1. folio    a.c:2\n"));
}

/// What was not followed, and what no guard tells apart, is not passed by.
TEST(TableText, RowsThatAreNotProvedSaySo) {
  Decisions D{
      "f",  {decision("0", {{GuardAnswer::Kind::Condition, "a", true, ""}}, 2), decision("1", {}, 3)}, {}, 5, 2, false,
      false};
  D.Rows[0].Proved = false;
  const std::string Text = renderDecisions(D);
  EXPECT_THAT(Text, HasSubstr("1. 0    a.c:2\n     a\n     and more, of which no guard tells\n"));
  EXPECT_THAT(Text,
              HasSubstr("2 rows of 5 paths, 1 of which no guard tells from the others: a path each, 2 of them cut "
                        "short\n"));
  EXPECT_THAT(renderDecisions({"f", {decision("0", {}, 2)}, {}, 1, 0, true, true}),
              HasSubstr("f()\n\n1. 0    a.c:2\n   for example: any state\n\n1 row of 1 path, all explored exactly\n"));
}

} // namespace
} // namespace kverdict
