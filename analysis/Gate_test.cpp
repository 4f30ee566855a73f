// What the gate makes of claims for which nothing has to be parsed. What it makes of runs, the fixtures show.
#include "analysis/Gate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using testing::SizeIs;

namespace kverdict {
namespace {

Comparison differing() {
  Comparison C;
  C.Function = "f";
  C.What = Change::Different;
  C.Differences.emplace_back();
  return C;
}

TEST(Gate, LetsTheCompilerRefuse) {
  const Ruling Of = judge(Refused{"unknown type name 'foo'"});
  EXPECT_EQ(Of.What, Status::Confirmed);
  EXPECT_EQ(Of.By, Evidence::Compiler);
}

TEST(Gate, ConfirmsADifferenceThatWasRun) {
  const Comparison C = differing();
  const Ruling Of = judge(Differs{&C});
  EXPECT_EQ(Of.What, Status::Confirmed);
  EXPECT_EQ(Of.By, Evidence::Run);
}

TEST(Gate, ConfirmsNothingOnAGuess) {
  Comparison C = differing();
  C.Differences[0].Guessed = {{Assumption::Kind::Guessed, "walk() returns 3", {}}};
  const Ruling Of = judge(Differs{&C});
  EXPECT_EQ(Of.What, Status::Undecided);
  EXPECT_EQ(Of.Reason, "it is so only if walk() returns 3");
  EXPECT_EQ(Of.By, Evidence::None);
}

TEST(Gate, KeepsWhatWasAssumed) {
  Comparison C = differing();
  C.Assumptions = {{Assumption::Kind::DistinctObjects, "`a` and `b` are different objects", {}}};
  const Ruling Of = judge(Differs{&C});
  EXPECT_EQ(Of.What, Status::Confirmed);
  Statement Said;
  Said.Rule = "r";
  const Finding F = finding(Said, Of, "code");
  EXPECT_EQ(F.status(), Status::Confirmed);
  EXPECT_EQ(F.By, Evidence::Run);
  EXPECT_EQ(F.Assumptions, C.Assumptions);
  EXPECT_THAT(F.Fingerprint, SizeIs(16));
  EXPECT_EQ(F.Fingerprint, finding(Said, Of, " co\n\tde").Fingerprint) << "white space is nothing";
  EXPECT_NE(F.Fingerprint, finding(Said, Of, "other").Fingerprint);
}

TEST(Gate, SaysWhyNothingIsDecided) {
  Comparison C;
  C.Reason = "too many paths";
  EXPECT_EQ(judge(Differs{&C}).What, Status::Undecided);
  EXPECT_EQ(judge(Differs{&C}).Reason, "too many paths");
  EXPECT_EQ(judge(Open{"no state was found"}).What, Status::Undecided);
  EXPECT_EQ(judge(Open{"no state was found"}).Reason, "no state was found");
}

} // namespace
} // namespace kverdict
