// A series against the real kernel: what is mended, what is claimed, what a header does.
#include "testing/Running.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace kverdict;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

namespace {

/// A repository with two files of the kernel, on which commits are made.
class SeriesTest : public testing::Test {
protected:
  void SetUp() override {
    git({"init", "-q"});
    for (const char *Name : {"mm/memory.c", "include/linux/mm.h"})
      S.write(Name, textOf(kernel("6.12") + "/" + Name));
    commit("base");
  }

  void git(std::vector<std::string> Arguments) {
    Arguments.insert(Arguments.begin(), {"-c", "user.name=A Developer", "-c", "user.email=dev@example.org"});
    const Ran R = runProgram("/usr/bin/git", Arguments, S.path());
    ASSERT_EQ(R.Code, 0) << R.Err;
  }

  void commit(const std::string &Message) {
    git({"add", "-A"});
    git({"commit", "-q", "-m", Message});
  }

  void edit(const std::string &Name, const std::string &From, const std::string &To) {
    std::string Text = textOf(S.path(Name));
    const size_t At = Text.find(From);
    ASSERT_NE(At, std::string::npos) << From;
    S.write(Name, Text.replace(At, From.size(), To));
  }

  void change(const std::string &Name, const std::string &From, const std::string &To, const std::string &Message) {
    edit(Name, From, To);
    commit(Message);
  }

  Ran review(unsigned Patches, std::vector<std::string> More = {}) {
    const std::string Out = "out" + std::to_string(++Reviews);
    git({"format-patch", "-q", "-" + std::to_string(Patches), "-o", Out});
    More.insert(More.begin(), {"review", S.path(Out), "--tree", kernel("6.12")});
    return kverdict::kverdict(More);
  }

