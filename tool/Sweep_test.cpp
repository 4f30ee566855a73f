// kverdict sweep, as a user runs it: over archives, history and files; killed, and with several workers.
#include "testing/Repository.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

using nlohmann::json;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

namespace kverdict {
namespace {

class Sweep : public testing::Test, protected Repository {
protected:
  Sweep() {
    commit("mm/memory.c", fixture("merged.c"), "base");
    sh("git tag base");
    patch(fixture("v1.c"), "mm: the first version");
    for (int I = 1; I <= 3; ++I)
      patch("/* Number " + std::to_string(I) + ". */\n" + fixture(I % 2 ? "merged.c" : "mutants/cow-refused.c"),
            "mm: edit " + std::to_string(I));
    patch("/* A question. */\n" + fixture("merged.c"), "mm: ask");
  }

  /// Adds a series of one patch to the archive.
  void patch(const std::string &Text, const std::string &Title) {
    const std::string Id = std::to_string(++Sent);
    S.write("t/mm/memory.c", Text);
    sh("git commit -q -a -m '" + Title + "' && git format-patch -q --stdout -1 | sed '0,/^Subject: /s//Message-ID: <" +
       Id +
       "@example.org>\\nSubject: /; 1s/.*/From mboxrd@z Thu Jan  1 00:00:00 1970/' >> ../list.mbox && "
       "git reset -q --hard base");
  }

  Ran sweep(const std::string &Out, const std::string &More = "", const std::string &What = "../list.mbox") const {
    return run("kverdict sweep " + What + " --tree . --out ../" + Out + " " + More);
  }

  /// What is made of a sweep: the record and the page.
  std::string bytes(const std::string &Out) const {
    return textOf(S.path(Out + "/record.jsonl")) + textOf(S.path(Out + "/index.html"));
  }

  /// The lines of a type in a record.
  std::vector<json> of(const std::string &Out, const std::string &Type) const {
    std::vector<json> Found;
    for (const std::string &Line : linesOf(textOf(S.path(Out + "/record.jsonl"))))
      if (json Each = json::parse(Line); Each["type"] == Type)
        Found.push_back(Each);
    return Found;
  }

