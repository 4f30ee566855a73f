// A directory where a C file is taken.
#include "testing/Repository.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace kverdict {
namespace {

const std::string Flags = "-std=gnu11\n";
const std::string Old = "int limit_of(int n) { return n < 0 ? -22 : 0; }\n";
const std::string New = "int limit_of(int n) { return n <= 0 ? -22 : 0; }\n";
const std::string Other = "int other(int n) { return n == 7; }\n";

/// Two directories with files that differ, are the same, and are only in one.
struct Two {
  Two() {
    for (const std::string Each : {"old", "new"}) {
      S.write(Each + "/compile_flags.txt", Flags);
      S.write(Each + "/same.c", Other);
    }
    S.write("old/lib/limit.c", Old);
    S.write("new/lib/limit.c", New);
    S.write("old/gone.c", Other);
    S.write("new/come.c", Other);
  }
  Ran diff(std::vector<std::string> More = {}) const {
    More.insert(More.begin(), {"diff", "old", "new"});
    return kverdictIn(S.path(), More);
  }
  Scratch S;
};

TEST(Directories, DiffComparesFilesOfOneName) {
  const Two T;
  const Ran R = T.diff();
  EXPECT_EQ(R.Code, 1);
  EXPECT_EQ(R.Out,
            "lib/limit.c:\nlimit_of(): stricter: it refuses states that it accepted before, and accepts no others\n"
            "            where   old  new  for instance\n"
            "  stricter  n == 0  0    -22  n = 0\n")
      << R.Err;
  EXPECT_EQ(R.Err, "kverdict: note: gone.c is only in old\nkverdict: note: come.c is only in new\n"
                   "kverdict: note: 1 C file with the same text\n");
  EXPECT_EQ(kverdictIn(T.S.path(), {"diff", "old/", "new/"}).Out, R.Out);
  EXPECT_THAT(T.diff({"-f", "jsonl"}).Out, AllOf(HasSubstr("\"verdict\":\"stricter\""), Not(HasSubstr("limit.c:\n"))));
}

TEST(Directories, DiffOfOneFunction) {
  const Two T;
  EXPECT_THAT(T.diff({"--function", "limit_of"}).Out, HasSubstr("stricter"));
  const Ran None = T.diff({"--function", "other"});
  EXPECT_EQ(None.Code, 2);
  EXPECT_THAT(None.Err, HasSubstr("no C file that differs below old and new defines other() in both"));
}

TEST(Directories, AFileThatDoesNotCompileHidesNoOther) {
  const Two T;
  T.S.write("old/a.c", "int f(int x) { return x; }\n");
  T.S.write("new/a.c", "int f(int x) { return y; }\n");
  const Ran R = T.diff();
  EXPECT_EQ(R.Code, 1);
  EXPECT_THAT(R.Out, HasSubstr("stricter"));
  EXPECT_THAT(R.Err, HasSubstr("a.c:1"));
  T.S.write("new/lib/limit.c", Old);
  EXPECT_EQ(T.diff().Code, 3);
}

TEST(Directories, AHeaderThatDiffersIsSaid) {
  const Two T;
  T.S.write("old/a.h", "#define A 1\n");
  T.S.write("new/a.h", "#define A 2\n");
  T.S.write("new/lib/limit.c", Old);
  const Ran R = T.diff();
  EXPECT_EQ(R.Code, 3);
  EXPECT_THAT(R.Err, HasSubstr("a.h differs: what includes it and has the same text was not compared"));
}

TEST(Directories, DiffOfADirectoryAndAFile) {
  const Two T;
  EXPECT_THAT(kverdictIn(T.S.path(), {"diff", "old/lib", "new/lib/limit.c"}).Out, HasSubstr("stricter"));
  EXPECT_THAT(kverdictIn(T.S.path(), {"diff", "old/lib/limit.c", "new/lib"}).Out, HasSubstr("stricter"));
  const Ran None = kverdictIn(T.S.path(), {"diff", "old", "new/lib/limit.c"});
  EXPECT_EQ(None.Code, 2);
  EXPECT_THAT(None.Err, HasSubstr("old is a directory; name a file"));
  T.S.write("empty/none.txt", "");
  EXPECT_EQ(kverdictIn(T.S.path(), {"diff", "old", "empty"}).Code, 2);
}

/// Three commits of a tree: old, new, and one without the directory.
struct Commits {
  Commits() {
    R.S.write("t/compile_flags.txt", Flags);
    R.S.write("t/lib/same.c", Other);
    R.S.write("t/lib/gone.c", Other);
    R.S.write("t/lib/sub/limit.c", Old);
    R.commit("outside.c", Old, "old");
    R.sh("git tag old && git rm -q lib/gone.c");
    R.S.write("t/lib/come.c", Other);
    R.S.write("t/outside.c", New);
    R.commit("lib/sub/limit.c", New, "new");
    R.sh("git tag new && git rm -q -r lib && git commit -q -m none && git tag none && git checkout -q new");
  }
  Ran diff(const std::string &What) const { return R.run("kverdict diff " + What); }
  Repository R;
};

const std::string Stricter =
    "sub/limit.c:\nlimit_of(): stricter: it refuses states that it accepted before, and accepts "
    "no others\n            where   old  new  for instance\n"
    "  stricter  n == 0  0    -22  n = 0\n";

TEST(Directories, DiffOfADirectoryInCommits) {
  const Commits T;
  const Ran R = T.diff("old new lib");
  EXPECT_EQ(R.Code, 1) << R.Err;
  EXPECT_EQ(R.Out, Stricter);
  EXPECT_EQ(R.Err, "kverdict: note: headers are those of the work tree\n"
                   "kverdict: note: gone.c is only in old:lib\nkverdict: note: come.c is only in new:lib\n"
                   "kverdict: note: 1 C file with the same text\n");
  for (const char *Same :
       {"old new lib/", "old:lib new:lib/", "--tree . old new ./lib", "old new lib --function limit_of"})
    EXPECT_EQ(T.diff(Same).Out, Stricter) << Same;
  EXPECT_THAT(T.diff("old new .").Out,
              AllOf(HasSubstr("lib/" + Stricter), HasSubstr("outside.c:\nlimit_of(): stricter")));
  EXPECT_THAT(T.diff("new old lib/sub").Out, HasSubstr("limit.c:\nlimit_of(): laxer"));
  EXPECT_EQ(T.diff("old old lib").Code, 0);
}

TEST(Directories, DiffOfADirectoryInACommitAndOneOnDisk) {
  const Commits T;
  EXPECT_EQ(T.diff("old:lib lib").Out, Stricter);
  EXPECT_EQ(T.diff("new:lib lib").Out, "");
  EXPECT_THAT(T.diff("lib old:lib").Out, HasSubstr("limit_of(): laxer"));
}

TEST(Directories, OfTheTreeThatIsNamed) {
  const Commits T;
  T.R.sh("git clone -q --bare . ../bare.git");
  const Ran R = T.R.run("cd / && kverdict diff old new lib --tree \"$HOME/bare.git\"");
  EXPECT_EQ(R.Code, 1) << R.Err;
  EXPECT_EQ(R.Out, Stricter);
}

TEST(Directories, WhatNoCommitHasIsSaid) {
  const Commits T;
  const Ran Gone = T.diff("new none lib");
  EXPECT_EQ(Gone.Code, 2);
  EXPECT_THAT(Gone.Err, HasSubstr("none has no directory lib; give its path from the top of the tree"));
  EXPECT_THAT(T.diff("old new nowhere").Err, HasSubstr("old has no file nowhere"));
  EXPECT_THAT(T.diff("old nothing lib").Err, HasSubstr("nothing"));
  EXPECT_THAT(T.diff("none new lib").Err, HasSubstr("none has no directory lib"));
  EXPECT_EQ(T.diff("old new ../t/lib").Code, 2);
  EXPECT_THAT(T.diff("old new lib --function other").Err,
              HasSubstr("no C file that differs below old:lib and new:lib defines other() in both"));
  T.R.commit("lib/sub/limit.h", "#define A 1\n", "header");
  const Ran Header = T.diff("new HEAD lib");
  EXPECT_EQ(Header.Code, 3);
  EXPECT_THAT(Header.Err, HasSubstr("sub/limit.h differs"));
}

TEST(Directories, SimulateFindsTheFile) {
  const Two T;
  const Ran R = kverdictIn(T.S.path(), {"simulate", "new", "--function", "limit_of", "--set", "n=0"});
  EXPECT_EQ(R.Code, 0) << R.Err;
  EXPECT_THAT(R.Out, HasSubstr("limit_of() returns -22"));
  EXPECT_THAT(R.Err, HasSubstr("note: limit_of() is that of " + T.S.path("new/lib/limit.c")));
  const Ran None = kverdictIn(T.S.path(), {"simulate", "new", "--function", "limit"});
  EXPECT_EQ(None.Code, 2);
  EXPECT_THAT(None.Err, HasSubstr("none of the 3 C files below new defines limit()"));
  const Ran Many = kverdictIn(T.S.path(), {"simulate", ".", "--function", "limit_of"});
  EXPECT_EQ(Many.Code, 2);
  EXPECT_THAT(Many.Err, AllOf(HasSubstr("2 C files below . define limit_of(); name one of them: "),
                              HasSubstr("new/lib/limit.c"), HasSubstr("old/lib/limit.c")));
}

TEST(Directories, OfSeveralTheCompiledOneIsMeant) {
  const Scratch S;
  S.write("t/built/a.c", Old);
  S.write("t/built/compile_flags.txt", Flags);
  S.write("t/other/a.c", New);
  const Ran R = kverdictIn(S.path(), {"simulate", "t", "--function", "limit_of", "--set", "n=0"});
  EXPECT_EQ(R.Code, 0) << R.Err;
  EXPECT_THAT(R.Out, HasSubstr("limit_of() returns 0"));
}

TEST(Directories, ReproduceLooksThroughIt) {
  const Two T;
  T.S.write("r.yaml", "version: 1\ncontracts:\n  - id: small\n    function: limit_of\n    ensures: result == 0\n"
                      "    severity: error\n    message: Why?\n    why: because\n");
  const Ran Found = kverdictIn(T.S.path(), {"check", "new", "--rules", "r.yaml", "-f", "jsonl"});
  std::smatch Fingerprint;
  ASSERT_TRUE(std::regex_search(Found.Out, Fingerprint, std::regex("\"fingerprint\":\"([0-9a-f]+)\""))) << Found.Out;
  const Ran R =
      kverdictIn(T.S.path(), {"reproduce", Fingerprint[1], "new", "--rules", "r.yaml", "-f", "harness", "-o", "out"});
  EXPECT_EQ(R.Code, 0) << R.Err;
  EXPECT_THAT(R.Out, HasSubstr("wrote out/harness.c"));
}

} // namespace
} // namespace kverdict
