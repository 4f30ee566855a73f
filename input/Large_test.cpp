// A mailbox of a whole list: 100 MB of other mail around one series.
#include "input/Inputs.h"
#include "testing/ScratchTree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>

using namespace kverdict;
using testing::Contains;
using testing::HasSubstr;

namespace {

std::string mail(unsigned Number, const std::string &Subject, const std::string &Text) {
  return "From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: W" + std::to_string(Number % 500) +
         " <w@x.test>\nSubject: " + Subject + "\nDate: Wed, 1 May 2024 12:00:00 +0200\nMessage-ID: <" +
         std::to_string(Number) + "@x.test>\n\n" + Text + "\n";
}

const std::string Diff = "---\ndiff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n-- \n2.39.5\n";

// Most of a list is talk, with quoted patches in it; and there are patches of others.
std::string other(unsigned Number) {
  if (Number % 20 == 7)
    return mail(Number, "[PATCH] of somebody else " + std::to_string(Number), "Text.\n" + Diff);
  std::string Quoted;
  for (int I = 0; I < 100; ++I)
    Quoted += "> +\tint a = " + std::to_string(I) + "; /* a quoted line of a patch */\n";
  return mail(Number, "Re: [PATCH v" + std::to_string(Number % 7) + " 3/9] talk", Quoted + ">>From here on\n");
}

TEST(LargeMailbox, IsReadInBoundedTime) {
  ScratchTree T;
  T.write("tree/f", "a\n");
  T.sh("cd tree && git init -q . && git add . && git -c user.name=A -c user.email=a@x.test commit -q -m base");
  {
    std::ofstream Out(T.file("list.mbox"));
    size_t Size = 0;
    for (unsigned I = 0; Size < (100u << 20); ++I) {
      const std::string One = other(I);
      Out << One;
      Size += One.size();
      if (I == 5000)
        Out << mail(1000000, "[PATCH 1/1] the one", "Text.\n" + Diff);
    }
  }
  const auto Start = std::chrono::steady_clock::now();
  SeriesRequest R;
  R.Inputs = {T.file("list.mbox")};
  R.Tree = T.file("tree");
  R.Series = "the one";
  const Work W = openWork(R);
  const std::chrono::duration<double> Took = std::chrono::steady_clock::now() - Start;
  ASSERT_EQ(W.Patches.Patches.size(), 1u);
  EXPECT_TRUE(W.Patches.Patches[0].Applied);
  EXPECT_THAT(W.Patches.Notes, Contains(HasSubstr("mails without a patch left out")));
  // Some seconds on an idle machine; decoding every patch would take minutes.
  EXPECT_LT(Took.count(), 60) << "seconds";
  RecordProperty("milliseconds", int(Took.count() * 1000));
}

} // namespace
