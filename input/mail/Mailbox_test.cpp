#include "input/Given.h"
#include "testing/ScratchTree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace kverdict;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

static Series readSeries(const std::vector<std::string> &Inputs) {
  ScratchTree Nothing;
  return readGiven(Inputs, "", Tree::open(Nothing.path())).Patches;
}

static const char Body[] = "Why it is done.\n"
                           "---\n"
                           " f.c | 2 +-\n"
                           "\n"
                           "diff --git a/f.c b/f.c\n"
                           "--- a/f.c\n"
                           "+++ b/f.c\n"
                           "@@ -1,2 +1,2 @@\n"
                           " a\n"
                           "-b\n"
                           "+B\n"
                           "-- \n"
                           "2.39.5\n";

static std::string mail(const std::string &Subject, const std::string &Text) {
  return "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n"
         "From: =?UTF-8?q?J=C3=BCrgen?= <j@x.test>\n"
         "Date: Tue, 30 Apr 2024 22:40:43 +0200\n"
         "Subject: " +
         Subject +
         "\n"
         "Message-ID: <1@x.test>\n"
         "To: \"Last, First\" <l@x.test>\n"
         "Cc: a@x.test,\n"
         "\tb@x.test\n"
         "MIME-Version: 1.0\n"
         "Content-Type: text/plain; charset=UTF-8\n"
         "Content-Transfer-Encoding: 8bit\n"
         "\n" +
         Text + "\n";
}

static std::string refused(const std::string &Text) {
  return refusal([&] { readMailbox(Text, "p.mbox"); });
}

TEST(Mailbox, DecodesAMail) {
  Series S = readMailbox(mail("[PATCH v1 1/2]\n =?UTF-8?q?mm:_=C3=A4nder?=", Body), "p.mbox");
  ASSERT_EQ(S.Patches.size(), 1u);
  const Patch &P = S.Patches[0];
  EXPECT_EQ(P.Header.Subject, "[PATCH v1 1/2] mm: \xc3\xa4nder");
  EXPECT_EQ(P.Header.Author, "J\xc3\xbcrgen");
  EXPECT_EQ(P.Header.From, "=?UTF-8?q?J=C3=BCrgen?= <j@x.test>");
  EXPECT_EQ(P.Header.To, "\"Last, First\" <l@x.test>");
  EXPECT_EQ(P.Header.Cc, "a@x.test, b@x.test");
  EXPECT_EQ(P.Header.MessageId, "<1@x.test>");
  EXPECT_EQ(P.Header.Date, "Tue, 30 Apr 2024 22:40:43 +0200");
  EXPECT_EQ(P.Message, "Why it is done.");
  ASSERT_EQ(P.Files.size(), 1u);
  EXPECT_EQ(P.Files[0].Hunks[0].Lines[2].Text, "B");
}

// The places are those of the file that the user gave, also in the second mail.
TEST(Mailbox, KnowsTheLinesOfEachMail) {
  std::string First = mail("[PATCH 1/2] one", Body), Second = mail("[PATCH 2/2] two", Body);
  Series S = readMailbox(First + Second, "p.mbox");
  ASSERT_EQ(S.Patches.size(), 2u);
  std::string All = First + Second;
  const HunkLine &Line = S.Patches[1].Files[0].Hunks[0].Lines[2];
  unsigned Expected = std::count(All.begin(), All.begin() + All.rfind("+B"), '\n') + 1;
  EXPECT_EQ(Line.At.Line, Expected);
  EXPECT_EQ(S.Patches[1].At.Line, std::count(First.begin(), First.end(), '\n') + 1);
}

TEST(Mailbox, DecodesQuotedPrintableAndCrlf) {
  std::string Encoded =
      mail("[PATCH] qp", "x=3Dy\n---\ndiff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a=\n b\n+=C3=A4\n");
  Encoded.replace(Encoded.find("8bit"), 4, "quoted-printable");
  Series S = readMailbox(Encoded, "p.mbox");
  EXPECT_EQ(S.Patches[0].Message, "x=y");
  EXPECT_EQ(S.Patches[0].Files[0].Hunks[0].Lines[0].Text, "a b");
  EXPECT_EQ(S.Patches[0].Files[0].Hunks[0].Lines[1].Text, "\xc3\xa4");

  std::string Crlf;
  for (char Next : mail("[PATCH] crlf", Body))
    Crlf += Next == '\n' ? "\r\n" : std::string(1, Next);
  S = readMailbox(Crlf, "p.mbox");
  EXPECT_EQ(S.Patches[0].Header.Subject, "[PATCH] crlf");
  EXPECT_EQ(S.Patches[0].Files[0].Hunks[0].Lines[2].Text, "B");
}

