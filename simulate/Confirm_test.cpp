#include "simulate/Confirm.h"

#include <gtest/gtest.h>

namespace kverdict {
namespace {

Run returned(std::uint64_t Bits, unsigned Width) {
  Run R;
  R.Result = {Bits, Width, true, false};
  return R;
}

Run undefinedBy(UndefinedKind Why) {
  Run R;
  R.End = RunEnd::Undefined;
  R.Why = Why;
  return R;
}

Expectation value(std::uint64_t Bits, unsigned Width) { return {RunEnd::Returned, Value{Bits, Width, true, false}}; }

TEST(Confirm, ComparesResultsByValue) {
  EXPECT_TRUE(bearsOut(returned(1, 8), value(1, 8)));
  EXPECT_FALSE(bearsOut(returned(0, 8), value(1, 8)));
  EXPECT_TRUE(bearsOut(returned(0xffffffea, 32), value(0xffffffea, 32)));
  EXPECT_FALSE(bearsOut(returned(0xffffffea, 32), value(0xfffffff4, 32)));
  EXPECT_TRUE(bearsOut(returned(7, 32), {})) << "whichever value";
  EXPECT_FALSE(bearsOut(returned(0, 0), value(0, 32))) << "nothing is not 0";
}

TEST(Confirm, TellsKindsOfUndefinedBehaviourApart) {
  const Expectation Null{RunEnd::Undefined, std::nullopt, UndefinedKind::NullDereference};
  EXPECT_TRUE(bearsOut(undefinedBy(UndefinedKind::NullDereference), Null));
  EXPECT_FALSE(bearsOut(undefinedBy(UndefinedKind::OutOfBounds), Null));
  EXPECT_FALSE(bearsOut(returned(0, 32), Null));
  EXPECT_TRUE(bearsOut(undefinedBy(UndefinedKind::Shift), {RunEnd::Undefined}));
  EXPECT_FALSE(bearsOut(undefinedBy(UndefinedKind::Shift), value(0, 32)));
}

TEST(Confirm, LooksAtTheReturnThatWasTaken) {
  kverdict::Run R = returned(1, 8);
  using Kind = TraceStep::Kind;
  R.Trace = {{Kind::Return, {"a.c", 4, 2}, "callee", 1, "", "", ""}, {Kind::Return, {"a.c", 9, 2}, "f", 0, "", "", ""}};
  Expectation Wanted = value(1, 8);
  Wanted.At = {"a.c", 9, 10};
  EXPECT_TRUE(bearsOut(R, Wanted));
  Wanted.At.Line = 4;
  EXPECT_FALSE(bearsOut(R, Wanted));
}

TEST(Confirm, KnowsWhatSaysNothing) {
  kverdict::Run R;
  R.End = RunEnd::Budget;
  EXPECT_TRUE(gaveUp(R));
  EXPECT_FALSE(gaveUp(returned(0, 32)));
}

} // namespace
} // namespace kverdict
