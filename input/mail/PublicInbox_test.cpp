// Archives as public-inbox keeps them, version 2: a commit for each mail.
#include "input/mail/Archive.h"
#include "input/mail/PublicInbox.h"
#include "testing/ScratchTree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

using namespace kverdict;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

std::string mail(const std::string &Subject, const std::string &Text) {
  return "From: A <a@x.test>\nSubject: " + Subject + "\nMessage-ID: <" + Subject.substr(0, 3) + "@x.test>\n\n" + Text;
}

/// An epoch with these mails.
class Epoch : public ScratchTree {
public:
  Epoch() { init(); }
  void add(const std::string &Mail, const std::string &Name = "m") {
    sh("rm -f m d");
    write(Name, Mail);
    sh("git add -A -- . ':!sh.err' && git commit -q -m mail");
  }
};

std::vector<std::string> titlesOf(const std::string &Archive, std::vector<std::string> *Problems = nullptr) {
  Mailbox Box;
  std::vector<std::string> Ignored;
  readArchive(Box, Archive, 0, Problems ? *Problems : Ignored);
  std::vector<std::string> Titles;
  for (const RawMail &Each : Box.mails())
    Titles.push_back(Each.Title);
  return Titles;
}

} // namespace

TEST(PublicInbox, HasTheMailsInTheirOrder) {
  Epoch E;
  E.add(mail("one", "x\n"));
  E.add(mail("two", "From here\n>From there\n"));
  E.add(mail("three", "z")); // without an end of its last line
  EXPECT_TRUE(isPublicInbox(E.path() + "/.git"));
  EXPECT_THAT(titlesOf(E.path() + "/.git"), ElementsAre("one", "two", "three"));
}

/// What is quoted for the mailbox is as it was in the mail.
TEST(PublicInbox, KeepsLinesThatLookLikeTheNextMail) {
  Epoch E;
  E.add(mail("one", "From a@x Thu Jan  1 00:00:00 1970\n>From there\n"));
  Mailbox Box;
  std::vector<std::string> Problems;
  readArchive(Box, E.path() + "/.git", 0, Problems);
  ASSERT_EQ(Box.mails().size(), 1u);
  EXPECT_THAT(readFile(Box.mails()[0].Path, "a mail"), HasSubstr("\nFrom a@x Thu Jan  1 00:00:00 1970\n>From there\n"));
}

TEST(PublicInbox, LeavesOutWhatWasRemoved) {
  Epoch E;
  E.add(mail("one", "x\n"));
  E.add(mail("two", "spam\n"));
  E.add(mail("two", "spam\n"), "d");
  EXPECT_THAT(titlesOf(E.path() + "/.git"), ElementsAre("one"));
}

TEST(PublicInbox, GoesThroughTheEpochsByNumber) {
  Epoch First, Second, Tenth;
  First.add(mail("one", "x\n"));
  Second.add(mail("two", "x\n"));
  Tenth.add(mail("ten", "x\n"));
  ScratchTree Archive;
  std::filesystem::create_directories(Archive.path() + "/git");
  std::filesystem::create_symlink(First.path() + "/.git", Archive.path() + "/git/0.git");
  std::filesystem::create_symlink(Tenth.path() + "/.git", Archive.path() + "/git/10.git");
  std::filesystem::create_symlink(Second.path() + "/.git", Archive.path() + "/git/2.git");
  EXPECT_TRUE(isPublicInbox(Archive.path()));
  EXPECT_THAT(titlesOf(Archive.path()), ElementsAre("one", "two", "ten"));
}

/// A kernel tree is none, and a directory of patches is none.
TEST(PublicInbox, IsNoOtherRepository) {
  Epoch E;
  E.add("int x;\n", "a.c");
  EXPECT_FALSE(isPublicInbox(E.path() + "/.git"));
  EXPECT_FALSE(isPublicInbox(E.path()));
  std::vector<std::string> Problems;
  EXPECT_THAT(titlesOf(E.path(), &Problems), IsEmpty());
  EXPECT_THAT(Problems, ElementsAre(HasSubstr("no patches in this directory")));
}
