#include "input/tree/GitDirectory.h"

#include "input/tree/Tree.h"
#include "testing/ScratchTree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace kverdict;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

namespace {

class GitDirectory : public testing::Test {
protected:
  void SetUp() override {
    T.sh("mkdir tree && cd tree && git init -q -b main . && echo x >f && git add f && "
         "git -c user.name=A -c user.email=a@x.test commit -qm x");
  }
  /// What is said of the tree.
  std::string said(const std::string &Tree = "tree") const {
    return refusal([&] { Tree::open(T.file(Tree)); });
  }
  ScratchTree T;
};

TEST_F(GitDirectory, HasNothingThatGitWaitsFor) {
  EXPECT_EQ(said(), "not refused");
  for (const char *Name : {"HEAD", "config", "index", "packed-refs", "shallow", "commondir", "refs/heads/main",
                           "objects/info/alternates", "objects/pack/x.idx", "objects/aa/bb", "info/attributes"}) {
    const std::string Path = std::string("tree/.git/") + Name, Kept = "cp -r tree/.git kept; rm -f " + Path + "; ";
    T.sh(Kept + "mkdir -p $(dirname " + Path + ") && mkfifo " + Path);
    EXPECT_THAT(said(), AllOf(StartsWith("3 " + T.file(Path)), HasSubstr(": a pipe in a git directory"))) << Name;
    T.sh("rm " + Path + " && ln -s /dev/zero " + Path);
    EXPECT_THAT(said(), HasSubstr(": a device in a git directory")) << Name;
    T.sh("rm -rf tree/.git && mv kept tree/.git");
  }
  EXPECT_EQ(said(), "not refused");
}

TEST_F(GitDirectory, NorDoesWhatItNames) {
  T.sh("cd tree && git worktree add -q ../linked HEAD 2>/dev/null");
  T.sh("git clone -q --shared tree lent");
  EXPECT_EQ(said("linked"), "not refused");
  EXPECT_EQ(said("lent"), "not refused");
  T.sh("mkfifo tree/.git/objects/pack/y.idx");
  EXPECT_THAT(said("linked"), HasSubstr("y.idx: a pipe in a git directory"));
  EXPECT_THAT(said("lent"), HasSubstr("y.idx: a pipe in a git directory"));
  T.sh("rm -r tree/.git && mkfifo tree/.git");
  EXPECT_THAT(said(), HasSubstr("tree/.git: a pipe in a git directory"));
  T.sh("rm tree/.git && echo 'gitdir: /dev/zero' >tree/.git");
  EXPECT_THAT(said(), HasSubstr("/dev/zero: a device in a git directory"));
}

} // namespace
