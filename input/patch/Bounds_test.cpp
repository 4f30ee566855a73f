#include "input/patch/Bounds.h"

#include "input/Inputs.h"
#include "testing/ScratchTree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>

using namespace kverdict;
using testing::HasSubstr;

namespace {

class Bounds : public testing::Test {
protected:
  /// What is said of a mail with this message and this diff.
  std::string said(const std::string &Message, const std::string &Diff) {
    T.write("tree/keep", "x\n");
    T.write("p.mbox", "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\nFrom: A <a@x.test>\n"
                      "Subject: [PATCH] a\n\n" +
                          Message + "\n---\n" + Diff);
    SeriesRequest R;
    R.Inputs = {T.file("p.mbox")};
    R.Tree = T.file("tree");
    std::string All;
    for (const InputProblem &Problem : openWork(R).Problems)
      All += Problem.Message + "\n";
    return All;
  }
  /// A change of one line of a file for each hunk, ten lines apart.
  static std::string hunks(unsigned Count) {
    std::string Diff = "--- a/f\n+++ b/f\n";
    for (unsigned I = 0; I < Count; ++I) {
      const std::string At = std::to_string(I * 10 + 1);
      Diff += "@@ -" + At + ",3 +" + At + ",3 @@\n x\n-x\n+y\n x\n";
    }
    return Diff;
  }
  static std::string files(unsigned Count) {
    std::string Diff;
    for (unsigned I = 0; I < Count; ++I) {
      const std::string Name = std::to_string(I);
      Diff += "diff --git a/" + Name + " b/" + Name + "\nnew file mode 100644\n";
    }
    return Diff;
  }
  static std::string lines(size_t Count) {
    std::string Text;
    while (Text.size() < 2 * Count)
      Text += "x\n";
    return Text;
  }
  ScratchTree T;
};

TEST_F(Bounds, FilesOfAPatch) {
  EXPECT_EQ(said("Text.", files(50)), "");
  EXPECT_THAT(said("Text.", files(MaxFiles + 1)), HasSubstr("p.mbox:1: a patch of more than 5000 files; give it in"));
}

TEST_F(Bounds, HunksOfAFile) {
  T.write("tree/f", lines(10 * (MaxHunks + 2)));
  EXPECT_EQ(said("Text.", hunks(100)), "");
  EXPECT_THAT(said("Text.", hunks(MaxHunks + 1)), HasSubstr("p.mbox:7: f has more than 10000 hunks"));
}

TEST_F(Bounds, BytesOfAName) {
  const auto named = [](const std::string &Name) {
    return "diff --git a/" + Name + " b/" + Name + "\nnew file mode 100644\n--- /dev/null\n+++ b/" + Name +
           "\n@@ -0,0 +1 @@\n+x\n";
  };
  std::string Deep, Long(MaxName, 'x');
  while (Deep.size() < MaxName)
    Deep += "x/";
  EXPECT_EQ(said("Text.", named(Deep.substr(0, 300) + "x")), "");
  for (const std::string &Name : {Deep + "x", Long})
    EXPECT_THAT(said("Text.", named(Name)),
                HasSubstr("p.mbox:7: the name of a file of more than 4096 bytes; no system"));
}

TEST_F(Bounds, BytesOfAMessage) {
  T.write("tree/f", lines(9));
  EXPECT_EQ(said(std::string(MaxMessage / 2, 'a'), hunks(1)), "");
  EXPECT_THAT(said(std::string(MaxMessage + 1, 'a'), hunks(1)), HasSubstr("p.mbox:1: a message of more than 1 MB"));
}

TEST_F(Bounds, LinesOfAFile) {
  T.write("tree/f", lines(MaxFileLines));
  EXPECT_EQ(said("Text.", hunks(2)), "");
  EXPECT_THAT(said("Text.", hunks(MaxMoved / MaxFileLines + 1)),
              HasSubstr("p.mbox:7: f has 1000000 lines, too many for 3001 hunks"));
  T.write("tree/f", lines(MaxFileLines + 1));
  EXPECT_THAT(said("Text.", hunks(2)), HasSubstr("p.mbox:7: f has more than 1000000 lines"));
}

/// Not refused for its size: a search for a place where it almost applies ends after so many lines.
TEST_F(Bounds, LinesThatAreAllAlike) {
  constexpr unsigned Count = 60'000;
  T.write("tree/f", lines(2 * Count));
  std::string Diff = "--- a/f\n+++ b/f\n@@ -9," + std::to_string(Count) + " +9," + std::to_string(Count) + " @@\n";
  for (unsigned I = 1; I < Count; ++I)
    Diff += " x\n";
  const auto Start = std::clock();
  EXPECT_THAT(said("Text.", Diff + "-z\n+y\n"), HasSubstr("it expects 'z', but at line"));
  EXPECT_LT(double(std::clock() - Start) / CLOCKS_PER_SEC, 10);
}

} // namespace
