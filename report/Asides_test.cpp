// What a reader of a state need not see.
#include "report/Asides.h"

#include <gmock/gmock.h>

namespace kverdict {
namespace {

using testing::ElementsAre;
using Lines = std::vector<std::string>;

Lines without(Lines Of, const std::vector<TraceStep> &Run = {}) {
  leaveOutAsides(Of, Run);
  return Of;
}

TEST(Asides, OfLocksAndTracing) {
  EXPECT_THAT(without({"len = 0", "arch_static_branch(key, false) returned false",
                       "capable(CAP_IPC_LOCK) returned false", "current->mm->mmap_lock.count.counter = 1 (after asm())",
                       "get_current() = get_current()", "__ret returned 1",
                       "current->mm->mm_lock_seq.sequence = 0 (after mas_find())", "d->wait_lock.raw_lock.locked = 1"}),
              ElementsAre("len = 0", "capable(CAP_IPC_LOCK) returned false"));
}

TEST(Asides, WhatIsLikeThem) {
  const Lines Kept = {"arch_static_branch(key, false) returned true",
                      "arch_static_branch(&key, false) returned false",
                      "block.index = 1",
                      "d->lock = 1",
                      "d->blocks->count = 1",
                      "clock.now = 2",
                      "down_write_killable(&mm->mmap_lock) returned 0"};
  EXPECT_EQ(without(Kept), Kept);
}

TEST(Asides, OfMessages) {
  EXPECT_THAT(without({"__already_done = false", "start = 0", "_printk(\"%s\", current->comm) returned 0",
                       "not_printk(d) returned 0", "d->__already_done = 1"}),
              ElementsAre("start = 0", "not_printk(d) returned 0", "d->__already_done = 1"));
}

/// A function that asks whether a lock is held decides by it.
TEST(Asides, ALockThatTheFunctionTests) {
  TraceStep Asks;
  Asks.What = TraceStep::Kind::Branch;
  Asks.Values = "a = 1, d->lock.count.counter = 1";
  const Lines Both = {"a = 1", "d->lock.count.counter = 1"};
  EXPECT_EQ(without(Both, {Asks}), Both);
  Asks.Depth = 1;
  EXPECT_THAT(without(Both, {Asks}), ElementsAre("a = 1"));
}

TEST(Asides, AStateOfNothingElse) {
  EXPECT_THAT(without({"d->lock.count.counter = 1"}), ElementsAre("d->lock.count.counter = 1"));
}

} // namespace
} // namespace kverdict