// A "From:" line in the text names the author of the patch, not who is to get the reply.
TEST(Mailbox, RepliesToTheSender) {
  Series S = readMailbox(mail("[PATCH] x", std::string("From: Other <o@x.test>\n\n") + Body), "p.mbox");
  EXPECT_EQ(S.Patches[0].Header.Author, "J\xc3\xbcrgen");
}

// The configuration of a repository around the temporary directory must not change how a mail is read.
TEST(Mailbox, IgnoresARepositoryAroundTheScratchFiles) {
  ScratchTree T;
  T.init();
  T.sh("git config mailinfo.scissors true");
  const char *Before = std::getenv("TMPDIR");
  std::string Saved = Before ? Before : "";
  setenv("TMPDIR", T.path().c_str(), 1);
  Series S = readMailbox(mail("[PATCH] x", std::string("Kept.\n\n-- >8 --\n\n") + Body), "p.mbox");
  Before ? setenv("TMPDIR", Saved.c_str(), 1) : unsetenv("TMPDIR");
  EXPECT_THAT(S.Patches[0].Message, StartsWith("Kept."));
}

TEST(Mailbox, LeavesOutCoverLettersAndAnswers) {
  Series S = readMailbox(mail("[PATCH v2 0/1] all", "Hello.\n") + mail("[PATCH v2 1/1] one", Body) +
                             mail("Re: [PATCH v2 1/1] one", "> +B\nNice.\n"),
                         "p.mbox");
  EXPECT_EQ(S.Patches.size(), 1u);
  ASSERT_TRUE(S.Cover.has_value());
  EXPECT_EQ(S.Cover->Subject, "[PATCH v2 0/1] all");
  EXPECT_THAT(S.Notes, ElementsAre("p.mbox:41: no patch in the mail 'Re: [PATCH v2 1/1] one'"));
}

// Who has the cover letter did not choose one of the patches.
TEST(Mailbox, MissesAPatchThatTheCoverLetterAnnounces) {
  EXPECT_THAT(refused(mail("[PATCH 0/2] all", "Hello.\n") + mail("[PATCH 1/2] one", Body)),
              HasSubstr("patch 2 of the 2 of 'all' was not given; the others are applied without, so the review is "
                        "not complete: give it too"));
  EXPECT_THAT(refused(mail("[PATCH 1/2] one", Body) + mail("[PATCH 2/2] two", "See the attachment.\n")),
              HasSubstr("patch 2 of the 2 of 'one' was not given"));
  EXPECT_THAT(refused(mail("[PATCH] one", Body) + mail("[PATCH] two", "See the attachment.\n")),
              HasSubstr("no patch in the mail '[PATCH] two', whose subject says that it has one"));
}

TEST(Mailbox, SaysWhichMailIsBinary) {
  const std::string Nul("a\0b\n", 4);
  EXPECT_THAT(refused(mail("[PATCH] one", Body) + mail("[PATCH] two", Nul + Body)),
              AllOf(HasSubstr("the mail '[PATCH] two' holds binary data (a NUL byte), and was not read"),
                    Not(HasSubstr("no patch in the mail"))));
  EXPECT_THAT(readMailbox(mail("[PATCH] one", Body) + mail("Re: [PATCH] one", Nul + Body), "p.mbox").Notes,
              ElementsAre(HasSubstr("the mail 'Re: [PATCH] one' holds binary data")));
}

TEST(Mailbox, TakesABareDiff) {
  Series S = readMailbox(
      "commit 123\nAuthor: x\n\ndiff --git a/f b/f\r\n--- a/f\r\n+++ b/f\r\n@@ -1 +1 @@\r\n-a\r\n+b\r\n", "x.diff");
  ASSERT_EQ(S.Patches.size(), 1u);
  EXPECT_EQ(S.Patches[0].Files[0].Hunks[0].Lines[1].Text, "b");
  EXPECT_EQ(S.Patches[0].Header.MessageId, "");
}

