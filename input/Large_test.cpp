// A mailbox of a whole list: 100 MB of other mail around one series.
#include "core/Error.h"
#include "input/Inputs.h"
#include "testing/ScratchTree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <ctime>
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

/// The same title, number, thread and author, or one version after the other: each was held against all before it.
TEST(LargeMailbox, AlikeIsLinear) {
  const std::string Subjects[] = {"[PATCH 1/2] x", "[PATCH v# 1/2] x", "[PATCH #] x", "[PATCH] x"};
  for (const std::string &Subject : Subjects) {
    ScratchTree T;
    T.write("tree/f", "a\n");
    std::string All;
    for (unsigned I = 0; I < 4'000; ++I) {
      std::string Of = Subject;
      if (const size_t At = Of.find('#'); At != Of.npos)
        Of.replace(At, 1, std::to_string(I + 1));
      All += "From x@x.test Thu Jan  1 00:00:00 1970\nFrom: W <w@x.test>\nSubject: " + Of + "\nMessage-ID: <" +
             std::to_string(I) + "@x.test>\nIn-Reply-To: <top@x.test>\n\nText.\n" + Diff + "\n";
    }
    T.write("list.mbox", All);
    const auto Start = std::clock();
    SeriesRequest R;
    R.Inputs = {T.file("list.mbox")};
    R.Tree = T.file("tree");
    try {
      openWork(R);
    } catch (const Error &E) {
      EXPECT_THAT(E.what(), HasSubstr("a series of more than 1000 patches; give it in pieces")) << Subject;
    }
    EXPECT_LT(double(std::clock() - Start) / CLOCKS_PER_SEC, 5) << Subject;
  }
}

TEST(LargeMailbox, MailsAreCounted) {
  ScratchTree T;
  T.write("tree/f", "a\n");
  std::string All;
  for (unsigned I = 0; I < 50'001; ++I)
    All += "From x@x.test Thu Jan  1 00:00:00 1970\n\n";
  T.write("list.mbox", All);
  SeriesRequest R;
  R.Inputs = {T.file("list.mbox")};
  R.Tree = T.file("tree");
  try {
    openWork(R);
    ADD_FAILURE();
  } catch (const Error &E) {
    EXPECT_THAT(E.what(), HasSubstr("list.mbox:1: a mailbox of more than 50000 mails; give a part of it"));
  }
  T.write("f.patch", mail(1, "[PATCH] a", "Text.\n" + Diff));
  R.Inputs = {T.file("f.patch")};
  R.Answered = {T.file("list.mbox")};
  try {
    openWork(R);
    ADD_FAILURE();
  } catch (const Error &E) {
    EXPECT_THAT(E.what(), HasSubstr("list.mbox:1: a mailbox of more than 50000 mails"));
  }
  All.clear();
  for (unsigned I = 0; I < 2'001; ++I)
    All += mail(I, "Re: [PATCH] a", "Kverdict: 0123456789abcdef it is right\n");
  T.write("list.mbox", All);
  try {
    openWork(R);
    ADD_FAILURE();
  } catch (const Error &E) {
    EXPECT_THAT(E.what(), HasSubstr("list.mbox: answers to findings in more than 2000 mails"));
  }
}

} // namespace
