// The evaluator against Z3: random terms over symbols, with random values for the symbols.
#include "smt/Evaluator.h"
#include "smt/Example.h"
#include "smt/KnownBits.h"

#include <gtest/gtest.h>

#include <random>

using llvm::APInt;

namespace kverdict {
namespace {

class RandomTerms {
public:
  RandomTerms(z3::context &Z, unsigned Seed) : Z(Z), Dice(Seed) {
    for (unsigned I = 0; I < 3; ++I)
      Symbols.push_back(Z.bv_const(("x" + std::to_string(I)).c_str(), 8));
    Symbols.push_back(Z.bv_const("wide", 80));
  }

  z3::expr number(unsigned Depth) {
    if (Depth == 0)
      return pick(3) ? Symbols[pick(3)] : Z.bv_val(pick(256), 8);
    auto part = [&] { return number(Depth - 1); };
    switch (pick(22)) {
    case 0:
      return part() + part();
    case 1:
      return part() - part();
    case 2:
      return part() * part();
    case 3:
      return -part();
    case 4:
      return part() & part();
    case 5:
      return part() | part();
    case 6:
      return part() ^ part();
    case 7:
      return ~part();
    case 8:
      return z3::udiv(part(), part());
    case 9:
      return z3::urem(part(), part());
    case 10:
      return part() / part();
    case 11:
      return z3::srem(part(), part());
    case 12:
      return z3::shl(part(), part());
    case 13:
      return z3::lshr(part(), part());
    case 14:
      return z3::ashr(part(), part());
    case 15:
      return z3::ite(truth(Depth - 1), part(), part());
    case 16:
      return z3::concat(part().extract(2, 0), part().extract(7, 3));
    case 17:
      return z3::sext(part(), 5).extract(11, 4);
    case 18:
      return z3::zext(part(), 5).extract(11, 4);
    case 19:
      return Symbols[3].extract(75, 68);
    case 20:
      return (z3::concat(part(), Symbols[3]) + Z.bv_val(pick(99), 88)).extract(84, 77);
    default:
      return z3::ite(truth(Depth - 1), Z.bv_val(1, 8), Z.bv_val(0, 8));
    }
  }

  z3::expr truth(unsigned Depth) {
    auto part = [&] { return number(Depth ? Depth - 1 : 0); };
    switch (pick(Depth ? 12 : 9)) {
    case 0:
      return part() == part();
    case 1:
      return part() != part();
    case 2:
      return part() < part();
    case 3:
      return part() <= part();
    case 4:
      return part() > part();
    case 5:
      return part() >= part();
    case 6:
      return z3::ult(part(), part());
    case 7:
      return z3::uge(part(), part());
    case 8:
      return z3::ule(part(), part());
    case 9:
      return truth(Depth - 1) && truth(Depth - 1);
    case 10:
      return truth(Depth - 1) || truth(Depth - 1);
    default:
      return !truth(Depth - 1);
    }
  }

  unsigned pick(unsigned Below) { return Dice() % Below; }