  const std::string Mask = "if (!(vma->vm_flags & (VM_WRITE | VM_MAYWRITE)))\n\t\treturn ";
  Scratch S;
  unsigned Reviews = 0;
};

TEST_F(SeriesTest, SaysWhichPatchMendsAnotherOne) {
  change("mm/memory.c", Mask + "true", Mask + "false", "mm: break it");
  change("mm/memory.c", Mask + "false", Mask + "true", "mm: mend it");
  const Ran R = review(2);
  EXPECT_EQ(R.Code, 1);
  EXPECT_THAT(R.Out,
              AllOf(HasSubstr("[inverted-return]"), HasSubstr("patch 2/2 of the series mends it"),
                    HasSubstr("vm_mixed_zeropage_allowed(): stricter"), HasSubstr("vm_mixed_zeropage_allowed(): laxer"),
                    StartsWith("patch 1/2: mm: break it\n"), HasSubstr("\npatch 2/2: mm: mend it\nchange: "),
                    EndsWith("\n2 patches, 1 function: 1 defect\n")));
  EXPECT_EQ(review(2, {"-j", "4"}).Out, R.Out);
  EXPECT_THAT(review(2, {"-f", "lkml"}).Out, AllOf(HasSubstr("Re: [PATCH 1/2]"), HasSubstr("Re: [PATCH 2/2]"),
                                                   HasSubstr("This is what the patch changes:")));
  const Ran Mail = review(2, {"-f", "lkml", "--findings-only"});
  EXPECT_THAT(Mail.Out, AllOf(HasSubstr("Subject: Re: [PATCH 1/2] mm: break it"), Not(HasSubstr("Re: [PATCH 2/2]")),
                              HasSubstr("returns false instead of true\nwhere"), HasSubstr("patch 2/2 mends it")));
}

TEST_F(SeriesTest, HoldsAMessageToItsClaim) {
  const std::string Spelt = "if (!(vma->vm_flags & VM_WRITE) && !(vma->vm_flags & VM_MAYWRITE))\n\t\treturn ";
  change("mm/memory.c", Mask, Spelt, "mm: spell it out\n\nNo functional change.");
  const Ran True = review(1);
  EXPECT_EQ(True.Code, 0) << True.Out;
  EXPECT_THAT(True.Err, HasSubstr("verified: no functional change in vm_mixed_zeropage_allowed()"));
  change("mm/memory.c", Spelt, "if (!(vma->vm_flags & VM_MAYWRITE))\n\t\treturn ",
         "mm: simplify\n\nNo functional change intended.");
  const Ran False = review(2);
  EXPECT_EQ(False.Code, 1);
  EXPECT_THAT(False.Out, AllOf(HasSubstr("[no-functional-change]"), HasSubstr("\"No functional change intended\""),
                               HasSubstr("vm_flags = VM_WRITE"), HasSubstr("; before the patch it returned false")));
}

/// In a file that no rule speaks of; what `current` is, no assembly need say.
TEST_F(SeriesTest, TellsALostErrorWithoutARule) {
  S.write("mm/mincore.c", textOf(kernel("6.12") + "/mm/mincore.c"));
  commit("another file");
  change("mm/mincore.c", "return -ENOMEM;", "return 0;", "mm/mincore: say nothing of holes");
  const Ran R = review(1, {"-f", "terse"});
  EXPECT_EQ(R.Code, 1) << R.Err;
  EXPECT_THAT(R.Out,
              HasSubstr("WARNING:LOST_ERROR: do_mincore() returns 0 here although vma_lookup() has just returned "
                        "NULL; before, it returned -ENOMEM there."));
}

TEST_F(SeriesTest, FollowsAHeaderToTheFilesThatIncludeIt) {
  change("include/linux/mm.h", "(VM_SHARED | VM_MAYWRITE)) == VM_MAYWRITE", "(VM_SHARED | VM_MAYWRITE)) == VM_SHARED",
         "mm: break is_cow_mapping()");
  const Ran R = review(1);
  EXPECT_EQ(R.Code, 1);
  EXPECT_THAT(R.Out, HasSubstr("mm/memory.c:"));
  EXPECT_THAT(R.Err, HasSubstr("include/linux/mm.h: 13 files of the build with policy functions include it"));
}

TEST_F(SeriesTest, AVersionThatDoesNotCompileIsAFinding) {
  change("mm/memory.c", Mask + "true", Mask + "tru", "mm: mistype it");
  const Ran R = review(1);
  EXPECT_EQ(R.Code, 1) << R.Err;
  EXPECT_THAT(R.Out, AllOf(HasSubstr("[does-not-compile]"), HasSubstr("use of undeclared identifier 'tru'")));
}

TEST_F(SeriesTest, ABaseThatDoesNotBuildIsNamed) {
  change("mm/memory.c", Mask + "true", Mask + "tru", "mm: mistype it");
  change("mm/memory.c", Mask + "tru", Mask + "true", "mm: mend it");
  const Ran R = kverdict::kverdict({"review", "HEAD", "--tree", S.path(), "-p", kernel("6.12")});
  EXPECT_EQ(R.Code, 3) << R.Out;
  EXPECT_THAT(R.Out, HasSubstr("not decided: mm/memory.c: vm_mixed_zeropage_allowed(): it did not compile before the "
                               "patch (use of undeclared identifier 'tru'"));
}

/// No rule speaks of the other function, but the patch touches it.
TEST_F(SeriesTest, AnErrorInAnotherFunctionIsAFindingToo) {
  edit("mm/memory.c", "zap_page_range_single(vma, address, size, NULL);",
       "zap_page_range_single(vma, addres, size, NULL);");
  change("mm/memory.c", Mask + "true", Mask + "false", "mm: break it, and mistype another");
  const Ran R = review(1);
  EXPECT_EQ(R.Code, 1) << R.Err;
  EXPECT_THAT(R.Out, AllOf(HasSubstr("[does-not-compile]"), HasSubstr("use of undeclared identifier 'addres'")));
  EXPECT_THAT(R.Out, HasSubstr("not decided: mm/memory.c:1958: the patched file does not parse"));
}

/// Clang notices at the end of the file; the comment stands at the brace.
TEST_F(SeriesTest, ABraceThatIsNeverClosedIsFoundWhereItOpens) {
  change("mm/memory.c", Mask + "true", "\t{\n" + Mask + "true", "mm: forget a brace");
  const Ran R = review(1);
  EXPECT_EQ(R.Code, 1) << R.Err;
  EXPECT_THAT(R.Out, HasSubstr("1: error: This does not compile: expected '}' to match this '{' [does-not-compile]\n"));
  EXPECT_THAT(R.Out, HasSubstr(" | {\n"));
  const Ran Mail = review(1, {"-f", "lkml"});
  EXPECT_THAT(Mail.Out,
              AllOf(HasSubstr("\n\nIn vm_mixed_zeropage_allowed() of mm/memory.c, which the quoted lines do not"),
                    HasSubstr("\n\nThis does not compile: expected"), Not(HasSubstr("contract"))));
}

} // namespace
