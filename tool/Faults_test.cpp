// What goes wrong around the program: a full disk, little memory, few descriptors, signals, a git that hangs.
#include "testing/Running.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace kverdict {
namespace {

class Faults : public testing::Test {
protected:
  void SetUp() override {
    T.write("rules.yaml", "version: 1\ncontracts:\n  - id: small\n    function: f\n    ensures: result != 12345\n"
                          "    severity: error\n    message: Why?\n    why: because\n");
    T.write("tree/a.c", "int f(int x)\n{\n\tif (x == 3)\n\t\treturn 1;\n\treturn 0;\n}\n");
    T.write("tree/compile_flags.txt", "-std=gnu11\n");
    T.write("p.patch",
            "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n"
            "From: A <a@x.test>\nSubject: [PATCH] mm: change\n\nText.\n---\ndiff --git a/a.c b/a.c\n--- a/a.c\n"
            "+++ b/a.c\n@@ -3,3 +3,3 @@\n \tif (x == 3)\n-\t\treturn 1;\n+\t\treturn 12345;\n \treturn 0;\n");
    T.write("tmp/.keep", "");
    T.write("bin/.keep", "");
  }

  /// Runs bash in the scratch directory, with the review as $R and a check as $C. TMPDIR is tmp/ there.
  Ran run(const std::string &Line) const {
    return runProgram("/bin/bash",
                      {"-c", "export TMPDIR=$PWD/tmp K=" KVERDICT_BINARY_DIR "/kverdict; "
                             "R=\"$K review p.patch --tree tree --rules rules.yaml\"; "
                             "C=\"$K check tree/a.c --rules rules.yaml\"; " +
                                 Line},
                      T.path());
  }

  /// What is left in TMPDIR.
  std::string left() const { return run("ls tmp").Out; }

  /// A git that does this instead.
  void git(const std::string &Script) const {
    T.write("bin/git", "#!/bin/bash\n" + Script + "\n");
    run("chmod +x bin/git");
  }

  Scratch T;
};

TEST_F(Faults, NoneOfThem) { EXPECT_EQ(run("$R").Code, 1); }

TEST_F(Faults, AFullDisk) {
  // Of a size that holds some of what the review needs, and in a name space of its own.
  for (const char *Size : {"4k", "16k", "32k"}) {
    const Ran R = run("mkdir -p full; unshare -rm bash -c \"mount -t tmpfs -o size=" + std::string(Size) +
                      " none full && TMPDIR=$PWD/full $R; echo code \\$?; ls full\"");
    if (R.Err.find("unshare") != R.Err.npos)
      GTEST_SKIP() << R.Err;
    EXPECT_EQ(R.Out, "code 3\n") << Size << R.Err;
    EXPECT_THAT(R.Err, testing::AnyOf(HasSubstr("No space left on device"), HasSubstr("Out of diskspace"))) << Size;
  }
}

TEST_F(Faults, NoPlaceForScratchFiles) {
  for (const char *Place : {"/nonexistent", "$PWD/p.patch", "/proc"}) {
    const Ran R = run("TMPDIR=" + std::string(Place) + " $R");
    EXPECT_EQ(R.Code, 3) << Place;
    EXPECT_THAT(R.Err, HasSubstr("set TMPDIR to a directory that can be written to")) << Place;
  }
}

/// With less still, the libraries cannot be loaded.
TEST_F(Faults, LittleMemory) {
  for (const char *Kilobytes : {"200000", "400000", "700000"})
    for (const char *Command : {"$R", "$C"}) {
      const Ran R = run("ulimit -v " + std::string(Kilobytes) + "; " + Command);
      if (R.Code == 127 || R.Err.find("error while loading shared libraries") != std::string::npos)
        continue;
      EXPECT_EQ(R.Code, 3) << Kilobytes << Command << R.Err;
      EXPECT_THAT(R.Err, AllOf(HasSubstr("memory"), Not(HasSubstr("a bug of kverdict")))) << Kilobytes << Command;
      EXPECT_EQ(left(), "") << Kilobytes << Command;
    }
}

TEST_F(Faults, FewDescriptors) {
  for (int Most = 4; Most <= 12; ++Most) {
    const Ran R = run("ulimit -n " + std::to_string(Most) + "; $R");
    if (R.Err.find("error while loading shared libraries") != std::string::npos) // some are open in who runs the tests
      continue;
    EXPECT_TRUE(R.Code == 1 || R.Code == 3) << Most << " " << R.Code << R.Err;
    EXPECT_NE(R.Out + R.Err, "") << Most;
    EXPECT_EQ(left(), "") << Most;
  }
}

TEST_F(Faults, NoGit) {
  const Ran R = run("PATH=/nonexistent $R");
  EXPECT_EQ(R.Code, 3);
  EXPECT_THAT(R.Err, HasSubstr("git is not installed"));
}

TEST_F(Faults, AGitThatIsNone) {
  run("cd tree && git init -q . && git add -A && git -c user.name=A -c user.email=a@x.test commit -qm x");
  for (const char *Script : {"exit 1", "echo rubbish", "head -c 100000 /dev/urandom", "kill -SEGV $$", "echo",
                             "exec cat", "echo 5", "printf '1\\n2\\n3\\n'"}) {
    git(Script);
    const Ran R = run("PATH=$PWD/bin:$PATH $R");
    EXPECT_EQ(R.Code, 3) << Script << R.Out << R.Err;
    EXPECT_NE(R.Err, "") << Script;
    EXPECT_EQ(R.Err.find_first_of("\x1b\x07\r"), R.Err.npos) << Script;
    EXPECT_EQ(left(), "") << Script;
  }
}

TEST_F(Faults, AGitThatHangs) {
  git("echo $$ >>pids.of; exec sleep 60");
  const Ran R = run("PATH=$PWD/bin:$PATH KVERDICT_TEST_GIT_SECONDS=1 $R");
  EXPECT_EQ(R.Code, 3);
  EXPECT_THAT(R.Err, HasSubstr("git mailsplit did not finish: it takes more than 1 s"));
  EXPECT_EQ(left(), "");
}

/// A signal ends what the program waits for, too.
TEST_F(Faults, SignalsWhileGitHangs) {
  git("echo $$ >" + T.path("pid") + "; exec sleep 60");
  for (const char *Signal : {"INT", "TERM", "HUP"}) {
    const Ran R = run("rm -f pid; PATH=$PWD/bin:$PATH env --default-signal=INT $R & p=$!; for i in {1..100}; do [ -s "
                      "pid ] && break; sleep 0.1; "
                      "done; g=$(cat pid); kill -" +
                      std::string(Signal) +
                      " $p; wait $p; echo $?; sleep 0.2; [ -d /proc/$g ] && grep State /proc/$g/status; ls tmp");
    EXPECT_THAT(R.Out, testing::MatchesRegex("1(30|43|29)\n(State:\tZ.*\n)?")) << Signal << R.Err;
  }
}

TEST_F(Faults, AFileThatChangesWhileItIsRead) {
  // Read once at most: what is said fits one of its texts, and the program ends as always.
  const Ran R =
      run("cp p.patch q.patch; (for i in {1..400}; do head -c $((i * 2)) p.patch >q.patch; cp p.patch q.patch; "
          "done) & for i in {1..6}; do $K review q.patch --tree tree --rules rules.yaml >/dev/null 2>&1; echo $?; "
          "done; wait");
  EXPECT_THAT(R.Out, testing::MatchesRegex("([134]\n)+")) << R.Out;
  EXPECT_EQ(left(), "");
}

} // namespace
} // namespace kverdict