  z3::context &Z;
  std::mt19937 Dice;
  std::vector<z3::expr> Symbols;
};

TEST(Evaluator, AgreesWithZ3) {
  z3::context Z;
  RandomTerms Terms(Z, 7);
  Evaluator Values;
  for (unsigned Round = 0; Round < 3000; ++Round) {
    // As it was made, and as Z3 likes it: both are asked for.
    const z3::expr Made = Round % 2 ? Terms.truth(3) : Terms.number(3);
    const z3::expr Term = Round % 3 ? Made : Made.simplify();
    Assignment A;
    z3::expr_vector From(Z), To(Z);
    for (const z3::expr &Symbol : Terms.Symbols) {
      const z3::expr Value = Z.bv_val(Terms.pick(2) ? Terms.pick(256) : Terms.pick(3), Symbol.get_sort().bv_size());
      A.set(Symbol.id(), numeral(Value));
      From.push_back(Symbol);
      To.push_back(Value);
    }
    const std::optional<APInt> Got = Values.value(Term, A);
    ASSERT_TRUE(Got) << Term;
    z3::expr Copy = Term;
    EXPECT_EQ(*Got, numeral(Copy.substitute(From, To).simplify())) << Term;
  }
}

/// What is said to contradict itself does. Single bits are tested, as of flags; and symbols equal terms.
TEST(KnownBits, OnlyWhatZ3RefutesToo) {
  z3::context Z;
  RandomTerms Terms(Z, 5);
  Solver Asked(Z, 1'000'000);
  const auto SymbolsOf = [&](const z3::expr &E) -> auto & { return Asked.symbols(E); };
  unsigned Refuted = 0, ByValue = 0;
  for (unsigned Round = 0; Round < 1500; ++Round) {
    std::vector<z3::expr> Conditions;
    z3::solver Oracle(Z);
    const bool Values = Round % 3 == 0; // one symbol is a number, another a term of it, and both are tested
    for (unsigned I = 0; !Values && I < 4; ++I) {
      auto test = [&] {
        const unsigned Low = Terms.pick(4), High = Low + Terms.pick(3);
        const z3::expr Is = Terms.Symbols[Terms.pick(2)].extract(High, Low) == Z.bv_val(Terms.pick(4), High - Low + 1);
        return Terms.pick(2) ? Is : !Is;
      };
      const z3::expr Both = Terms.pick(2) ? test() && test() : test() || test();
      Conditions.push_back((Terms.pick(3) ? test() : Both).simplify());
      Oracle.add(Conditions.back());
    }
    for (unsigned I = 0; Values && I < 3; ++I) {
      const z3::expr Given = I ? Terms.number(2) : Z.bv_val(Terms.pick(4), 8);
      Conditions.push_back((I < 2 ? Terms.Symbols[I] == Given : Terms.truth(1)).simplify());
      Oracle.add(Conditions.back());
    }
    if (!KnownBits::contradict(Conditions, Asked.evaluator(), SymbolsOf))
      continue;
    ++Refuted;
    ByValue += Values;
    EXPECT_EQ(Oracle.check(), z3::unsat) << Oracle;
  }
  EXPECT_GT(Refuted - ByValue, 200u);
  EXPECT_GT(ByValue, 60u);
}

/// What is kept holds in the state at the end, and what is not kept cannot hold: Z3 is asked about all of it.
TEST(Example, KeepsWhatCanBeKept) {
  z3::context Z;
  RandomTerms Terms(Z, 11);
  unsigned Kept = 0, Left = 0;
  for (unsigned Round = 0; Round < 150; ++Round) {
    Solver Asked(Z, 1'000'000);
    Example E(Asked);
    z3::solver Oracle(Z);
    const z3::expr First = Terms.truth(2);
    Oracle.add(First);
    ASSERT_EQ(E.begin({First}) == Answer::Yes, Oracle.check() == z3::sat) << First;
    if (Oracle.check() != z3::sat)
      continue;
    std::vector<z3::expr> Held = {First};
    for (unsigned I = 0; I < 12; ++I) {
      const z3::expr Wish = I % 2 ? Terms.truth(2) : Terms.number(I % 3) == Z.bv_val(Terms.pick(256), 8);
      Oracle.push();
      Oracle.add(Wish);
      const bool Can = Oracle.check() == z3::sat;
      ASSERT_EQ(E.keep(Wish), Can) << Oracle;
      Can ? (++Kept, Held.push_back(Wish)) : (++Left, Oracle.pop());
      for (const z3::expr &Each : Held)
        ASSERT_TRUE(E.value(Each).getBoolValue()) << Each << "\n" << Oracle;
    }
  }
  EXPECT_GT(Kept, 300u);
  EXPECT_GT(Left, 300u);
}

} // namespace
} // namespace kverdict
