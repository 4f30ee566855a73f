#include "core/ReplayedState.h"
#include "input/tree/TempDir.h"
#include "report/Replay.h"
#include "testing/Sample.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

using namespace kverdict;

TEST(Replay, QuotesOnlyWhatNeedsIt) {
  EXPECT_EQ(shellQuoted("mm/memory.c"), "mm/memory.c");
  EXPECT_EQ(shellQuoted("vma->vm_flags=VM_READ"), "'vma->vm_flags=VM_READ'");
  EXPECT_EQ(shellQuoted(""), "''");
  EXPECT_EQ(shellQuoted("a'b"), "'a'\\''b'");
  EXPECT_EQ(shellQuoted("a\nb"), "'a\\x0ab'");
}

// A shell gives back just the words that went in, whatever they are.
TEST(Replay, SurvivesAShell) {
  Finding F = invertedReturn();
  F.At.File = "-o $HOME/`id`;.c";
  F.Witness = {{"x['a'].b", "\"$(touch y)\" | VM_READ && !1"}};
  TempDir D;
  std::string Words;
  for (const std::string &Line : replayLines(F, 40))
    Words += Line + "\n";
  writeFile(D.file("s.sh"), "kverdict() { for i; do printf '<%s>\\n' \"$i\"; done; }\n" + Words);
  ASSERT_EQ(std::system(("sh " + D.file("s.sh") + " >" + D.file("out")).c_str()), 0);
  EXPECT_EQ(readFile(D.file("out"), "output"),
            "<simulate>\n<./-o $HOME/`id`;.c>\n<--function>\n<demo_allowed>\n<--set>\n"
            "<x['a'].b=\"$(touch y)\" | VM_READ && !1>\n");
}

TEST(Replay, BreaksLinesOnlyBetweenWords) {
  EXPECT_THAT(replayLines(blockingGuard(), 60),
              testing::ElementsAre("kverdict simulate mm/demo.c --function demo_insert \\",
                                   "    --set 'page=&zeropage' --set 'page->count=0' \\",
                                   "    --set 'area->flags=DEMO_READ' \\", "    --set 'demo_validate(area, page)=0'"));
}

TEST(Replay, SetsWhatIsNeeded) {
  Finding F = blockingGuard();
  F.Replay = {{"page", "&zeropage"}};
  EXPECT_EQ(replayLine(F), "kverdict simulate mm/demo.c --function demo_insert --set 'page=&zeropage'");
}

TEST(Replay, IsNotPrintedIfItLeadsElsewhere) {
  Finding F = blockingGuard();
  EXPECT_TRUE(isReplayed(F));
  F.NotReplayed = "a run from it returns 0";
  EXPECT_FALSE(isReplayed(F));
}

// A replay has one memory: what lies behind a call may lie there from the start, unless the state says otherwise.
/// Who runs is there in a state, though nobody says so: else a replay would stop at `current->mm`.
TEST(Replay, MakesTheRunningTask) {
  Finding F = blockingGuard();
  F.Trace = {{TraceStep::Kind::Call, {"mm/demo.c", 3, 6}, "demo_insert", 0, "current", "0x100000000000", ""}};
  EXPECT_EQ(replayedState(F).back().Place, "current->flags");
  for (const char *Makes : {"(get_current())->flags", "get_current()"}) {
    Finding Made = F;
    Made.Witness.push_back({Makes, "4"});
    EXPECT_THAT(replayedState(Made), testing::Not(testing::Contains(Binding{"current->flags", "0"}))) << Makes;
  }
  F.Witness.push_back({"current->pid", "0"});
  EXPECT_THAT(replayedState(F), testing::Not(testing::Contains(Binding{"current->flags", "0"}))) << "that makes it";
}

TEST(Replay, SetsWhatIsReadBehindACall) {
  Finding F = invertedReturn();
  F.Witness = {{"p->a", "1"}};
  F.Calls = {"ask(p) returned 0", "p->ops->state = 2 (after ask())", "p->a = 3 (after ask())"};
  const std::vector<Binding> State = replayedState(F);
  ASSERT_EQ(State.size(), 3u);
  EXPECT_EQ(State[2], (Binding{"p->ops->state", "2"}));
}
