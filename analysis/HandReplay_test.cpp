// Replays are tried, and set what is needed.
#include "analysis/HandReplay.h"

#include "parse/Unit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kverdict {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char *Text = "struct vma { unsigned long flags; int n; };\n"
                             "int may(struct vma *vma);\n"
                             "int f(struct vma *vma, int n) {\n"
                             "  if (vma->flags & 4)\n"
                             "    return may(vma) ? -22 : n;\n"
                             "  if (n == 3)\n"
                             "    return -22;\n"
                             "  return 0;\n"
                             "}\n";

/// What becomes of a state in which f() is told to do something.
Statement tried(std::vector<Binding> Witness, std::vector<std::string> Calls, const std::string &Verdict,
                std::vector<TraceStep> Way = {}) {
  UnitRequest Q;
  Q.Command = {"/t/test.c", "/t", {"-std=gnu11"}};
  Q.Text = Text;
  Q.AllBodies = true;
  const std::unique_ptr<Unit> U = parseUnit(Q);
  Statement Of;
  Of.Function = "f";
  Of.Witness = std::move(Witness);
  Of.Calls = std::move(Calls);
  Of.Verdict = Verdict;
  Of.Trace = std::move(Way);
  tryByHand(*U, {}, Of);
  EXPECT_THAT(U->missed(), IsEmpty());
  return Of;
}

TEST(HandReplay, SetsWhatIsNeeded) {
  const Statement Of =
      tried({{"vma->flags", "4"}, {"vma->n", "7"}, {"n", "0"}}, {"may(vma) returned 1"}, "returns -22");
  EXPECT_EQ(Of.NotReplayed, "");
  EXPECT_THAT(Of.Replay, ElementsAre(Binding{"vma->flags", "4"}, Binding{"vma->n", "7"}, Binding{"may(vma)", "1"}));
}

/// What the state says stays, since the other version may need it; that is left out which a run has of itself.
TEST(HandReplay, KeepsWhatTheStateSays) {
  const Statement Of = tried({{"n", "0"}, {"vma->flags", "4"}, {"vma->n", "7"}}, {"may(vma) returned 0"}, "returns 0");
  EXPECT_THAT(Of.Replay, ElementsAre(Binding{"vma->flags", "4"}, Binding{"vma->n", "7"}));
}

/// A verdict that comes out on another way than is told proves nothing.
TEST(HandReplay, GoesTheWayThatIsTold) {
  TraceStep Asks;
  Asks.What = TraceStep::Kind::Branch;
  Asks.At = {"test.c", 4, 7};
  Asks.Text = "vma->flags & 4", Asks.Outcome = "false";
  const Statement Of = tried({{"vma->flags", "4"}}, {"may(vma) returned 1"}, "returns -22", {Asks});
  EXPECT_EQ(Of.NotReplayed, "a run from it goes another way");
  Asks.Outcome = "true";
  TraceStep Then = Asks;
  Then.At.Line = 5;
  Then.Text = "may(vma)", Then.Outcome = "false";
  EXPECT_EQ(tried({{"vma->flags", "4"}}, {"may(vma) returned 0"}, "returns 0", {Asks, Then}).NotReplayed, "");
}

TEST(HandReplay, ThatCallsReturnSomethingIsAState) {
  EXPECT_THAT(tried({}, {"may(vma) returned 1"}, "returns 0").Replay, ElementsAre(Binding{"may(vma)", "1"}));
}

/// With n = 3 alone it returns the same, elsewhere.
TEST(HandReplay, KeepsToTheWay) {
  const Statement Of = tried({{"n", "3"}, {"vma->flags", "4"}}, {"may(vma) returned 1"}, "returns -22");
  EXPECT_THAT(Of.Replay, ElementsAre(Binding{"n", "3"}, Binding{"vma->flags", "4"}, Binding{"may(vma)", "1"}));
}

TEST(HandReplay, SaysWhyItLeadsElsewhere) {
  EXPECT_EQ(tried({{"vma->flags", "4"}}, {"may(vma) returned 0"}, "returns -22").NotReplayed,
            "a run from it returns 0");
  const Statement Of = tried({{"vma->flag", "4"}}, {}, "returns -22");
  EXPECT_THAT(Of.NotReplayed, HasSubstr("vma->flag"));
  EXPECT_THAT(Of.Replay, IsEmpty());
  EXPECT_THAT(tried({{"vma", "0"}}, {}, "returns 0").NotReplayed, HasSubstr("null dereference"));
  EXPECT_EQ(tried({{"vma", "0"}}, {}, "dereferences null").NotReplayed, "");
}

} // namespace
} // namespace kverdict
