// The hooks of ci/, run as those run them for whom they are made.
#include "testing/Repository.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>

using nlohmann::json;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

namespace kverdict {
namespace {

const std::string Ci = KVERDICT_SOURCE_DIR "/ci";

/// A git tree: the zeropage fixture as merged, then a commit that makes it the first version again, then a harmless
/// one.
class Hooks : public testing::Test, protected Repository {
protected:
  Hooks() {
    std::filesystem::create_symlink(Ci + "/kverdict-patch", S.path("bin/kverdict-patch"));
    S.write("t/mm/other.c", "int other;\n");
    commit("mm/memory.c", fixture("merged.c"), "base");
    sh("git tag base");
    commit("mm/memory.c", fixture("v1.c"), "mm: the first version");
    sh("git tag v1");
    commit("mm/other.c", "int other = 1;\n", "mm: something else");
    sh("git tag other && git format-patch -q -o .. base");
  }
};

TEST_F(Hooks, PatchIsReviewedAsTheCommitThatItIs) {
  const Ran Known = run("kverdict-patch -f terse < ../0001-*.patch");
  EXPECT_EQ(Known.Code, 1) << Known.Err;
  EXPECT_THAT(Known.Out, HasSubstr("ERROR:INVERTED_RETURN: "));
  // Not a commit of this branch: it is applied.
  const Ran Applied = run("git checkout -q base && kverdict-patch -f terse < ../0001-*.patch");
  EXPECT_EQ(Applied.Code, 1) << Applied.Err;
  EXPECT_EQ(Applied.Out, Known.Out);
  EXPECT_EQ(run("kverdict-patch -f terse < ../0002-*.patch").Code, 4);
}

TEST_F(Hooks, B4SeesChecksOfEachPatch) {
  const Ran R = run(Ci + "/b4/kverdict-b4 < ../0001-*.patch");
  EXPECT_EQ(R.Code, 1);
  for (const std::string &Line : linesOf(R.Out))
    EXPECT_THAT(Line, testing::ContainsRegex("^mm/memory\\.c:[0-9]+: (ERROR|WARNING|CHECK):[A-Z_]+: "));
  EXPECT_EQ(linesOf(R.Out).size(), 4u);
  EXPECT_EQ(R.Err, "");
  const Ran Nothing = run(Ci + "/b4/kverdict-b4 < ../0002-*.patch");
  EXPECT_EQ(Nothing.Code, 0);
  EXPECT_EQ(Nothing.Out + Nothing.Err, "") << "b4 prep --check takes any line for a complaint";
}

TEST_F(Hooks, B4ReviewReadsJson) {
  const json Found = json::parse(sh(Ci + "/b4/kverdict-b4-review < ../0001-*.patch"));
  ASSERT_EQ(Found.size(), 1u);
  EXPECT_EQ(Found[0]["tool"], "kverdict");
  EXPECT_EQ(Found[0]["status"], "fail");
  EXPECT_EQ(Found[0]["summary"], "4 errors");
  EXPECT_THAT(Found[0]["details"], HasSubstr("note: to replay: kverdict simulate"));
  EXPECT_EQ(sh(Ci + "/b4/kverdict-b4-review < ../0002-*.patch"), "[]\n");
  const json Open =
      json::parse(sh("mv compile_flags.txt ../flags && " + Ci + "/b4/kverdict-b4-review < ../0001-*.patch"));
  EXPECT_EQ(Open[0]["status"], "warn");
  EXPECT_EQ(Open[0]["summary"], "incomplete");
  EXPECT_THAT(Open[0]["details"], AllOf(HasSubstr("not reviewed: "), HasSubstr("no compile command")));
  const Ran Broken =
      run("mv ../flags compile_flags.txt; rm ../bin/kverdict; " + Ci + "/b4/kverdict-b4-review < ../0001-*.patch");
  EXPECT_NE(Broken.Code, 0);
  EXPECT_EQ(Broken.Out, "");
}

/// HEAD is the patch, the tree is the current directory, and a descriptor takes the line for the table.
TEST_F(Hooks, NipaGetsACodeAndALine) {
  const std::string Info = textOf(Ci + "/nipa/kverdict/info.json");
  EXPECT_EQ(json::parse(Info)["run"], json::array({"kverdict.sh"}));
  const std::string Test = "DESC_FD=5 " + Ci + "/nipa/kverdict/kverdict.sh 5> ../desc";
  const Ran Bad = run("git checkout -q v1 && " + Test);
  EXPECT_EQ(Bad.Code, 1) << Bad.Err;
  EXPECT_EQ(textOf(S.path("desc")), "4 errors, 0 warnings\n");
  EXPECT_THAT(Bad.Out, HasSubstr("ERROR:BLOCKING_GUARD"));
  const Ran Other = run("git checkout -q other && " + Test);
  EXPECT_EQ(Other.Code, 0) << Other.Err;
  EXPECT_EQ(textOf(S.path("desc")), "No policy function touched\n");
  const Ran Open = run("git checkout -q v1 && rm compile_flags.txt && " + Test);
  EXPECT_EQ(Open.Code, 250) << Open.Err;
  EXPECT_THAT(textOf(S.path("desc")), AllOf(HasSubstr("Incomplete: "), HasSubstr("no compile command")));
}

TEST_F(Hooks, MmCiRunsInLinuxDir) {
  const std::string Runner = "cd / && LINUX_DIR=" + S.path("t") + " " + Ci + "/mm-ci/run-kverdict.sh";
  const Ran Bad = run(Runner + " base");
  EXPECT_EQ(Bad.Code, 1);
  EXPECT_THAT(Bad.Out, AllOf(HasSubstr("[inverted-return]"), EndsWith("\nrun-kverdict: FAIL\n")));
  EXPECT_EQ(sh(Runner + " v1"), "run-kverdict: pass, no policy function touched\n");
  EXPECT_EQ(sh(Runner + " HEAD"), "run-kverdict: no commits to review\n");
  EXPECT_EQ(run(Ci + "/mm-ci/run-kverdict.sh").Code, 1) << "without LINUX_DIR";
}

//===- git ----------------------------------------------------------------------------------------------------===//

TEST_F(Hooks, PushIsStoppedByAFinding) {
  sh("git init -q --bare ../remote && git remote add origin ../remote && git push -q origin base:refs/heads/main");
  sh("git fetch -q origin && git config core.hooksPath " + Ci + "/git");
  const Ran Stopped = run("git push -q origin v1:refs/heads/main");
  EXPECT_NE(Stopped.Code, 0);
  EXPECT_THAT(Stopped.Err, AllOf(HasSubstr("[inverted-return]"), HasSubstr("git push --no-verify")));
  EXPECT_EQ(sh("git ls-remote -q origin main | cut -f1"), sh("git rev-parse base"));
  // A new branch is held against what the remote has.
  EXPECT_NE(run("git push -q origin other:refs/heads/new").Code, 0);
  sh("git push -q --no-verify origin v1:refs/heads/main && git fetch -q origin");
  sh("git push -q origin other:refs/heads/main");
  sh("git push -q origin main:refs/heads/gone --no-verify && git push -q origin :refs/heads/gone");
}

/// What is new to a remote is known by what other remotes have.
TEST_F(Hooks, PushToAnEmptyRemoteIsStoppedToo) {
  sh("git init -q --bare ../remote && git remote add origin ../remote && git push -q origin base:refs/heads/main");
  sh("git init -q --bare ../fork && git remote add fork ../fork && git config core.hooksPath " + Ci + "/git");
  for (const char *Where : {"fork", "../fork"}) {
    const Ran Stopped = run(std::string("git fetch -q origin && git push -q ") + Where + " v1:refs/heads/topic");
    EXPECT_NE(Stopped.Code, 0) << Where;
    EXPECT_THAT(Stopped.Err, HasSubstr("[inverted-return]"));
  }
  const Ran Blind = run("git remote remove origin && git push -q fork v1:refs/heads/topic");
  EXPECT_EQ(Blind.Code, 0) << Blind.Err;
  EXPECT_THAT(Blind.Err, HasSubstr("v1 is not reviewed: no commit of it"));
  EXPECT_NE(run("rm ../bin/kverdict; git push -q fork v1:refs/heads/other").Code, 0);
}

TEST_F(Hooks, SendEmailIsStoppedByAFinding) {
  sh("git config core.hooksPath " + Ci + "/git");
  const std::string Send = "git send-email --dry-run --quiet --confirm=never --from=a@example.org --to=b@example.org ";
  const Ran Stopped = run(Send + "../0001-*.patch");
  EXPECT_NE(Stopped.Code, 0);
  EXPECT_THAT(Stopped.Err, AllOf(HasSubstr("[inverted-return]"), HasSubstr("--no-validate")));
  sh(Send + "../0002-*.patch");
  sh(Send + "--no-validate ../0001-*.patch");
  const std::string Cover = "git format-patch -q --cover-letter -o ../covered base..other && ";
  const Ran Covered =
      run(Cover + "sed -i 's/\\*\\*\\* .* HERE \\*\\*\\*/words/' ../covered/0000* && " + Send + "../covered/0000*");
  EXPECT_EQ(Covered.Code, 0) << Covered.Err;
  EXPECT_EQ(Covered.Err, "");
}

/// A code that kverdict does not have is a crash, or no kverdict at all.
TEST_F(Hooks, AnyOtherCodeIsAFailure) {
  sh("git init -q --bare ../remote && git remote add origin ../remote && git push -q origin base:refs/heads/main");
  sh("git fetch -q origin && git config core.hooksPath " + Ci + "/git");
  for (const std::string Code : {"5", "99", "134", "139"}) {
    sh("rm ../bin/kverdict; printf '#!/bin/sh\\nexit " + Code + "\\n' >../bin/kverdict; chmod +x ../bin/kverdict");
    const Ran Push = run("git push -q origin v1:refs/heads/main");
    EXPECT_NE(Push.Code, 0) << Code;
    EXPECT_THAT(Push.Err, HasSubstr("kverdict failed with code " + Code));
    const Ran Mail = run("git send-email --dry-run --quiet --confirm=never --from=a@example.org --to=b@example.org "
                         "../0001-*.patch");
    EXPECT_NE(Mail.Code, 0) << Code;
    EXPECT_THAT(Mail.Err, HasSubstr("kverdict failed with code " + Code));
    EXPECT_NE(run(Ci + "/b4/kverdict-b4 <../0001-*.patch").Code, 0) << Code;
    EXPECT_NE(run(Ci + "/b4/kverdict-b4-review <../0001-*.patch").Code, 0) << Code;
    EXPECT_EQ(run(Ci + "/mm-ci/run-kverdict.sh base").Code, 1) << Code;
    EXPECT_EQ(run(Ci + "/nipa/kverdict/kverdict.sh").Code, 1) << Code;
  }
  EXPECT_EQ(sh("git ls-remote -q origin main | cut -f1"), sh("git rev-parse base"));
}

//===- Workflows ----------------------------------------------------------------------------------------------===//

/// The commands of a step, as its runner has them: from the YAML, with a reader that is not ours.
std::string fromYaml(const std::string &File, const std::string &Path) {
  const Ran R = runProgram("/usr/bin/python3", {"-c",
                                                "import sys, yaml\nnode = yaml.safe_load(open(sys.argv[1]))\n"
                                                "for key in sys.argv[2].split('/'):\n"
                                                "    node = node[int(key)] if isinstance(node, list) else node[key]\n"
                                                "print('\\n'.join(node) if isinstance(node, list) else node)",
                                                File, Path});
  EXPECT_EQ(R.Code, 0) << R.Err;
  return R.Out;
}

TEST_F(Hooks, GitHubActionsRunsTheReview) {
  const std::string File = Ci + "/github/kverdict.yml";
  EXPECT_EQ(fromYaml(File, "jobs/review/steps/5/name"), "Review\n");
  S.write("step.sh", fromYaml(File, "jobs/review/steps/5/run"));
  std::filesystem::create_symlink("t", S.path("linux"));
  S.write("kverdict/build/none", "");
  std::filesystem::create_symlink("../../bin/kverdict", S.path("kverdict/build/kverdict"));
  const std::string Step =
      "cd .. && GITHUB_WORKSPACE=$PWD GITHUB_ENV=$PWD/env bash --noprofile --norc -eo pipefail step.sh";
  const Ran Bad = run("export BASE=$(git rev-parse base); " + Step);
  EXPECT_EQ(Bad.Code, 1) << Bad.Err;
  EXPECT_THAT(Bad.Out, HasSubstr("\n::error file=mm/memory.c,line="));
  EXPECT_EQ(textOf(S.path("env")), "LINUX=" + S.path("linux") + "\n");
  EXPECT_EQ(fromYaml(File, "jobs/review/steps/6/with/checkout_path"), "${{ env.LINUX }}\n");
  EXPECT_EQ(json::parse(textOf(S.path("kverdict.sarif")))["runs"][0]["results"].size(), 4u);
  const Ran Nothing = run("export BASE=$(git rev-parse v1); " + Step);
  EXPECT_EQ(Nothing.Code, 0) << Nothing.Err;
  EXPECT_EQ(json::parse(textOf(S.path("kverdict.sarif")))["runs"][0]["results"].size(), 0u) << "it is uploaded";
}

TEST_F(Hooks, GitLabRunsTheReview) {
  S.write("step.sh", "set -eo pipefail\n" + fromYaml(Ci + "/gitlab/kverdict.gitlab-ci.yml", "kverdict/script"));
  const Ran Bad = run("CI_MERGE_REQUEST_DIFF_BASE_SHA=$(git rev-parse base) bash ../step.sh");
  EXPECT_EQ(Bad.Code, 1) << Bad.Err;
  EXPECT_EQ(json::parse(textOf(S.path("t/gl-code-quality-report.json"))).size(), 4u);
  sh("CI_MERGE_REQUEST_DIFF_BASE_SHA=$(git rev-parse v1) bash ../step.sh");
  EXPECT_EQ(textOf(S.path("t/gl-code-quality-report.json")), "[]\n");
}

/// A reply goes where the configuration says for the list that the patch came over.
TEST_F(Hooks, ListsGetWhatTheirPolicySays) {
  S.write("conf", "# lists\nmm@example.org author-first 24\nnet@example.org list\nbpf@example.org author\n* none\n");
  const auto deliver = [this](const std::string &Out, const std::string &Headers) {
    return run("sed '0,/^Subject: /s//" + Headers +
               "Subject: /' ../0001-*.patch | git -C . checkout -q base; sed "
               "'0,/^Subject: /s//" +
               Headers + "Subject: /' ../0001-*.patch | " + Ci + "/list/kverdict-list ../conf ../" + Out);
  };
  const auto mails = [this](const std::string &Where) { return run("cat ../" + Where + "/*.eml").Out; };
  EXPECT_EQ(deliver("mm", "To: mm@example.org\\nCc: c@example.org\\n").Code, 1);
  EXPECT_THAT(mails("mm/now"), AllOf(HasSubstr("To: A <a@example.org>\n"), Not(HasSubstr("mm@example.org")),
                                     HasSubstr("Shouldn't this return true?")));
  EXPECT_THAT(mails("mm/later"), HasSubstr("mm@example.org"));
  deliver("net", "List-Id: <net.example.org>\\nTo: x@example.org\\n");
  EXPECT_THAT(mails("net/now"), HasSubstr("Cc: x@example.org\n"));
  deliver("bpf", "Cc: bpf@example.org\\n");
  EXPECT_THAT(mails("bpf/now"), Not(HasSubstr("bpf@example.org")));
  EXPECT_FALSE(std::filesystem::exists(S.path("bpf/later")));
  const Ran None = deliver("none", "To: other@example.org\\n");
  EXPECT_THAT(None.Err, HasSubstr("kverdict-list: none\n"));
  EXPECT_FALSE(std::filesystem::exists(S.path("none/now")));
  EXPECT_THAT(run("cat ../none/records/*.jsonl").Out, HasSubstr("\"rule\":\"inverted-return\""));
  S.write("conf", "mm@example.org sometimes\n");
  EXPECT_EQ(deliver("bad", "").Code, 2);
}

} // namespace
} // namespace kverdict
