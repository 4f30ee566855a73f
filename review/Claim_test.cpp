#include "review/Claim.h"

#include <gtest/gtest.h>

using namespace kverdict;

TEST(Claim, KnowsTheUsualWords) {
  for (const char *Text :
       {"No functional change.", "no functional changes intended", "No functional change intended.\n\nSigned-off-by: A",
        "While at it, rename it. There is no\nfunctional change.", "No intended functional changes.",
        "No behavioral changes expected.", "no behaviour change",
        "This patch does not introduce any functional change.", "Non-functional change, just nicer.",
        "No functionality change intended.", "mm: move it, NFC"})
    EXPECT_NE(claimsNoChange(Text), "") << Text;
  EXPECT_EQ(claimsNoChange("Move the check. No functional\nchange intended."), "No functional change intended");
}

TEST(Claim, LeavesOthersAlone) {
  for (const char *Text : {"Fix the check.", "This is a functional change.", "No functional change for x86.",
                           "NFC tags are read by libnfc? nfc!", "No functional changes except for the return value.",
                           "No functional change apart from the error code.", "This is not a non-functional change.",
                           "no function changes"})
    EXPECT_EQ(claimsNoChange(Text), Text == std::string("NFC tags are read by libnfc? nfc!") ? "NFC" : "") << Text;
}
