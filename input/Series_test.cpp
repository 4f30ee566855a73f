// Which mails of a mailbox are the series that is reviewed.
#include "input/Choice.h"
#include "input/mail/Encodings.h"
#include "input/mail/MailHeader.h"
#include "testing/ScratchTree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace kverdict;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

namespace {

// One mail of a list; only what matters here.
struct Sent {
  std::string Subject;
  std::string Id;    // empty: a file that git format-patch made
  std::string Above; // References
  unsigned Day = 1;  // of May 2024
  bool Diff = true;
  std::string From = "a@x.test";
};

std::string text(const Sent &M) {
  std::string Mail = "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\nFrom: A <" + M.From +
                     ">\nSubject: " + M.Subject + "\nDate: Wed, " + std::to_string(M.Day) +
                     " May 2024 12:00:00 +0200\n";
  if (!M.Id.empty())
    Mail += "Message-ID: <" + M.Id + ">\n";
  if (!M.Above.empty())
    Mail += "References: <" + M.Above + ">\n";
  return Mail + "\nText.\n" + (M.Diff ? "---\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n" : "") + "\n";
}

class Lists : public testing::Test {
protected:
  void give(const std::vector<Sent> &Mails, unsigned Input = 0) {
    std::string All;
    for (const Sent &M : Mails)
      All += text(M);
    Box.readText(All, "p.mbox", Input);
  }
  // The subjects of what is chosen, in their order.
  std::vector<std::string> chosen(const std::string &Which = "") {
    Choice C = chooseSeries(Box.mails(), Which);
    Notes = C.Notes;
    Holes = C.Holes;
    Cover = C.Cover ? Box.mails()[*C.Cover].Title : "";
    std::vector<std::string> Titles;
    for (size_t I : C.Patches)
      Titles.push_back(Box.mails()[I].Title);
    return Titles;
  }
  Mailbox Box;
  std::vector<std::string> Notes, Holes;
  std::string Cover;
};

TEST_F(Lists, SortsByNumberWhateverTheOrder) {
  give({{"[PATCH 10/10] j", "", ""}, {"[PATCH 02/10] b", "", ""}, {"[PATCH 01/10] a", "", ""}});
  EXPECT_THAT(chosen(), ElementsAre("[PATCH 01/10] a", "[PATCH 02/10] b", "[PATCH 10/10] j"));
  EXPECT_THAT(Holes,
              ElementsAre("patches 3, 4, 5, 6, 7, 8 and 9 of the 10 of 'a' were not given; the others are applied "
                          "without, so the review is not complete: give them too"));
}

TEST_F(Lists, TellsAHoleFromAPiece) {
  give({{"[PATCH 2/4] b", "", ""}, {"[PATCH 3/4] c", "", ""}});
  chosen();
  EXPECT_THAT(Holes, testing::IsEmpty());
  EXPECT_THAT(Notes, ElementsAre("patches 1 and 4 of the 4 of 'b' were not given; the others are applied without"));
  give({{"[PATCH v2 1/4] a", "", ""}, {"[PATCH v2 3/4] d", "", ""}});
  chosen("v2 a");
  EXPECT_THAT(Holes, ElementsAre(HasSubstr("patches 2 and 4 of the 4 of 'a' were not given")));
}

TEST_F(Lists, TakesTheNewestVersion) {
  give({{"[PATCH v2 0/1] all", "c2", "", 9, false},
        {"[PATCH v2 1/1] one", "p2", "c2", 9},
        {"[PATCH 0/1] all", "c1", "", 20, false}, // a clock that is wrong does not make v1 newer than v2
        {"[PATCH 1/1] one", "p1", "c1", 20}});
  EXPECT_THAT(chosen(), ElementsAre("[PATCH v2 1/1] one"));
  EXPECT_EQ(Cover, "[PATCH v2 0/1] all");
  EXPECT_THAT(Notes, ElementsAre("there are several series; reviewed: 1: 'all' v2 (1 patch); --series chooses another: "
                                 "2: 'all' v1 (1 patch)"));
  EXPECT_THAT(chosen("v1"), ElementsAre("[PATCH 1/1] one"));
  EXPECT_EQ(Cover, "[PATCH 0/1] all");
}

TEST_F(Lists, ReplacesWhatWasSentAgain) {
  give({{"[PATCH v2 0/3] all", "c2", "", 1, false},
        {"[PATCH v2 1/3] one", "v2-1", "c2"},
        {"[PATCH v2 2/3] two", "v2-2", "c2"},
        {"[PATCH v2 3/3] three", "v2-3", "c2"},
        {"[PATCH v3 2/3] two, better", "v3-2", "c2", 2}});
  EXPECT_THAT(chosen(), ElementsAre("[PATCH v2 1/3] one", "[PATCH v3 2/3] two, better", "[PATCH v2 3/3] three"));
  EXPECT_THAT(Notes, Contains("v3 of 'all' has only some of its patches; patches 1 and 3 of 3 are taken from v2"));
  EXPECT_THAT(chosen("v2"), ElementsAre("[PATCH v2 1/3] one", "[PATCH v2 2/3] two", "[PATCH v2 3/3] three"));
}

// A new series in the thread of an old one is not its next version, and one that has another total neither.
TEST_F(Lists, TellsSeriesApart) {
  give({{"[PATCH v5 1/2] big one", "b1", "root", 1},
        {"[PATCH v5 2/2] big two", "b2", "root", 1},
        {"[PATCH 1/1] follow-up", "f1", "root", 5},
        {"[PATCH 1/2] of somebody else", "e1", "", 3, true, "b@x.test"},
        {"[PATCH 2/2] of somebody else, too", "e2", "e1", 3, true, "b@x.test"}});
  EXPECT_THAT(chosen(), ElementsAre("[PATCH 1/1] follow-up"));
  EXPECT_THAT(Notes, ElementsAre(AllOf(HasSubstr("1: 'big one' v5 (2 patches)"),
                                       HasSubstr("reviewed: 2: 'follow-up' v1 (1 patch)"),
                                       HasSubstr("3: 'of somebody else' v1 (2 patches)"))));
  EXPECT_THAT(chosen("3"), ElementsAre("[PATCH 1/2] of somebody else", "[PATCH 2/2] of somebody else, too"));
  EXPECT_THAT(chosen("BIG v5"), ElementsAre("[PATCH v5 1/2] big one", "[PATCH v5 2/2] big two"));
  EXPECT_THAT(refusal([&] { chosen("v7"); }), AllOf(testing::StartsWith("2 --series: no series here is 'v7'"),
                                                    HasSubstr("1: 'big one'"), HasSubstr("3: 'of somebody else'")));
}

TEST_F(Lists, TellsTwoSeriesWithoutIdsApart) {
  give({{"[PATCH 1/2] a", "", ""}, {"[PATCH 2/2] b", "", ""}, {"[PATCH 1/2] c", "", "", 2}, {"[PATCH 2/2] d", "", ""}});
  EXPECT_THAT(chosen(), ElementsAre("[PATCH 1/2] c", "[PATCH 2/2] d"));
}

TEST_F(Lists, LeavesOutAnswersAndCopies) {
  give({{"[PATCH 1/1] one", "p", ""},
        {"Re: [PATCH 1/1] one", "r", "p", 2},
        {"Re: [PATCH 1/1] one", "s", "p", 3, false},
        {"[PATCH 1/1] one", "p", ""}});
  EXPECT_THAT(chosen(), ElementsAre("[PATCH 1/1] one"));
  EXPECT_THAT(Notes, ElementsAre("p.mbox:15: the diff in the answer 'Re: [PATCH 1/1] one' was left out",
                                 "p.mbox:30: no patch in the mail 'Re: [PATCH 1/1] one'"));
}

// Somebody saved just that one mail.
TEST_F(Lists, TakesAPatchThatIsAnAnswer) {
  give({{"Re: [PATCH v2 2/5] one", "r", "p"}});
  EXPECT_THAT(chosen(), ElementsAre("Re: [PATCH v2 2/5] one"));
}

// What bots send when a patch was taken.
TEST_F(Lists, PrefersWhatCallsItselfAPatch) {
  give({{"[PATCH 1/1] one", "p", "", 1}, {"[tip: x86/mm] one", "t", "", 7}, {"+ one.patch added to -mm", "m", "", 8}});
  EXPECT_THAT(chosen(), ElementsAre("[PATCH 1/1] one"));
}

TEST_F(Lists, KeepsTheOrderOfWhatIsNotNumbered) {
  give({{"[PATCH] b", "", ""}, {"[PATCH] a", "", ""}, {"c", "", ""}});
  EXPECT_THAT(chosen(), ElementsAre("[PATCH] b", "[PATCH] a", "c"));
  EXPECT_THAT(Notes, IsEmpty());
}

// Who names several files wants all of them.
TEST_F(Lists, TakesASeriesOfEachInput) {
  give({{"[PATCH] b", "b", "", 2}}, 0);
  give({{"[PATCH] a", "a", "", 1}}, 1);
  EXPECT_THAT(chosen(), ElementsAre("[PATCH] b", "[PATCH] a"));
}

TEST_F(Lists, SumsUpOtherMail) {
  std::vector<Sent> Mails(20, {"hello", "", "", 1, false});
  Mails.push_back({"[PATCH] a", "", ""});
  give(Mails);
  chosen();
  EXPECT_THAT(Notes, ElementsAre("20 mails without a patch left out"));
}

TEST(Subjects, AreTakenApart) {
  auto shown = [](const std::string &Text) {
    SubjectLine S = parseSubject(Text);
    return (S.Reply ? "re " : "") + std::string(S.Patch ? "patch " : "") + "v" + std::to_string(S.Tag.Version) + " " +
           (S.Numbered ? std::to_string(S.Tag.Number) + "/" + std::to_string(S.Tag.Total) : "-") + " " + S.Title;
  };
  EXPECT_EQ(shown("[PATCH] mm: x"), "patch v1 - mm: x");
  EXPECT_EQ(shown("[PATCH v3 02/10] mm: [x] y"), "patch v3 2/10 mm: [x] y");
  EXPECT_EQ(shown("[RFC][PATCHv4 mm-unstable 0/3] x"), "patch v4 0/3 x");
  EXPECT_EQ(shown("[net-next,v2,3/5] x"), "v2 3/5 x");
  EXPECT_EQ(shown("[linux-mm] Re: [PATCH RESEND 6.1 1/2] x"), "re patch v1 1/2 x");
  EXPECT_EQ(shown("AW: RE: [PATCH] x"), "re patch v1 - x");
  EXPECT_EQ(shown("[PATCH 7/5] x"), "patch v1 - x");
  EXPECT_EQ(shown("[PATCH1/2] x"), "patch v1 1/2 x");
  EXPECT_EQ(shown("[PATCHv2-1/2] x"), "patch v2 1/2 x");
  EXPECT_EQ(shown("[RFC,PATCH:3/4] x"), "patch v1 3/4 x");
  EXPECT_EQ(shown("[PATCH v2.1 1 of 3] x"), "patch v2 1/3 x");
  EXPECT_EQ(shown("[PATCH 1 / 2][x86] x"), "patch v1 1/2 x");
  EXPECT_EQ(shown("[PATCH (2/2)] x"), "patch v1 2/2 x");
  EXPECT_EQ(shown("[PATCH 5.10/5.15 1/3] x"), "patch v1 1/3 x");
  EXPECT_EQ(shown("[PATCH x86/64] x"), "patch v1 - x");
  EXPECT_EQ(shown("[PATCH vfs/6] x"), "patch v1 - x");
  EXPECT_EQ(shown("mm: [not a tag"), "v1 - mm: [not a tag");
}

TEST(EncodedWords, AreDecoded) {
  EXPECT_EQ(withoutEncodedWords("=?utf-8?q?=5BPATCH_1/2=5D?= =?UTF-8?B?w6Q=?= x"), "[PATCH 1/2]\xc3\xa4 x");
  EXPECT_EQ(withoutEncodedWords("a =?broken x"), "a =?broken x");
}

TEST(MailHeaders, HaveDatesIdsAndAddresses) {
  EXPECT_EQ(timeOf("Tue, 30 Apr 2024 22:40:43 +0200"), 1714509643);
  EXPECT_EQ(timeOf("30 Apr 2024 20:40:43 +0000 (UTC)"), 1714509643);
  EXPECT_EQ(timeOf("yesterday"), 0);
  EXPECT_THAT(idsIn("<a@x> (comment) <b@y>"), ElementsAre("a@x", "b@y"));
  EXPECT_EQ(addressOf("\"Last, First\" <A@X.test>"), "a@x.test");
  EXPECT_EQ(addressOf("a@x.test"), "a@x.test");
}

} // namespace