  unsigned Sent = 0;
};

TEST_F(Sweep, OfAnArchiveReviewsEachSeries) {
  sh("printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\\nFrom: B <b@example.org>\\nSubject: a question\\nMessage-ID: "
     "<q@example.org>\\n\\nWhat?\\n' >> ../list.mbox");
  const Ran R = sweep("out");
  EXPECT_EQ(R.Code, 1) << R.Err;
  EXPECT_THAT(R.Out, HasSubstr("5 of 5 series, 5 patches: "));
  EXPECT_EQ(of("out", "shard").size(), 5u);
  EXPECT_EQ(of("out", "shard")[0]["title"], "mm: the first version");
  EXPECT_EQ(of("out", "shard")[0]["author"], "a@example.org");
  EXPECT_EQ(of("out", "sweep")[0]["patchless"], 1);
  EXPECT_EQ(of("out", "sweep")[0]["mails"], 6);
  std::set<int> Found;
  for (const json &Each : of("out", "finding"))
    if (Each["rule"] == "inverted-return")
      Found.insert(Each["shard"].get<int>());
  EXPECT_EQ(Found, (std::set<int>{1, 3}));
  const std::string Page = textOf(S.path("out/index.html"));
  EXPECT_THAT(Page, AllOf(HasSubstr("By file"), HasSubstr("By function"), HasSubstr("By check"), HasSubstr("By author"),
                          HasSubstr("Over time"), HasSubstr("mm: the first version")));
  EXPECT_THAT(Page, AllOf(Not(HasSubstr("http://")), Not(HasSubstr("https://"))));
}

/// What the record of a series alone has, the sweep's has too.
TEST_F(Sweep, SaysWhatAReviewSays) {
  sweep("out");
  sh("kverdict review ../out/inputs/00001.mbox --tree . -f jsonl > ../alone || [ $? -eq 1 ]");
  for (const std::string &Line : linesOf(textOf(S.path("alone")))) {
    json Wanted = json::parse(Line);
    if (Wanted["type"] == "summary")
      continue;
    Wanted["shard"] = 1;
    EXPECT_THAT(of("out", Wanted["type"]), Contains(Wanted));
  }
}

TEST_F(Sweep, HasTheSameBytesWithAnyNumberOfWorkers) {
  sweep("one", "-j1");
  sweep("two", "-j2");
  EXPECT_EQ(bytes("one"), bytes("two"));
  // In another order, by hand.
  sweep("five", "--dry-run");
  sh("kverdict sweep-shard ../five 5 3 1 && kverdict sweep-shard ../five 2 4 5 && kverdict sweep-merge ../five "
     "|| "
     "[ $? -eq 1 ]");
  EXPECT_EQ(bytes("one"), bytes("five"));
}

/// Wherever it is killed, and however much of it: what was done stays, and in the end it is the same.
TEST_F(Sweep, KilledAndStartedAgainDoesEachShardOnce) {
  sweep("whole", "-j2");
  std::filesystem::create_directories(S.path("killed/results"));
  for (int I = 0; I < 10; ++I) {
    const auto Before = contentsOf(S.path("killed/results"));
    const int Wait = 5 + (I * 37) % 60; // hundredths of a second
    run("setsid kverdict sweep ../list.mbox --tree . --out ../killed -j2 >/dev/null 2>&1 & group=$!; sleep 0." +
        std::string(Wait < 10 ? "0" : "") + std::to_string(Wait) + "; kill -9 -- -$group; wait");
    const auto After = contentsOf(S.path("killed/results"));
    for (const auto &[File, State] : Before)
      if (File.ends_with(".jsonl"))
        EXPECT_EQ(After.at(File), State) << "done again";
  }
  EXPECT_EQ(sweep("killed", "-j2").Code, 1);
  EXPECT_EQ(bytes("killed"), bytes("whole"));
  // Two at once, of which nobody knows of the other.
  run("kverdict sweep ../list.mbox --tree . --out ../both -j2 >/dev/null 2>&1 & kverdict sweep ../list.mbox --tree . "
      "--out "
      "../both -j2 >/dev/null 2>&1; wait");
  EXPECT_EQ(bytes("both"), bytes("whole"));
}

/// Killed while it plans, it plans anew; what is half there is not taken for a result.
TEST_F(Sweep, BeginsAnewWithoutAManifest) {
  S.write("out/inputs/00001.mbox", "rubbish\n");
  EXPECT_EQ(sweep("out").Code, 1);
  EXPECT_EQ(of("out", "shard").size(), 5u);
}

TEST_F(Sweep, HandsTheOptionsOfAReviewOn) {
  sweep("out", "--say-clean");
  EXPECT_THAT(textOf(S.path("out/index.html")), HasSubstr("Nothing to report"));
  std::string Answers;
  for (const json &Each : of("out", "finding"))
    Answers += "Kverdict: " + Each["fingerprint"].get<std::string>() + " meant so\n";
  S.write("answers.mbox", "From a@x.test Tue Apr 30 22:40:43 2024\nFrom: A <a@x.test>\nSubject: Re: all\n\n" + Answers);
  sh("git clone -q . ../other");
  const Ran R =
      run("kverdict sweep ../list.mbox --trees ../other,. --answered ../answers.mbox --out ../answered --say-clean");
  EXPECT_NE(R.Code, 1) << R.Out << R.Err;
  EXPECT_THAT(R.Out, AllOf(HasSubstr(": 0 findings"), HasSubstr("nothing to report of ")));
  EXPECT_EQ(run("kverdict sweep HEAD~1..HEAD --trees . --out ../range").Code, 2);
}

/// Each tree stands where it stood when the sweep was planned.
TEST_F(Sweep, PinsAllTrees) {
  const std::string Commit = "git -c user.name=A -c user.email=a@x.test commit -q -a -m later";
  sh("git clone -q . ../first && git clone -q . ../second");
  sh("cd ../first && echo 'int x;' >mm/memory.c && " + Commit);
  const std::string Command = "kverdict sweep ../list.mbox --trees ../first,../second --out ../pinned";
  EXPECT_EQ(run(Command + " --dry-run").Code, 0);
  sh("cd ../second && echo 'int x;' >mm/memory.c && " + Commit);
  const Ran R = run(Command);
  EXPECT_EQ(R.Code, 1) << R.Out << R.Err;
  EXPECT_THAT(R.Out, HasSubstr("5 of 5 series"));
  for (const json &Each : of("pinned", "shard"))
    EXPECT_NE(Each["code"], 3) << Each;
}

TEST_F(Sweep, OfAnotherRequestIsRefused) {
  sweep("out", "--dry-run");
  const Ran R = sweep("out", "--callers none");
  EXPECT_EQ(R.Code, 2);
  EXPECT_THAT(R.Err, HasSubstr("has another sweep: of "));
  EXPECT_THAT(R.Err, HasSubstr("asked for with other options"));
}

/// One series that cannot be applied does not keep the others from being reviewed.
TEST_F(Sweep, GoesOnWhereASeriesIsBroken) {
  patch("int x;\n" + fixture("merged.c"), "mm: broken");
  sh("sed -i 's/^+int x;/+int x;\\n+int y;/' ../list.mbox");
  const Ran R = sweep("out");
  EXPECT_THAT(R.Out, HasSubstr("6 of 6 series"));
  EXPECT_EQ(of("out", "shard")[5]["code"], 3);
  EXPECT_THAT(textOf(S.path("out/index.html")), HasSubstr("What is not complete"));
}

TEST_F(Sweep, OfARangeReviewsEachCommit) {
  commit("mm/memory.c", fixture("v1.c"), "mm: one");
  commit("mm/other.c", "int other;\n", "mm: two");
  const Ran R = sweep("out", "", "base..main");
  EXPECT_EQ(R.Code, 1) << R.Err;
  EXPECT_THAT(R.Out, HasSubstr("2 of 2 commits"));
  EXPECT_EQ(of("out", "shard")[0]["title"], "mm: one");
  EXPECT_EQ(of("out", "shard")[1]["code"], 4);
  EXPECT_EQ(sweep("bad", "", "no-such..main").Code, 2);
}

/// A commit that comes while it goes on changes nothing of it.
TEST_F(Sweep, StaysAtTheCommitThatItWasPlannedFor) {
  sweep("before");
  sweep("after", "--dry-run");
  commit("mm/memory.c", "int gone;\n", "mm: remove all of it");
  sweep("after");
  EXPECT_EQ(bytes("before"), bytes("after"));
}

TEST_F(Sweep, OfFilesChecksThoseOfTheBuild) {
  S.write("t/mm/v1.c", fixture("v1.c"));
  S.write("t/fs/other.c", fixture("v1.c"));
  S.write("t/compile_commands.json", [this] {
    json All = json::array();
    for (const char *File : {"mm/memory.c", "mm/v1.c", "fs/other.c"})
      All.push_back({{"directory", S.path("t")},
                     {"file", File},
                     {"command", std::string("cc -std=gnu11 -I" KVERDICT_SOURCE_DIR "/testdata/include -c ") + File}});
    return All.dump();
  }());
  const Ran R = sweep("out", "--files", "mm");
  EXPECT_EQ(R.Code, 1) << R.Err;
  EXPECT_THAT(R.Out, HasSubstr("2 of 2 files"));
  EXPECT_EQ(of("out", "shard")[1]["title"], "mm/v1.c");
  EXPECT_EQ(of("out", "finding")[0]["shard"], 2);
}

/// An archive made by public-inbox itself.
TEST_F(Sweep, OfAPublicInbox) {
  if (runProgram("/usr/bin/env", {"which", "public-inbox-mda"}).Code != 0)
    GTEST_SKIP() << "public-inbox is not installed";
  sh("export HOME=$PWD/.. PI_EMERGENCY=$PWD/../emergency ORIGINAL_RECIPIENT=list@example.org\n"
     "public-inbox-init -V2 list $HOME/list http://example.org/list list@example.org\n"
     "git config -f $HOME/.public-inbox/config publicinboxmda.spamcheck none\n"
     "mkdir ../split && git mailsplit --mboxrd -o../split ../list.mbox\n"
     "for mail in ../split/*; do sed 1d $mail | public-inbox-mda --no-precheck || exit 1; done\n"
     "sed 1d ../split/0003 | public-inbox-learn rm --all");
  sweep("mbox");
  const Ran R = sweep("out", "", "../list");
  EXPECT_EQ(R.Code, 1) << R.Err;
  EXPECT_THAT(R.Out, HasSubstr("4 of 4 series, 4 patches"));
  const std::vector<json> All = of("mbox", "finding");
  EXPECT_EQ(of("out", "finding").size(), std::count_if(All.begin(), All.end(), [](const json &Each) {
              return Each["shard"] != 3; // the second edit was taken back
            }));
  EXPECT_EQ(of("out", "shard")[2]["title"], "mm: edit 3");
}

/// With a slurmctld and a slurmd of its own.
TEST_F(Sweep, BySlurm) {
  sweep("parallel", "-j2");
  const Ran R =
      run(KVERDICT_SOURCE_DIR "/scripts/slurm kverdict sweep ../list.mbox --tree . --out ../slurm -j2 --slurm");
  if (R.Code == 77)
    GTEST_SKIP() << R.Err;
  EXPECT_EQ(R.Code, 1) << R.Err;
  EXPECT_EQ(bytes("parallel"), bytes("slurm"));
}

TEST_F(Sweep, SaysWhatIsNotInstalled) {
  sh("for program in git bash env cc; do ln -sf $(command -v $program) ../bin/; done");
  const Ran R = run("PATH=$HOME/bin kverdict sweep ../list.mbox --tree . --out ../out");
  EXPECT_EQ(R.Code, 3);
  EXPECT_THAT(R.Err, HasSubstr("parallel is not installed"));
}

} // namespace
} // namespace kverdict
