#include "review/Claim.h"

#include <gtest/gtest.h>

using namespace kverdict;

TEST(Claim, KnowsTheUsualWords) {
  for (const char *Text : {"No functional change.",
                           "no functional changes intended",
                           "No functional change intended.\n\nSigned-off-by: A",
                           "While at it, rename it. There is no\nfunctional change.",
                           "No intended functional changes.",
                           "No behavioral changes expected.",
                           "no behaviour change",
                           "This patch does not introduce any functional change.",
                           "Non-functional change, just nicer.",
                           "No functionality change intended.",
                           "mm: move it, NFC",
                           "No change in behaviour.",
                           "No changes in behavior intended.",
                           "No change in functionality.",
                           "No changes to functionality.",
                           "No change of behavior.",
                           "There should be no change in behavior.",
                           "There is no difference in behaviour.",
                           "No logic changes.",
                           "No logical change.",
                           "No change in logic.",
                           "No logic change intended.",
                           "no behavioural change",
                           "No behavior changes.",
                           "No behaviour changes are intended.",
                           "No functional or behavioral changes.",
                           "No functional/behavioural change.",
                           "There should be no functional change.",
                           "Should be no functional changes.",
                           "should be no functional change",
                           "There are no functional changes in this patch.",
                           "This patch has no functional changes.",
                           "This commit contains no functional changes.",
                           "This change has no functional impact.",
                           "This has no functional effect.",
                           "This should cause no functional change.",
                           "This results in no functional change.",
                           "Hence no functional change.",
                           "So there is no functional change.",
                           "This is a non-functional change.",
                           "This is not a functional change.",
                           "No functional difference.",
                           "No functional differences intended.",
                           "No semantic change.",
                           "No semantic changes intended.",
                           "No change in semantics.",
                           "no functional modification",
                           "No functional change expected.",
                           "No functional changes were made.",
                           "No intentional functional change.",
                           "No actual functional change.",
                           "No function change intended.",
                           "No function change.",
                           "No functional changes whatsoever.",
                           "No functional changes at all.",
                           "No functional change yet.",
                           "No functional changes, only cleanup.",
                           "Move foo() up without functional change.",
                           "Factor out the check without any functional changes.",
                           "Rework the loop with no functional changes.",
                           "Convert it to the new helper with no change in functionality.",
                           "Split the function without changing behavior.",
                           "Split the function without changing any functionality.",
                           "Rename the helper without altering the logic.",
                           "This does not change functionality.",
                           "This patch does not change any functionality.",
                           "It does not change the existing behaviour.",
                           "This patch doesn't change the behavior.",
                           "This should not change behavior.",
                           "This patch should not change any behaviour.",
                           "This shouldn't change behaviour.",
                           "Doesn't change functionality.",
                           "This does not alter the logic.",
                           "This does not affect functionality.",
                           "This does not introduce any behavioural changes.",
                           "This patch does not intend any functional changes.",
                           "This patch doesn't introduce functional changes.",
                           "This is not intended to change behaviour.",
                           "This code is functionally equivalent.",
                           "The new code is functionally equivalent.",
                           "The result is functionally identical.",
                           "This is semantically equivalent.",
                           "Behaviour is unchanged.",
                           "The behavior is unchanged.",
                           "The existing behaviour is preserved.",
                           "Functionality remains the same.",
                           "The logic stays the same.",
                           "The generated code is unchanged.",
                           "The generated code is identical.",
                           "No change in generated code.",
                           "No difference in the generated code.",
                           "This is a pure refactoring.",
                           "Pure cleanup.",
                           "Pure code movement.",
                           "Cosmetic change.",
                           "Just a cleanup.",
                           "This is merely a refactoring.",
                           "No actual code changes.",
                           "No binary change.",
                           "Purely cosmetic.",
                           "This is purely cosmetic.",
                           "purely mechanical change",
                           "Refactor only, to make the next patch smaller.",
                           "Cleanup only.",
                           "Cosmetic changes only.",
                           "Only cosmetic changes.",
                           "Code movement only.",
                           "A behaviour-preserving change.",
                           "This patch should be a no-op.",
                           "mm: rename foo [NFC]",
                           "mm: rename foo (NFC)",
                           "mm: rename foo, NFCI",
                           "Rename it. NFC.",
                           "NFC intended.",
                           "In preparation for the next patch, move the check. No functional change.",
                           "In preparation for later changes, move the check, no functional change intended.",
                           "For better readability, move it up, no functional change.",
                           "Commit 0123456789ab (\"mm: add it\") added foo. Simplify it. No functional change.",
                           "Fix a typo, no functional change intended",
                           "- move foo() to bar.c\n- no functional change",
                           "v2: new names\n\nNo functional change.",
                           "There's no functional change.",
                           "Behaviour unchanged.",
                           "The behaviour should not change.",
                           "Functionality is not changed.",
                           "This is a functional no-op.",
                           "Strictly a refactor.",
                           "This should not result in any functional change.",
                           "This should have no effect on behaviour.",
                           "This has no impact on functionality.",
                           "No functional change as far as I can tell.",
                           "Later patches change the callers; this one has no functional change.",
                           "No runtime behavior change.",
                           "No behaviour is changed.",
                           "No change functionally.",
                           "Functionally this is a no-op.",
                           "We do not expect any functional changes.",
                           "I believe this has no functional change.",
                           "No functional change \xe2\x80\x94 only renames.",
                           "_No functional change_ intended.",
                           "NFCI: mm: tidy it",
                           "No functional change\xef\xbc\x9bonly names."})
    EXPECT_NE(claimsNoChange(Text), "") << Text;
}

