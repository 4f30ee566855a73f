// A directory where a C file is taken.
#include "testing/Running.h"

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
