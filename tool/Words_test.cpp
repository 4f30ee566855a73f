// What the program says of itself: its version, manual pages, completions in real shells, and what may have been meant.
#include "testing/Running.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

namespace kverdict {
namespace {

const std::vector<std::string> Commands = {"review",    "check", "cc-check", "coverage",    "diff",       "simulate",
                                           "reproduce", "rules", "sweep",    "sweep-shard", "sweep-merge"};

/// What a shell offers after sourcing our completion.
std::string offered(const std::string &Shell, const std::string &Script) {
  const Scratch S;
  S.write("words", kverdict({"completion", Shell}).Out);
  const Ran R = runProgram("/usr/bin/env",
                           {"TERM=dumb", "HOME=" + S.path(), Shell, Shell == "zsh" ? "-fc" : "-c", Script}, S.path());
  EXPECT_EQ(R.Err, "");
  return R.Out;
}

std::string inBash(const std::string &Words, unsigned At) {
  return offered("bash", ". ./words; COMP_WORDS=(" + Words + ") COMP_CWORD=" + std::to_string(At) +
                             "; _kverdict; echo \"${COMPREPLY[*]}\"");
}

/// Of zsh's own functions, what they are given.
std::string inZsh(const std::string &Words, unsigned At) {
  return offered("zsh", "_arguments() { print -rl -- \"$@\" }; _describe() { print -rl -- $commands }; "
                        "functions[complete]=$(<words); words=(" +
                            Words + "); CURRENT=" + std::to_string(At) + "; complete");
}

std::string inFish(const std::string &Line) { return offered("fish", "source ./words; complete -C '" + Line + "'"); }

TEST(Completion, InBash) {
  EXPECT_EQ(inBash("kverdict rev", 1), "review\n");
  EXPECT_EQ(inBash("kverdict review --tr", 2), "--tree --trees\n");
  EXPECT_EQ(inBash("kverdict review --callers b", 3), "build\n");
  EXPECT_EQ(inBash("kverdict rules l", 2), "list\n");
  EXPECT_EQ(inBash("kverdict rules list --tr", 3), "--tree\n");
  EXPECT_EQ(inBash("kverdict check ./wor", 2), "./words\n");
}

TEST(Completion, InZsh) {
  EXPECT_THAT(inZsh("kverdict rev", 2), HasSubstr("review:review patches"));
  EXPECT_THAT(inZsh("kverdict review --tr", 3), HasSubstr("--tree[the git tree or plain directory"));
  EXPECT_THAT(inZsh("kverdict review --callers b", 4), HasSubstr(":(file build none)"));
  EXPECT_THAT(inZsh("kverdict rules list -", 4), HasSubstr("--tree[also those of this tree]"));
}

TEST(Completion, InFish) {
  EXPECT_THAT(inFish("kverdict rev"), StartsWith("review\t"));
  EXPECT_THAT(inFish("kverdict review --tr"), StartsWith("--tree\t"));
  EXPECT_THAT(inFish("kverdict review --callers b"), StartsWith("build"));
  EXPECT_THAT(inFish("kverdict rules l"), StartsWith("list\t"));
  EXPECT_THAT(inFish("kverdict rules list --tr"), StartsWith("--tree\t"));
}

TEST(Completion, OfAnotherShellIsRefused) {
  const Ran R = kverdict({"completion", "tcsh"});
  EXPECT_EQ(R.Code, 2);
  EXPECT_THAT(R.Err, HasSubstr("tcsh"));
}

TEST(Manual, IsReadByMan) {
  for (const std::string &Command : Commands) {
    const Scratch S;
    const std::string Page = S.write("page.1", kverdict({"manual", Command}).Out);
    const Ran R =
        runProgram("/usr/bin/env", {"LC_ALL=C.UTF-8", "MANWIDTH=80", "man", "--warnings", "-l", Page}, S.path());
    EXPECT_EQ(R.Code, 0) << R.Err;
    EXPECT_EQ(R.Err, "") << Command;
    EXPECT_THAT(R.Out, HasSubstr("kverdict-" + Command));
    EXPECT_THAT(R.Out, HasSubstr("EXIT STATUS"));
  }
  EXPECT_THAT(kverdict({"manual"}).Out, HasSubstr("kverdict review"));
  EXPECT_EQ(kverdict({"manual", "revew"}).Code, 2);
}

TEST(Version, NamesWhatItIsMadeOf) {
  const std::string Out = kverdict({"--version"}).Out;
  EXPECT_THAT(Out, testing::MatchesRegex("kverdict [0-9.]+( \\([0-9a-f]+(-dirty)?\\))?\nClang [0-9.]+, Z3 [0-9.]+\n"));
}

TEST(Meant, IsSaid) {
  EXPECT_THAT(kverdict({"reviwe"}).Err, HasSubstr("There is no command 'reviwe'; did you mean review?\n"));
  EXPECT_THAT(kverdict({"rules", "lst"}).Err, HasSubstr("There is no command 'rules lst'; did you mean rules list?\n"));
  EXPECT_THAT(kverdict({"review", "--tre", "x", "p"}).Err,
              HasSubstr("There is no option --tre; did you mean --tree or --trees?\n"));
  EXPECT_THAT(kverdict({"xyzzy"}).Err, HasSubstr("There is no command 'xyzzy'\n"));
  EXPECT_THAT(kverdict({"review", "--xyzzy", "p"}).Err, Not(HasSubstr("did you mean")));
}

} // namespace
} // namespace kverdict
