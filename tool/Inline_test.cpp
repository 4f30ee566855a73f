// review-inline.txt and review-metadata.json, read as the BPF CI reads what its reviewers leave behind.
#include "testing/Repository.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

namespace kverdict {
namespace {

/// A harmless patch, one with findings, and one that touches nothing that the rules speak of.
class Inline : public testing::Test, protected Repository {
protected:
  Inline() {
    commit("mm/memory.c", fixture("merged.c"), "base");
    sh("git tag base");
    commit("mm/memory.c", "/* A word. */\n" + fixture("merged.c"), "mm: add a word");
    commit("mm/memory.c", "/* A word. */\n" + fixture("v1.c"), "mm: the first version\n\nIt is shorter.");
    sh("git tag v1");
    commit("mm/other.c", "int other;\n", "mm: something else");
  }

  Ran review(const std::string &What, const std::string &More = "--out review-inline=../out/") const {
    return run("kverdict review " + What + " --tree . " + More);
  }

  json metadata(const std::string &Directory) const {
    const std::string File = S.path("out/" + Directory + "review-metadata.json");
    const Ran R = runProgram(KVERDICT_SOURCE_DIR "/testdata/schemas/validate.py",
                             {KVERDICT_SOURCE_DIR "/testdata/schemas/review-metadata.json", File});
    EXPECT_EQ(R.Code, 0) << R.Out << R.Err;
    return json::parse(textOf(File));
  }
  bool has(const std::string &File) const { return std::filesystem::exists(S.path("out/" + File)); }
};

/// The step of the CI's workflow that looks for the files, in words of our own: there is one commit at a time, and a
/// text that is not empty fails it.
TEST_F(Inline, OneCommitStandsWhereTheReaderLooks) {
  const std::string Reader = "f=$(find ../out -name review-inline.txt); [ -s \"$f\" ] && cat \"$f\"";
  EXPECT_EQ(review("v1").Code, 1);
  const std::string Text = sh(Reader), Id = sh("git rev-parse v1");
  EXPECT_THAT(Text, StartsWith("commit " + Id +
                               "Author: A <a@example.org>\n\nmm: the first version\n\n"
                               "It is shorter.\n\n[ ... ]\n\n> diff --git a/mm/memory.c b/mm/memory.c\n"));
  EXPECT_THAT(Text, HasSubstr("\nShouldn't this return true?"));
  const json M = metadata("");
  EXPECT_EQ(M["sha"].get<std::string>() + "\n", Id);
  EXPECT_EQ(M["author"], "A <a@example.org>");
  EXPECT_EQ(M["subject"], "mm: the first version");
  EXPECT_EQ(M["issues-found"], 4);
  EXPECT_EQ(M["issue-severity-score"], "high");
  // The next commit in the same directory: what was there before is gone.
  EXPECT_EQ(review("v1^").Code, 0);
  EXPECT_NE(run(Reader).Code, 0);
  EXPECT_FALSE(has("review-inline.txt"));
  EXPECT_EQ(metadata("")["issues-found"], 0);
}

TEST_F(Inline, ASeriesHasADirectoryForEachPatch) {
  EXPECT_EQ(review("base..").Code, 1);
  EXPECT_FALSE(has("0001/review-inline.txt"));
  EXPECT_TRUE(has("0002/review-inline.txt"));
  EXPECT_FALSE(has("0003/review-inline.txt"));
  EXPECT_FALSE(has("review-metadata.json"));
  EXPECT_EQ(metadata("0001/")["issue-severity-score"], "none");
  EXPECT_EQ(metadata("0002/")["issues-found"], 4);
  EXPECT_EQ(metadata("0003/")["subject"], "mm: something else");
}

/// The metadata stand for a review that was done.
TEST_F(Inline, WhatCouldNotBeReviewedHasNone) {
  sh("git format-patch -q -o .. base && sed -i 's/MAYWRITE/NEVERWRITE/' ../0002*.patch");
  const Ran R = run("git checkout -q base && kverdict review ../0001*.patch ../0002*.patch --tree . "
                    "--out review-inline=../out/");
  EXPECT_EQ(R.Code, 3) << R.Err;
  EXPECT_TRUE(has("0001/review-metadata.json"));
  EXPECT_FALSE(has("0002/review-metadata.json"));
  EXPECT_FALSE(has("0002/review-inline.txt"));
}

TEST_F(Inline, StandardOutputAndAFileHaveTheTexts) {
  const Ran R = review("base..", "-f review-inline --out review-inline=../all.txt");
  EXPECT_EQ(R.Code, 1);
  EXPECT_THAT(R.Out, AllOf(StartsWith("commit "), Not(HasSubstr("issues-found")), Not(HasSubstr("a word"))));
  EXPECT_EQ(textOf(S.path("all.txt")), R.Out);
  EXPECT_EQ(review("v1^", "-f review-inline").Out, "");
}

TEST_F(Inline, OnlySomeFormatsMakeADirectory) {
  const Ran R = review("v1", "--out sarif=../out/");
  EXPECT_EQ(R.Code, 2);
  EXPECT_THAT(R.Err, HasSubstr("only lkml and review-inline make a directory"));
  EXPECT_EQ(review("v1", "--out lkml=../mails/").Code, 1) << "it is made";
  EXPECT_TRUE(std::filesystem::exists(S.path("mails/0001-reply.eml")));
}

} // namespace
} // namespace kverdict
