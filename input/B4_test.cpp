// What Debian's b4 makes of a thread, without a network.
#include "input/Inputs.h"
#include "testing/ScratchTree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace kverdict;

namespace {

/// A thread as a list archive has it: v1, an answer to it, and v2 of one patch of two.
class B4 : public testing::Test {
protected:
  void SetUp() override {
    T.write("tree/f.c", "a\nb\nc\n");
    T.sh("cd tree && git init -q -b main . && git config user.name A && git config user.email a@x.test && "
         "git add . && git commit -q -m base && git switch -q -c work");
    T.write("tree/f.c", "A\nb\nc\n");
    T.sh("cd tree && git commit -q -a -m 'f: one'");
    T.write("tree/f.c", "A\nb\nC\n");
    T.sh("cd tree && git commit -q -a -m 'f: two' && "
         "git format-patch -q --thread --base=main --cover-letter --stdout main..work >../v1.mbox");
    T.write("tree/f.c", "A\nb\nC2\n");
    T.sh("cd tree && git commit -q -a --amend -m 'f: two' && git switch -q main && cd .. && "
         "sed -i 's/\\*\\*\\* SUBJECT HERE \\*\\*\\*/f: all of it/' v1.mbox && "
         "last=$(sed -n 's/^Message-Id: *//Ip' v1.mbox | tail -1) && "
         "(cd tree && git format-patch -q --stdout -v2 --start-number=2 --thread --in-reply-to=\"$last\" -1 work) >v2 "
         "&& sed 's/^Subject: .PATCH v2.*\\]/Subject: [PATCH v2 2\\/2]/' v2 >v2.mbox && cat v1.mbox v2.mbox "
         ">thread.mbox");
  }
  // Patched of the last patch of a mailbox.
  std::string result(const std::string &Mailbox) {
    SeriesRequest R;
    R.Inputs = {T.file(Mailbox)};
    R.Tree = T.file("tree");
    const Work W = openWork(R);
    for (const InputProblem &Problem : W.Problems)
      ADD_FAILURE() << Problem.Message;
    EXPECT_EQ(W.Patches.Patches.size(), 2u);
    EXPECT_TRUE(W.Patches.Cover.has_value());
    EXPECT_EQ(W.Patches.Cover.value_or(Mail()).Subject, "[PATCH 0/2] f: all of it");
    return W.Patches.Patches.back().Files.at(0).Patched.value_or("");
  }
  ScratchTree T;
};

TEST_F(B4, AgreesOnAPartialReroll) {
  EXPECT_EQ(result("thread.mbox"), "A\nb\nC2\n");
  EXPECT_EQ(result("v1.mbox"), "A\nb\nC\n");
  T.sh("mkdir am && id=$(sed -n 's/^Message-Id: *<\\(.*\\)>/\\1/Ip' thread.mbox | head -1) && "
       "HOME=$PWD XDG_CACHE_HOME=$PWD XDG_DATA_HOME=$PWD XDG_CONFIG_HOME=$PWD "
       "&& export HOME XDG_CACHE_HOME XDG_DATA_HOME XDG_CONFIG_HOME && cd tree && " // b4 wants a repository around it
       "b4 am --no-cache -m ../thread.mbox -o ../am \"$id\" && cp ../am/*.mbx ../am.mbx");
  SeriesRequest R;
  R.Inputs = {T.file("am.mbx")};
  R.Tree = T.file("tree");
  const Work W = openWork(R);
  EXPECT_EQ(W.Problems.size(), 0u);
  ASSERT_EQ(W.Patches.Patches.size(), 2u);
  EXPECT_EQ(W.Patches.Patches[1].Files.at(0).Patched, "A\nb\nC2\n");
}

} // namespace