TEST(Claim, QuotesIt) {
  EXPECT_EQ(claimsNoChange("Move the check. No functional\nchange intended."), "No functional change intended");
  EXPECT_EQ(claimsNoChange("This patch does not change any functionality."), "not change any functionality");
  EXPECT_EQ(claimsNoChange("mm: move it, NFC"), "NFC");
}

TEST(Claim, LeavesOthersAlone) {
  for (const char *Text :
       {"Fix the check.",
        "This is a functional change.",
        "No functional change for x86.",
        "No functional changes except for the return value.",
        "No functional change, except that -EPERM is returned.",
        "No functional change apart from the error code.",
        "No functional change other than the error code.",
        "Apart from that, no functional change.",
        "Other than that, no functional changes.",
        "Otherwise no functional change.",
        "No other functional change.",
        "No functional change unless CONFIG_FOO is set.",
        "No functional change for other users.",
        "No functional change on 64-bit.",
        "No functional change when foo is set.",
        "No change in behaviour for existing callers.",
        "For x86, there is no functional change.",
        "On 64-bit, no functional change.",
        "In the !CONFIG_FOO case, there is no functional change.",
        "This is not a non-functional change.",
        "v2: no longer a pure refactoring, x == 4 is refused.",
        "It is no longer a non-functional change.",
        "This is no longer purely cosmetic.",
        "This is not purely cosmetic.",
        "This is more than a pure refactoring.",
        "The other users see no functional change, the small ones are refused now.",
        "mm: Revert \"mm: move the check, no functional change\"\n\nThis reverts commit 0123456789ab, which let too "
        "much in.",
        "Revert \"mm: move the check, NFC\"",
        "Revert mm: move the check, no functional change",
        "Reapply \"mm: move the check (NFC)\"",
        "Commit 0123456789ab (\"mm: move it, no functional change\") broke it.",
        "Commit 0123456789ab (mm: move it, no functional change) broke it.",
        "Commit 0123456789ab claimed no functional change, but foo() is refused.",
        "Since 0123456789ab (\"mm: NFC\") this is wrong.",
        "Fixes: 0123456789ab (\"mm: move it. No functional change\")",
        "> No functional change intended.\n\nThis is not so: restore the check.",
        "The changelog said 'no functional change', but it was one.",
        "Prepare for the next patch, which makes no functional change.",
        "It is just a cleanup of the first kind.",
        "The next patch moves it, no functional change.",
        "The following patches are pure refactoring.",
        "The previous commit was meant as no functional change.",
        "A later patch converts the callers with no functional change.",
        "Patch 2 is a pure refactoring.",
        "v2: no functional change",
        "Changes since v1:\n- no functional change",
        "NFC: pn533: fix the check",
        "NFC tags are read by libnfc? nfc!",
        "The chip knows Bluetooth, NFC and FM.",
        "No function changes its arguments here.",
        "Is this a pure refactoring?",
        "If there is no functional change, skip it.",
        "Almost no functional change.",
        "There is hardly any functional change.",
        "It changes the functionality.",
        "Do not change behaviour of foo() when bar is set.",
        "The driver cannot work without functional clocks.",
        "It could not be done without changing behaviour.",
        "No changes are needed.",
        "No functional clock is changed.",
        "The behaviour of foo() has changed.",
        "Not only a refactoring.",
        "This is a no-op on x86.",
        "No functional change otherwise.",
        "No functional change as far as x86 is concerned.",
        "No functional change (except for the error code).",
        "No functional change with CONFIG_FOO=n.",
        "In commit 0123456789ab (\"mm: x\") there was no functional change.",
        "I am not sure that there is no functional change.",
        "No user-visible change.",
        "No functional change, if CONFIG_FOO is off.",
        "No functional change, at least for x86.",
        "\xe2\x80\x9eNo functional change\xe2\x80\x9c is what the last author said.",
        "\xc2\xabNo functional change\xc2\xbb is what the last author said."})
    EXPECT_EQ(claimsNoChange(Text), "") << Text;
}

