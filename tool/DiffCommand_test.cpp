// kverdict diff: which two versions are meant, what is said of them, and the exit codes.
#include "testing/Running.h"

#include "tool/Near.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

namespace kverdict {
namespace {

const std::string Old = "int limit_of(int n) { return n < 0 ? -22 : 0; }\n";
const std::string New = "int limit_of(int n) { return n <= 0 ? -22 : 0; }\n";

/// Two versions of a file in a scratch directory, compared.
struct Pair {
  Pair(const std::string &Old, const std::string &New) {
    S.write("old.c", Old);
    S.write("new.c", New);
    S.write("compile_flags.txt", "-std=gnu11\n");
  }
  Ran diff(std::vector<std::string> More = {}) const {
    More.insert(More.begin(), {"diff", "old.c", "new.c"});
    return kverdictIn(S.path(), More);
  }
  Scratch S;
};

TEST(Diff, SaysWhatChangedAndWhere) {
  const Ran R = Pair(Old, New).diff();
  EXPECT_EQ(R.Code, 1);
  EXPECT_EQ(R.Out, "limit_of(): stricter: it refuses states that it accepted before, and accepts no others\n"
                   "            where   old  new  for instance\n"
                   "  stricter  n == 0  0    -22  n = 0\n")
      << R.Err;
}

TEST(Diff, TheSameIsClean) {
  const Ran R = Pair(Old, "\n" + Old).diff();
  EXPECT_EQ(R.Code, 0);
  EXPECT_EQ(R.Out, "");
  EXPECT_THAT(R.Err, HasSubstr("no function that both define changed"));
  const Ran Named = Pair(Old, "\n" + Old).diff({"--function", "limit_of"});
  EXPECT_EQ(Named.Out, "limit_of(): equivalent: the same code\n");
  const Ran Proved = Pair(Old, "int limit_of(int n) { if (n >= 0) return 0; return -22; }\n").diff();
  EXPECT_EQ(Proved.Code, 0);
  EXPECT_THAT(Proved.Out, HasSubstr("equivalent: the same verdict and the same effects in every state"));
}

TEST(Diff, OneLineOfJsonForEachFunction) {
  const Ran R = Pair(Old, New).diff({"-f", "jsonl"});
  EXPECT_THAT(linesOf(R.Out), testing::SizeIs(1));
  EXPECT_THAT(R.Out, AllOf(HasSubstr("\"type\":\"comparison\""), HasSubstr("\"verdict\":\"stricter\""),
                           HasSubstr("\"conditions\":[\"n == 0\"]")));
}

TEST(Diff, AssumesWhatItIsTold) {
  const Pair P(Old, New);
  const Ran R = P.diff({"--function", "limit_of", "--assume", "n != 0"});
  EXPECT_EQ(R.Code, 0) << R.Out;
  EXPECT_THAT(R.Out, AllOf(HasSubstr("equivalent"), HasSubstr("nothing is said of states with: !(n != 0)")));
  EXPECT_EQ(P.diff({"--function", "limit_of", "--assume", "n < 5"}).Code, 1);
  const Ran Wrong = P.diff({"--function", "limit_of", "--assume", "m > 0"});
  EXPECT_EQ(Wrong.Code, 2);
  EXPECT_THAT(Wrong.Err, AllOf(HasSubstr("--assume:1:1"), HasSubstr("'m'")));
  EXPECT_EQ(P.diff({"--assume", "n > 0"}).Code, 2) << "of which function?";
}

/// A git tree with two commits of one file, tagged v1 and v2.
struct Repository {
  Repository() {
    git({"init", "-q", "."});
    commit(Old, "v1");
    commit(New, "v2");
  }
  void git(std::vector<std::string> Arguments) const {
    Arguments.insert(Arguments.begin(), {"-c", "user.name=A", "-c", "user.email=a@example.org"});
    const Ran R = runProgram("/usr/bin/git", Arguments, S.path());
    ASSERT_EQ(R.Code, 0) << R.Err;
  }
  void commit(const std::string &Text, const std::string &Tag) const {
    S.write("lib/limit.c", Text);
    git({"add", "."});
    git({"commit", "-q", "-m", Tag});
    git({"tag", Tag});
  }
  Scratch S;
};

TEST(DiffOfRevisions, AreNamedAsGitNamesThem) {
  const Repository G;
  const Ran R = kverdictIn(G.S.path("lib"), {"diff", "v1:lib/limit.c", "v2:lib/limit.c"});
  EXPECT_EQ(R.Code, 1) << R.Err;
  EXPECT_THAT(R.Out, HasSubstr("stricter"));
  EXPECT_EQ(kverdictIn(G.S.path("lib"), {"diff", "v1", "v2", "lib/limit.c"}).Out, R.Out);
  EXPECT_EQ(kverdict({"diff", "v1", "v2", "lib/limit.c", "--tree", G.S.path()}).Out, R.Out);
  EXPECT_THAT(kverdictIn(G.S.path(), {"diff", "v2:lib/limit.c", "v1:lib/limit.c"}).Out, HasSubstr("laxer"));
}

TEST(DiffOfRevisions, ACommitAgainstTheWorkTree) {
  const Repository G;
  EXPECT_EQ(kverdictIn(G.S.path(), {"diff", "HEAD:lib/limit.c", "lib/limit.c"}).Code, 0);
  EXPECT_EQ(kverdictIn(G.S.path(), {"diff", "HEAD~1:lib/limit.c", "lib/limit.c"}).Code, 1);
}

TEST(DiffOfRevisions, MistakesAreNamed) {
  const Repository G;
  const Ran NoRevision = kverdictIn(G.S.path(), {"diff", "v3:lib/limit.c", "lib/limit.c"});
  EXPECT_EQ(NoRevision.Code, 2);
  EXPECT_THAT(NoRevision.Err, HasSubstr("v3"));
  const Ran NoFile = kverdictIn(G.S.path(), {"diff", "v1:limit.c", "lib/limit.c"});
  EXPECT_EQ(NoFile.Code, 2);
  EXPECT_THAT(NoFile.Err, HasSubstr("v1 has no file limit.c; give its path from the top of the tree"));
  const Scratch Plain;
  const Ran NoTree = kverdictIn(Plain.path(), {"diff", "v1:a.c", "v2:a.c"});
  EXPECT_EQ(NoTree.Code, 2);
  EXPECT_THAT(NoTree.Err, HasSubstr("--tree"));
}

//===- Bad input ----------------------------------------------------------------------------------------------===//

TEST(DiffBadInput, AFunctionThatIsNotThere) {
  const Pair P(Old, New + "int limit(int n) { return n; }\n");
  const Ran R = P.diff({"--function", "limt_of"});
  EXPECT_EQ(R.Code, 2);
  EXPECT_EQ(R.Out, "");
  EXPECT_THAT(R.Err, HasSubstr("old.c defines no function limt_of(); did you mean limit_of()?"));
  const Ran OnlyNew = P.diff({"--function", "limit"});
  EXPECT_EQ(OnlyNew.Code, 2);
  EXPECT_THAT(OnlyNew.Err, HasSubstr("old.c defines no function limit()"));
  EXPECT_THAT(P.diff().Err, HasSubstr("limit() is only in new.c"));
}

TEST(DiffBadInput, NearNames) {
  const std::vector<std::string> Names = {"vm_mixed_ok", "vm_mixed_zeropage_allowed", "insert_page", "insert_pages",
                                          "x"};
  EXPECT_EQ(didYouMean(Names, "vm_mixed_zeropage_alowed"), "; did you mean vm_mixed_zeropage_allowed()?");
  EXPECT_EQ(didYouMean(Names, "insertpage"), "; did you mean insert_page() or insert_pages()?");
  EXPECT_EQ(didYouMean(Names, "zeropage_allowed"), "; did you mean vm_mixed_zeropage_allowed()?");
  EXPECT_EQ(didYouMean(Names, "something_else_entirely"), "");
}

TEST(DiffBadInput, TwoFunctionsOfOneName) {
  const std::string Both = "#ifdef A\nint f(int n) { return 1; }\n#else\nint f(int n)\n{ return n; }\n#endif\n";
  const Ran R = Pair(Both, "int f(int n) { return n; }\n").diff({"--function", "f"});
  EXPECT_EQ(R.Code, 0) << R.Out;
  EXPECT_THAT(R.Err, HasSubstr("old.c defines f() 2 times; the one in line 4 is compiled in this configuration"));
  const Ran Twice = Pair("int f(int n) { return 1; }\nint f(int n) { return n; }\n", Both).diff({"--function", "f"});
  EXPECT_EQ(Twice.Code, 3);
  EXPECT_THAT(Twice.Err, HasSubstr("redefinition of 'f'"));
  EXPECT_THAT(
      definitionLines("int f(int);\n\tx = f(1);\nint g(void) { return f(2); }\nstatic int\nf(int n)\n{\n}\n", "f"),
      ElementsAre(5));
}

TEST(DiffBadInput, AFunctionThatTheConfigurationLeavesOut) {
  const Ran R = Pair(Old, "#ifdef NEVER\n" + New + "#endif\n").diff({"--function", "limit_of"});
  EXPECT_EQ(R.Code, 3);
  EXPECT_THAT(R.Err, HasSubstr("new.c:2: this configuration leaves limit_of() out"));
}

TEST(DiffBadInput, AFileThatOnlyParsesInPart) {
  const Ran R = Pair(Old, New + "\nint a = nowhere;\n").diff({"--function", "limit_of"});
  EXPECT_EQ(R.Code, 3);
  EXPECT_EQ(R.Out, "");
  EXPECT_THAT(R.Err, AllOf(HasSubstr("new.c:3:"), HasSubstr("nowhere")));
  // The body of another function is not looked at.
  const Pair Elsewhere(Old, New + "int broken(int n) { return nowhere; }\n");
  EXPECT_EQ(Elsewhere.diff({"--function", "limit_of"}).Code, 1);
  EXPECT_EQ(Elsewhere.diff().Code, 3);
}

struct Undecided {
  const char *Name, *Old, *New, *Reason;
};

class DiffUndecided : public testing::TestWithParam<Undecided> {};

TEST_P(DiffUndecided, SaysWhyAndExitsWithThree) {
  const Ran R = Pair(GetParam().Old, GetParam().New).diff({"--function", "f"});
  EXPECT_EQ(R.Code, 3) << R.Out << R.Err;
  EXPECT_THAT(R.Out, AllOf(HasSubstr("f(): undecided: "), HasSubstr(GetParam().Reason)));
}

INSTANTIATE_TEST_SUITE_P(Reasons, DiffUndecided,
                         testing::Values(Undecided{"ParameterType", "int f(int n) { return n; }",
                                                   "int f(long n) { return n; }", "the parameter n was int, now long"},
                                         Undecided{"ParameterAdded", "int f(int n) { return n; }",
                                                   "int f(int n, int m) { return n + m; }", "the parameter m is new"},
                                         Undecided{"Recursion", "int f(int n) { return n <= 0 ? 0 : f(n - 1); }",
                                                   "int f(int n) { return n <= 1 ? 0 : f(n - 1); }", "f()"},
                                         Undecided{"VariableLengthArray",
                                                   "int f(int n) { int a[n]; a[0] = 1; return a[0]; }",
                                                   "int f(int n) { int a[n]; a[0] = 2; return 1; }", "constant"}),
                         [](const auto &Info) { return Info.param.Name; });

TEST(DiffBadInput, AssemblyWritesItsOutputsAndNothingElse) {
  const std::string Asm = "int f(int n) { int r; asm(\"mov %1, %0\" : \"=r\"(r) : \"r\"(n)); return r";
  EXPECT_EQ(Pair(Asm + "; }", Asm + " + 0; }").diff({"--function", "f"}).Code, 0);
  const Ran R = Pair(Asm + "; }", Asm + " + 1u; }").diff({"--function", "f"});
  EXPECT_EQ(R.Code, 1) << R.Out;
}

//===- Identity -----------------------------------------------------------------------------------------------===//

/// The policy functions of a real tree, each against itself with a guard more that never fires: not the same code, so
/// that each is explored, with the models that the program comes with.
class DiffIdentity : public testing::TestWithParam<const char *> {};

TEST_P(DiffIdentity, IsProved) {
  const std::string Tree = kernel("6.12"), Text = textOf(Tree + "/mm/memory.c"), Name = GetParam();
  std::smatch Head;
  const std::regex Definition("\n[a-z][^;{}=#]*\\b" + Name + "\\([^{};]*\\)\n\\{\n");
  ASSERT_TRUE(std::regex_search(Text, Head, Definition)) << Name;
  const size_t Body = Head.position() + Head.length();
  const Scratch S;
  const std::string Guard = "\tint always = 1;\n\tif (!always)\n\t\t__builtin_trap();\n";
  S.write("memory.c", Text.substr(0, Body) + Guard + Text.substr(Body));
  const Ran R = kverdict({"diff", Tree + "/mm/memory.c", S.path("memory.c"), "--function", Name, "-p", Tree});
  EXPECT_EQ(R.Code, 0) << R.Out << R.Err;
  EXPECT_THAT(R.Out, HasSubstr("equivalent: the same verdict and the same effects in every state"));
}

INSTANTIATE_TEST_SUITE_P(Memory, DiffIdentity,
                         testing::Values("vm_mixed_zeropage_allowed", "validate_page_before_insert",
                                         "insert_page_into_pte_locked", "insert_page_in_batch_locked", "insert_page",
                                         "vm_insert_page", "vm_mixed_ok", "__vm_insert_mixed"));

} // namespace
} // namespace kverdict
