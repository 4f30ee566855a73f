#include "smt/SmtLib.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kverdict {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(SmtLib, DeclaresAssertsAndAsks) {
  z3::context Z;
  const z3::expr X = Z.bv_const("p->flags & 4", 32);
  const std::string Text = smtLib({X == 3, z3::ult(X, Z.bv_val(9, 32))});
  EXPECT_THAT(Text, HasSubstr("(declare-fun |p->flags & 4| () (_ BitVec 32))"));
  EXPECT_THAT(Text, HasSubstr("(check-sat)"));
  EXPECT_TRUE(Text.starts_with("(push 1)\n(declare-fun")) << Text;
  EXPECT_TRUE(Text.ends_with("(check-sat)\n(pop 1)\n")) << Text;
}

/// Another solver knows the standard's operators alone.
TEST(SmtLib, HasNoOperatorOfZ3sOwn) {
  z3::context Z;
  const z3::expr X = Z.bv_const("x", 8), Y = Z.bv_const("y", 8);
  const z3::expr Simple = (z3::udiv(X, Z.bv_val(3, 8)) == Y && z3::srem(X, Z.bv_val(5, 8)) == 1).simplify();
  EXPECT_THAT(smtLib({Simple}), Not(HasSubstr("_i ")));
}

/// A symbol may have any character but two.
TEST(SmtLib, HasNoSymbolThatOthersCannotRead) {
  z3::context Z;
  const std::string Text = smtLib({Z.bv_const("a | b", 8) == Z.bv_const("c == '\\n'", 8)});
  EXPECT_THAT(Text, Not(HasSubstr("\\")));
  EXPECT_THAT(Text, HasSubstr("|a {or} b|"));
}

/// Each question once, whichever layer answers it, and none that was not decided.
TEST(SmtLib, LogsWhatWasDecided) {
  z3::context Z;
  SmtLibLog Log;
  Solver Of(Z, 1000);
  Of.logTo(&Log);
  const z3::expr X = Z.bv_const("x", 8);
  EXPECT_EQ(Of.satisfiable({}, {X == 3, X == 3}), Answer::Yes);
  EXPECT_EQ(Of.satisfiable({}, {X == 3}, X == 4), Answer::No);
  EXPECT_EQ(Of.satisfiable({}, {X == 3}, X == 4), Answer::No);
  EXPECT_EQ(Log.answers(), "sat\nunsat\n");
  EXPECT_TRUE(Log.script().starts_with("(set-logic QF_BV)\n(push 1)\n"));
  const z3::expr Y = Z.bv_const("y", 64), W = Z.bv_const("w", 64);
  EXPECT_EQ(Of.satisfiable({}, {Y * W == Z.bv_val("1152921504606847009", 64), z3::ugt(Y, Z.bv_val(1, 64)),
                                z3::ugt(W, Z.bv_val(1, 64))}),
            Answer::Unknown);
  EXPECT_EQ(Log.answers(), "sat\nunsat\n");
}

/// What is true of a symbol anyway is part of the question.
TEST(SmtLib, LogsTheAxiomsOfTheSymbols) {
  z3::context Z;
  SmtLibLog Log;
  Solver Of(Z, 100000);
  Of.logTo(&Log);
  const z3::expr X = Z.bv_const("x", 8), Y = Z.bv_const("y", 8);
  EXPECT_EQ(Of.satisfiable({z3::ult(X, Z.bv_val(4, 8)), Y == 1}, {X == 7}), Answer::No);
  EXPECT_THAT(Log.script(), HasSubstr("bvult x (_ bv4 8)"));
  EXPECT_THAT(Log.script(), Not(HasSubstr("declare-fun y")));
}

} // namespace
} // namespace kverdict