TEST(Claim, OfAPartIsTold) {
  for (const char *Text : {"No functional change for x86.", "No functional change, if CONFIG_FOO is off.",
                           "No functional change besides the added check.", "This is equivalent to the old code.",
                           "Preserve existing behaviour.", "No visible change in behaviour.", "Should be a no-op.",
                           "The semantics are the same as before.", "No functional change in the common case."})
    EXPECT_NE(claimsOfPart(Text), "") << Text;
  for (const char *Text :
       {"Fix the check.", "This is not a non-functional change.", "It is no longer a pure refactoring.",
        "Is this a pure refactoring?", "If there is no functional change, skip it.",
        "It could not be done without changing behaviour.", "This is more than a pure refactoring.",
        "The next patch moves it, no functional change.", "Do not change behaviour of foo() when bar is set.",
        "I am not sure that there is no functional change."})
    EXPECT_EQ(claimsOfPart(Text), "") << Text;
}

TEST(Claim, IsFoundInLinearTime) {
  std::string Long;
  for (int I = 0; I < 20'000; ++I)
    Long += "no functional \" ( ";
  EXPECT_EQ(claimsNoChange(Long), "");
  for (size_t I = 0; I < Long.size(); I += 100)
    Long[I] = '.';
  EXPECT_EQ(claimsNoChange(Long), "");
  // What stands before a character is looked at near it alone: a letter or a space for each of two million took hours.
  for (const char *Each : {"a", " ", "( ", "0", "a("}) {
    std::string Line;
    while (Line.size() < 2'000'000)
      Line += Each;
    EXPECT_EQ(claimsNoChange(Line), "");
  }
}

TEST(Tidying, IsAllThatSomeMessagesSpeakOf) {
  EXPECT_EQ(speaksOfTidying("mm: rework foo()\n\nIt is easier to read."), "rework");
  EXPECT_EQ(speaksOfTidying("mm: Simplify the conditions of foo()"), "Simplify");
  EXPECT_EQ(speaksOfTidying("mm: tidy check_flags()"), "tidy"); // a name is no word
  EXPECT_EQ(speaksOfTidying("mm: improve foo()"), "");
  EXPECT_EQ(speaksOfTidying("mm: rework foo()\n\nAllow VM_IO mappings."), "");
  EXPECT_EQ(speaksOfTidying("mm: clean up foo()\n\nIt returned the wrong error."), "");
  EXPECT_EQ(speaksOfTidying("mm: simplify foo()\n\nThe second test is redundant."), "");
}