TEST(Mailbox, RefusesWhatIsNoPatch) {
  EXPECT_THAT(refused(" \n\n"), AllOf(StartsWith("3 p.mbox:1: "), HasSubstr("empty")));
  EXPECT_THAT(refused(std::string("From x\nab\0cd", 12)), AllOf(StartsWith("3 p.mbox:2: "), HasSubstr("binary")));
  EXPECT_THAT(refused("\x7f"
                      "ELF rubbish"),
              AllOf(StartsWith("3 p.mbox:1: "), HasSubstr("neither a mail nor a diff")));
  EXPECT_THAT(refused(mail("hello\x1b", "No diff here.\n")),
              AllOf(StartsWith("3 p.mbox:1: "), HasSubstr("no patch in the mail 'hello")));
  EXPECT_THAT(refused(mail("hello", "No diff here.\n") + mail("Re: hello", "Nor here.\n")),
              AllOf(StartsWith("3 p.mbox:1: "), HasSubstr("none of the 2 mails has a patch")));
  std::string Cut = mail("[PATCH] x", Body);
  Cut.resize(Cut.find("+B"));
  EXPECT_THAT(refused(Cut), AllOf(StartsWith("3 p.mbox:23: "), HasSubstr("ends in the middle of the hunk")));
}

TEST(Inputs, ReadsFilesAndDirectoriesInOrder) {
  ScratchTree T;
  T.write("0002-b.patch", mail("[PATCH 2/2] two", Body));
  T.write("0000-cover-letter.patch", mail("[PATCH 0/2] all", "Hello.\n"));
  T.write("0001-a.patch", mail("[PATCH 1/2] one", Body));
  T.write("notes.txt", "not read");
  Series S = readSeries({T.path()});
  ASSERT_EQ(S.Patches.size(), 2u);
  EXPECT_EQ(S.Patches[0].Header.Subject, "[PATCH 1/2] one");
  EXPECT_EQ(S.Patches[1].At.File, T.file("0002-b.patch"));
  EXPECT_EQ(readSeries({T.file("0002-b.patch"), T.file("0001-a.patch")}).Patches[0].Header.Subject, "[PATCH 1/2] one")
      << "the numbers are the order";
}

// As b4 am -M, mutt and offlineimap keep mail: a file each, with names of no meaning.
TEST(Inputs, ReadsAMaildir) {
  ScratchTree T;
  T.write("m/cur/1700000002.M2P1.host:2,S", mail("[PATCH 2/2] two", Body));
  T.write("m/cur/1700000003.M3P1.host:2,RS", mail("Re: [PATCH 1/2] one", "I like it.\n"));
  T.write("m/new/1700000001.M1P1.host", mail("[PATCH 1/2] one", Body));
  T.write("m/tmp/1700000004.M4P1.host", "half a mail");
  T.write("empty/cur/x", "");
  T.sh("mkdir empty/new && rm empty/cur/x");
  Series S = readSeries({T.file("m")});
  ASSERT_EQ(S.Patches.size(), 2u);
  EXPECT_EQ(S.Patches[0].Header.Subject, "[PATCH 1/2] one");
  EXPECT_THAT(refusal([&] { readSeries({T.file("empty")}); }),
              AllOf(StartsWith("3 "), HasSubstr("no mails in this Maildir")));
}

TEST(Inputs, RefusesWhatIsNotThere) {
  ScratchTree T;
  T.write("cover.patch", mail("[PATCH 0/2] all", "Hello.\n"));
  T.write("empty/x.txt", "x");
  auto Refused = [](const std::string &Path) { return refusal([&] { readSeries({Path}); }); };
  EXPECT_THAT(Refused(T.file("none.patch")), AllOf(StartsWith("3 " + T.file("none.patch")), HasSubstr("No such file")));
  EXPECT_THAT(Refused(T.file("empty")), AllOf(StartsWith("3 "), HasSubstr("no patches in this directory")));
  EXPECT_THAT(Refused(T.file("cover.patch")), AllOf(StartsWith("3 "), HasSubstr("no patch in the mail")));
}
