#include "input/mail/Answers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace kverdict;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

static ReadAnswers answersIn(const std::string &Text) { return readAnswers(Text, "a@x.test", {"p.mbox", 3, 0}); }

TEST(Answers, HaveAFingerprintAndAReason) {
  const ReadAnswers Found =
      answersIn("Yes.\n\nKverdict: 1A2b3c4d5e6f7a8b the page is never the zeropage here\nSigned-off-by: A\n");
  ASSERT_EQ(Found.Each.size(), 1u);
  EXPECT_EQ(Found.Each[0].Fingerprint, "1a2b3c4d5e6f7a8b");
  EXPECT_EQ(Found.Each[0].Reason, "the page is never the zeropage here");
  EXPECT_EQ(Found.Each[0].By, "a@x.test");
  EXPECT_EQ(Found.Each[0].At.File, "p.mbox");
  EXPECT_THAT(Found.Problems, IsEmpty());
}

TEST(Answers, GoOnInLinesThatAreIndented) {
  const ReadAnswers Found = answersIn("kverdict: 1a2b3c4d the page is\n  never the zeropage\n\n  not of it\n");
  ASSERT_EQ(Found.Each.size(), 1u);
  EXPECT_EQ(Found.Each[0].Reason, "the page is never the zeropage");
}

/// What somebody quotes is not said again.
TEST(Answers, AreNotQuoted) {
  EXPECT_THAT(answersIn("> Kverdict: 1a2b3c4d why\n  Kverdict: 1a2b3c4d why\nsee Kverdict: 1a2b3c4d why\n").Each,
              IsEmpty());
}

TEST(Answers, SayWhatIsWrongWithThem) {
  const ReadAnswers Found = answersIn("Kverdict: 1a2b3c4d\nKverdict: 1a2b why\nKverdict: it is meant so\nKverdict:\n");
  EXPECT_THAT(Found.Each, IsEmpty());
  EXPECT_THAT(Found.Problems, ElementsAre(HasSubstr("p.mbox:3: 'Kverdict: 1a2b3c4d' answers nothing: it has no reason"),
                                          HasSubstr("at least 8 digits"), HasSubstr("at least 8 digits"),
                                          HasSubstr("at least 8 digits")));
}

TEST(Answers, AreSafeToShow) {
  EXPECT_EQ(answersIn("Kverdict: 1a2b3c4d \x1b[2J\xe2\x80\xae why\n").Each.at(0).Reason, "\\x1b[2J<U+202E> why");
}

TEST(Answers, MayStandAnywhereInAMail) {
  EXPECT_TRUE(mayAnswer("Kverdict: x"));
  EXPECT_TRUE(mayAnswer("a\nkverdict: x"));
  EXPECT_FALSE(mayAnswer("> Kverdict: x"));
}
