// Findings that live on: what was answered is not said again, and is listed; and a clean series can say so.
#include "testing/Repository.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace kverdict {
namespace {

class Answers : public testing::Test, protected Repository {
protected:
  Answers() {
    commit("mm/memory.c", fixture("merged.c"), "base");
    sh("git tag base");
    commit("mm/memory.c", fixture("v1.c"), "mm: the first version");
    run("kverdict review base.. --tree . -f jsonl > ../record");
    for (const std::string &Line : linesOf(textOf(S.path("record"))))
      if (const json Each = json::parse(Line); Each["type"] == "finding" && Each["rule"] == "inverted-return")
        Fingerprint = Each["fingerprint"];
  }

  std::string Fingerprint;
};

TEST_F(Answers, AFindingIsListedAsAnswered) {
  ASSERT_NE(Fingerprint, "");
  const Ran Before = run("kverdict review base.. --tree .");
  EXPECT_THAT(Before.Out, AllOf(HasSubstr("[inverted-return]"), Not(HasSubstr("answered: "))));
  sh("git commit -q --amend -m 'mm: the second version' -m 'Kverdict: " + Fingerprint.substr(0, 10) +
     " such mappings get no zeropage'");
  const Ran R = run("kverdict review base.. --tree .");
  EXPECT_THAT(R.Out, HasSubstr("answered: mm/memory.c: vm_mixed_zeropage_allowed(): Shouldn't this return true? "));
  EXPECT_THAT(R.Out, HasSubstr("(" + Fingerprint + "): such mappings get no zeropage (a@example.org)\n"));
  EXPECT_THAT(R.Out, AllOf(Not(HasSubstr("error: Shouldn't this return true?")), HasSubstr("[blocking-guard]")));
  EXPECT_EQ(R.Code, 1) << "the others are not answered";
}

/// All answered is nothing to report.
TEST_F(Answers, InAMailboxOfAnswers) {
  std::string Mail =
      "From a@x Thu Jan  1 00:00:00 1970\nFrom: B <b@example.org>\nSubject: Re: mm: the first version\n\n"
      "On that day, kverdict wrote:\n> Kverdict: 0000000000000000 no\nIt is meant so.\n\n";
  for (const std::string &Line : linesOf(textOf(S.path("record"))))
    if (const json Each = json::parse(Line); Each["type"] == "finding")
      Mail += "Kverdict: " + Each["fingerprint"].get<std::string>() + " I know\n";
  S.write("answers.mbox", Mail);
  const Ran R = run("kverdict review base.. --tree . --answered ../answers.mbox --out jsonl=../after");
  EXPECT_EQ(R.Code, 0) << R.Out << R.Err;
  EXPECT_THAT(R.Out, HasSubstr("I know (b@example.org)\n"));
  EXPECT_THAT(R.Err, AllOf(Not(HasSubstr("fits no finding")), Not(HasSubstr("0000000000"))));
  EXPECT_THAT(textOf(S.path("after")), HasSubstr("\"silenced\":{\"reason\":\"I know (b@example.org)\""));
}

TEST_F(Answers, ThatFitNothingAreTold) {
  sh("git commit -q --amend -m 'mm: two' -m 'Kverdict: 00000000 why\nKverdict: " + Fingerprint + "'");
  const Ran R = run("kverdict review base.. --tree .");
  EXPECT_THAT(R.Err, AllOf(HasSubstr("'Kverdict: 00000000' fits no finding here"), HasSubstr("it has no reason")));
  EXPECT_THAT(R.Out, HasSubstr("error: Shouldn't this return true?"));
}

/// A reply to the first version stands in the same thread.
TEST_F(Answers, AReplyInTheThreadCounts) {
  sh("git format-patch -q --stdout -v2 -1 | sed '0,/^Subject: /s//Message-ID: <2@x>\\nSubject: /' > ../thread.mbox && "
     "printf 'From a@x Thu Jan  1 00:00:00 1970\\nFrom: B <b@example.org>\\nSubject: Re: [PATCH] mm: the first "
     "version\\n"
     "In-Reply-To: <1@x>\\n\\nKverdict: " +
     Fingerprint + " no such mapping\\n' >> ../thread.mbox");
  EXPECT_THAT(run("kverdict review ../thread.mbox --tree . --base base").Out,
              HasSubstr("no such mapping (b@example.org)"));
}

/// The reply has the line to copy.
TEST_F(Answers, AReplyNamesTheFingerprint) {
  EXPECT_THAT(run("kverdict review base.. --tree . -f lkml").Out,
              HasSubstr("\n    Kverdict: " + Fingerprint + " <why "));
}

TEST_F(Answers, ACleanSeriesSaysSo) {
  sh("git reset -q --hard base");
  commit("mm/memory.c", "/* The same. */\n" + fixture("v1.c"), "mm: break");
  EXPECT_THAT(run("kverdict review base.. --tree . --say-clean").Out, Not(HasSubstr("clean: ")));
  sh("git reset -q --hard base && sed -i 's/if (is_cow_mapping(vma->vm_flags))/if (!!is_cow_mapping(vma->vm_flags))/' "
     "mm/memory.c && git commit -q -a -m 'mm: write it otherwise'");
  EXPECT_THAT(run("kverdict review base.. --tree .").Out, Not(HasSubstr("clean: ")));
  const Ran R = run("kverdict review base.. --tree . --say-clean");
  EXPECT_EQ(R.Code, 0) << R.Err;
  EXPECT_THAT(R.Out, HasSubstr("clean: 7 functions checked, 1 proved equal\n"));
  EXPECT_EQ(run("kverdict review base.. --tree . -f lkml").Out, "");
  EXPECT_THAT(run("kverdict review base.. --tree . -f lkml --say-clean").Out,
              AllOf(HasSubstr("Subject: Re: [PATCH] mm: write it otherwise\n"),
                    HasSubstr("Nothing was found: 7 functions checked, 1 proved equal.\n")));
}

/// What could not be decided is not clean.
TEST_F(Answers, WhatIsOpenIsNotClean) {
  sh("git reset -q --hard base && mv compile_flags.txt ../flags && sed -i 's/if (is_cow_mapping/if (!!is_cow_mapping/' "
     "mm/memory.c && git add -A . && git commit -q -m 'mm: without a command'");
  const Ran R = run("kverdict review base.. --tree . --say-clean");
  EXPECT_EQ(R.Code, 3);
  EXPECT_THAT(R.Out, Not(HasSubstr("clean: ")));
}

} // namespace
} // namespace kverdict
