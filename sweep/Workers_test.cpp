#include "core/Error.h"
#include "sweep/Workers.h"
#include "testing/Running.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace kverdict;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(Workers, TheBatchHasEachShardOnce) {
  const Scratch S;
  const std::string Program =
      S.write("it's k", "#!/bin/sh\n[ \"$2\" = \"it's here\" ] && echo $3 >>" + S.path("out") + "\n");
  ASSERT_EQ(runProgram("/bin/chmod", {"755", Program}).Code, 0);
  const std::string Script = batchScript({Program, {"it's here"}, 3}, 2500);
  EXPECT_THAT(Script, HasSubstr("#SBATCH --array=1-1000%3\n"));
  S.write("batch", Script);
  for (const char *Task : {"1", "500", "501", "1000"})
    EXPECT_EQ(runProgram("/usr/bin/env", {"SLURM_ARRAY_TASK_ID=" + std::string(Task), "bash", S.path("batch")}).Code,
              0);
  EXPECT_EQ(textOf(S.path("out")), "1\n1001\n2001\n500\n1500\n2500\n501\n1501\n1000\n2000\n");
}

TEST(Workers, AreOnesThatAreInstalled) {
  try {
    runWorkers({"kverdict-no-such-program"}, "/", "do this");
    FAIL();
  } catch (const Error &E) {
    EXPECT_STREQ(E.what(), "kverdict-no-such-program is not installed; do this");
  }
}

TEST(Workers, GiveTheirCode) {
  EXPECT_EQ(runWorkers({"sh", "-c", "test \"$PWD\" = /usr && exit 7"}, "/usr", ""), 7);
  EXPECT_EQ(runWorkers({"sh", "-c", "kill -9 $$"}, "/", ""), 128 + 9);
}

TEST(Workers, ParallelReadsNothingOfAStranger) {
  EXPECT_THAT(parallelArguments({"/bin/k", {"/a {b}"}, 2}, false),
              ElementsAre("parallel", "--plain", "--will-cite", "--quote", "-j", "2", "--joblog", "+/a {b}/joblog",
                          "-a", "/a {b}/pending", "/bin/k", "sweep-shard", ".", "{}"));
}
