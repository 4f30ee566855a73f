// Nobody does a shard that somebody else is at.
#include "sweep/Claim.h"
#include "testing/Running.h"

#include <gtest/gtest.h>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace kverdict;

namespace {

/// A process that holds a shard until it is killed. It is at that when this returns.
pid_t holder(const std::string &File, unsigned Shard) {
  int Ends[2];
  EXPECT_EQ(pipe(Ends), 0);
  const pid_t Child = fork();
  if (Child == 0) {
    const Claim Held(File, Shard);
    (void)!write(Ends[1], "x", 1);
    pause();
    _exit(0);
  }
  char Sign = 0;
  EXPECT_EQ(read(Ends[0], &Sign, 1), 1);
  close(Ends[0]), close(Ends[1]);
  return Child;
}

void end(pid_t Child) {
  kill(Child, SIGKILL);
  waitpid(Child, nullptr, 0);
}

/// Whether another process gets a shard at once.
bool isFree(const std::string &File, unsigned Shard) {
  const pid_t Child = fork();
  if (Child == 0) {
    const Claim Held(File, Shard);
    _exit(0);
  }
  for (int I = 0; I < 20; ++I, usleep(10000))
    if (int Status = 0; waitpid(Child, &Status, WNOHANG) == Child)
      return WIFEXITED(Status);
  end(Child);
  return false;
}

} // namespace

TEST(Claim, HoldsOneShardUntilItsProcessEnds) {
  const Scratch S;
  const std::string File = S.path("locks");
  const pid_t Other = holder(File, 7);
  EXPECT_FALSE(isFree(File, 7));
  EXPECT_TRUE(isFree(File, 6));
  EXPECT_TRUE(isFree(File, 8));
  end(Other);
  EXPECT_TRUE(isFree(File, 7));
}

TEST(Claim, GoesWithItsScope) {
  const Scratch S;
  { const Claim Held(S.path("locks"), 1); }
  EXPECT_TRUE(isFree(S.path("locks"), 1));
}
