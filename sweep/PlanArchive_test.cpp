// From an archive to its series.
#include "core/Error.h"
#include "sweep/Plan.h"
#include "testing/Running.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace kverdict;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

namespace {

std::string mail(const std::string &Id, const std::string &Subject, const std::string &Text,
                 const std::string &More = "") {
  return "From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: A <a@x.test>\nDate: Tue, 30 Apr 2024 20:40:4" +
         Id.substr(0, 1) + " +0000\nSubject: " + Subject + "\nMessage-ID: <" + Id + "@x.test>\n" + More + "\n" + Text +
         "\n";
}

std::string diff(const std::string &New) {
  return "Why.\n---\ndiff --git a/f.c b/f.c\n--- a/f.c\n+++ b/f.c\n@@ -1,2 +1,2 @@\n a\n-b\n+" + New + "\n";
}

SweepPlan plan(const Scratch &S, const std::string &Box) {
  SweepRequest R;
  R.Inputs = {S.write("list.mbox", Box)};
  return planArchive(R);
}

std::vector<std::string> titlesOf(const SweepPlan &P) {
  std::vector<std::string> Titles;
  for (const Shard &Each : P.Of.Shards)
    Titles.push_back(Each.Title + " v" + std::to_string(Each.Version));
  return Titles;
}

} // namespace

TEST(PlanArchive, HasEachSeriesInItsNewestVersion) {
  const Scratch S;
  const SweepPlan P = plan(S, mail("1", "[PATCH] mm: one", diff("B")) + mail("2", "a question", "What?\n") +
                                  mail("3", "[PATCH v2] mm: one", diff("C")) +
                                  mail("4", "[PATCH 1/2] mm: two a", diff("D"), "In-Reply-To: <0@x.test>\n") +
                                  mail("5", "[PATCH 2/2] mm: two b", diff("E"), "In-Reply-To: <0@x.test>\n") +
                                  mail("6", "Re: [PATCH v2] mm: one", diff("F"), "In-Reply-To: <3@x.test>\n") +
                                  mail("3", "[PATCH v2] mm: one", diff("C")));
  EXPECT_THAT(titlesOf(P), ElementsAre("mm: one v2", "mm: two a v1"));
  EXPECT_EQ(P.Of.Shards[0].Author, "a@x.test");
  EXPECT_EQ(P.Of.Shards[1].Patches, 2u);
  EXPECT_EQ(P.Of.Mails.Mails, 7u);
  EXPECT_EQ(P.Of.Mails.Older, 1u);
  EXPECT_EQ(P.Of.Mails.Patchless, 1u);
  EXPECT_EQ(P.Of.Mails.Answers, 1u);
  EXPECT_EQ(P.Of.Mails.Copies, 1u);
  EXPECT_THAT(P.Inputs.at("inputs/00001.mbox"),
              AllOf(HasSubstr("+C\n"), Not(HasSubstr("+B\n")), Not(HasSubstr("+F\n"))));
}

/// An answer to a finding of a version that is not reviewed counts for the one that is.
TEST(PlanArchive, TakesAnswersToFindingsAlong) {
  const Scratch S;
  const SweepPlan P =
      plan(S, mail("1", "[PATCH] mm: one", diff("B")) + mail("2", "[PATCH v2] mm: one", diff("C")) +
                  mail("3", "Re: [PATCH] mm: one", "Kverdict: 1a2b3c4d it is so\n", "In-Reply-To: <1@x.test>\n") +
                  mail("4", "Re: [PATCH] mm: one", "I like it.\n", "In-Reply-To: <1@x.test>\n") +
                  mail("5", "[PATCH] mm: two", diff("D")));
  EXPECT_THAT(P.Inputs.at("inputs/00001.mbox"), AllOf(HasSubstr("Kverdict: 1a2b3c4d"), Not(HasSubstr("I like it"))));
  EXPECT_THAT(P.Inputs.at("inputs/00002.mbox"), Not(HasSubstr("Kverdict")));
}

/// One archive that cannot be read does not hide the other, and it is told.
TEST(PlanArchive, SaysWhatItCouldNotRead) {
  const Scratch S;
  SweepRequest R;
  R.Inputs = {S.path("no-such"), S.write("list.mbox", mail("1", "[PATCH] mm: one", diff("B")))};
  EXPECT_THAT(planArchive(R).Of.Problems, ElementsAre(HasSubstr("no-such")));
  R.Inputs = {S.write("talk.mbox", mail("1", "a question", "What?\n"))};
  EXPECT_THROW(planArchive(R), Error);
}

/// A line of a mail that looks like the beginning of another one is none in the mailbox of its shard.
TEST(PlanArchive, KeepsMailsApart) {
  const Scratch S;
  const SweepPlan P = plan(S, mail("1", "[PATCH] mm: one", ">From a@x Thu Jan  1 00:00:00 1970\n" + diff("B")));
  EXPECT_THAT(P.Inputs.at("inputs/00001.mbox"), HasSubstr("\n>From a@x Thu"));
}
