#include "report/mail/MailFields.h"
#include "report/mail/Wrap.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace kverdict;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(MailFields, SplitsAddressesAtTheRightCommas) {
  EXPECT_THAT(splitAddresses("a@x, \"Last, \\\"F\\\", G\" <b@x>,C D (one, two) <c@x>, , none"),
              ElementsAre("a@x", "\"Last, \\\"F\\\", G\" <b@x>", "C D (one, two) <c@x>"));
  EXPECT_EQ(bareAddress("\"x <y@z>\" <A@B.org>"), "a@b.org");
  EXPECT_EQ(bareAddress(" A@b.org "), "a@b.org");
}

TEST(MailFields, CannotBeGivenAnotherField) {
  EXPECT_EQ(textField("Subject", "a\nBcc: evil@x\r\n\r\nbody"), "Subject: a Bcc: evil@x    body\n");
  EXPECT_EQ(addressField("To", splitAddresses("a <a@x>\nBcc: evil@x")), "To: a <a@x> Bcc: evil@x\n");
  EXPECT_THAT(messageIds("<a@x>\n<b@y> Bcc: <c <d>> <> x <e\x01@z> <f<g@z> <h>i@z>"), ElementsAre("<a@x>", "<b@y>"));
}

TEST(MailFields, FoldsLongLines) {
  std::string Subject(60, 'a');
  EXPECT_EQ(textField("Subject", Subject + " " + Subject), "Subject: " + Subject + "\n " + Subject + "\n");
  std::string Long(200, 'b');
  EXPECT_EQ(textField("Subject", Long), "Subject:\n " + Long + "\n");
}

TEST(MailFields, EncodesWhatIsNotAscii) {
  EXPECT_EQ(textField("Subject", "\xc3\xa4"), "Subject: =?UTF-8?B?w6Q=?=\n");
  EXPECT_EQ(addressField("Cc", {"\"\xc3\x84, B\" <a@x>", "b@x"}), "Cc: =?UTF-8?B?w4QsIEI=?= <a@x>,\n\tb@x\n");
  EXPECT_EQ(textField("Subject", "latin \xe4"), "Subject: latin ?\n");
  EXPECT_EQ(addressField("Cc", {}), "");
}

TEST(Wrap, BreaksAtSpaces) {
  EXPECT_THAT(wrapped("one two  three\nfour", 9), ElementsAre("one two", "three", "four"));
  EXPECT_THAT(wrapped("x 0123456789abc y", 5), ElementsAre("x", "0123456789abc", "y"));
  EXPECT_THAT(wrapped("\xc3\xa4\xc3\xa4 \xc3\xa4\xc3\xa4", 5), ElementsAre("\xc3\xa4\xc3\xa4 \xc3\xa4\xc3\xa4"));
  EXPECT_THAT(wrapped("a\x1b b", 9), ElementsAre("a\\x1b b"));
  EXPECT_THAT(wrapped(" \n ", 9), IsEmpty());
}
