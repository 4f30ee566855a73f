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

} // namespace
} // namespace kverdict
