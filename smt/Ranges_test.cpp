// Ranges against values: what is said of a random term holds for random values of its symbols.
#include "smt/Ranges.h"

#include "smt/Evaluator.h"
#include "smt/Tidy.h"

#include <gtest/gtest.h>

#include <random>

namespace kverdict {
namespace {

class RangesTest : public testing::Test {
protected:
  unsigned pick(unsigned Below) { return std::uniform_int_distribution<unsigned>(0, Below - 1)(Dice); }

  /// Mostly small numbers, as bounds and sizes are; and some close to the end.
  z3::expr constant(unsigned Width) {
    const std::uint64_t Small = pick(40);
    return Z.bv_val(pick(4) ? Small : ~Small, Width);
  }

  z3::expr number(unsigned Width, unsigned Depth) {
    if (Depth == 0)
      return pick(2) ? constant(Width) : z3::zext(Z.bv_const("x", 8), Width - 8);
    auto part = [&] { return number(Width, Depth - 1); };
    switch (pick(16)) {
    case 0:
      return part() + part() + part();
    case 1:
      return constant(Width) * part();
    case 2:
      return part() * part();
    case 3:
      return part() & part();
    case 4:
      return part() | part();
    case 5:
      return part() ^ part();
    case 6:
      return ~part();
    case 7:
      return z3::udiv(part(), part());
    case 8:
      return z3::urem(part(), part());
    case 9:
      return part() / part();
    case 10:
      return z3::srem(part(), part());
    case 11:
      return z3::shl(part(), constant(Width));
    case 12:
      return z3::lshr(part(), part());
    case 13:
      return z3::ashr(part(), part());
    case 14:
      return z3::ite(condition(Width, Depth - 1), part(), part());
    default:
      return z3::concat(part().extract(Width - 1, Width / 2), part().extract(Width / 2 + 2, 3));
    }
  }

  z3::expr condition(unsigned Width, unsigned Depth) {
    const z3::expr A = number(Width, Depth), B = number(Width, Depth);
    switch (pick(7)) {
    case 0:
      return A == B;
    case 1:
      return z3::ule(A, B);
    case 2:
      return z3::ult(A, B);
    case 3:
      return A <= B;
    case 4:
      return A > B;
    case 5:
      return !(A == B) && z3::uge(A, B);
    default:
      return z3::ugt(A, B) || A >= B;
    }
  }

  Assignment state(std::uint64_t Value) {
    Assignment Out;
    Out.set(idOf(Symbol), llvm::APInt(8, Value));
    return Out;
  }

  z3::context Z;
  const z3::expr Symbol = Z.bv_const("x", 8);
  Evaluator Values;
  Ranges Known;
  std::vector<z3::expr> Kept;
  std::mt19937 Dice{4711};
};

TEST_F(RangesTest, HoldOfRandomTerms) {
  unsigned Narrow = 0;
  for (unsigned I = 0; I < 6000; ++I) {
    const unsigned Width = I % 3 == 0 ? 64 : I % 3 == 1 ? 32 : 16;
    Kept.push_back(I % 2 ? number(Width, 3) : number(Width, 3).simplify());
    const auto Is = Known.of(Kept.back());
    ASSERT_TRUE(Is);
    Narrow += Is->Most - Is->Least < 1u << 14;
    for (const unsigned Value : {0u, 1u, 7u, 128u, 255u, pick(256)}) {
      Assignment State = state(Value);
      const std::uint64_t Here = Values.value(Kept.back(), State)->getZExtValue();
      ASSERT_TRUE(Is->Least <= Here && Here <= Is->Most) << Kept.back() << " is " << Here << " where x is " << Value;
      const std::int64_t Signed = signExtend(Here, Width);
      const auto Span = Known.span(Kept.back());
      ASSERT_TRUE(!Span || (Span->Least <= Signed && Signed <= Span->Most)) << Kept.back() << " is " << Signed;
    }
  }
  EXPECT_GT(Narrow, 1500u);
}

TEST_F(RangesTest, HoldOfRandomConditions) {
  unsigned Decided = 0;
  for (unsigned I = 0; I < 6000; ++I) {
    Kept.push_back(condition(I % 2 ? 64 : 16, 2));
    const auto Is = Known.truth(Kept.back());
    Decided += Is.has_value();
    for (const unsigned Value : {0u, 1u, 7u, 128u, 255u, pick(256)}) {
      Assignment State = state(Value);
      ASSERT_NE(Is, !Values.holds(Kept.back(), State)) << Kept.back() << " where x is " << Value;
    }
  }
  EXPECT_GT(Decided, 400u);
}

TEST_F(RangesTest, OfQuotientsAreThoseOfDivision) {
  unsigned Found = 0;
  for (unsigned I = 0; I < 4000; ++I) {
    const unsigned Size = 1 + pick(24);
    z3::expr Term = Z.bv_val(Size * pick(3), 64) * number(64, 1) - Z.bv_val(Size * pick(5), 64) * number(64, 1) +
                    Z.bv_val(Size * pick(100), 64);
    Kept.push_back(Term.simplify());
    const auto Quotient = exactQuotient(Known, Kept.back(), Size);
    if (!Quotient)
      continue;
    ++Found;
    Kept.push_back(*Quotient); // the evaluator keeps ids, too
    const z3::expr Division = Kept[Kept.size() - 2] / Z.bv_val(Size, 64);
    Kept.push_back(Division);
    for (const unsigned Value : {0u, 1u, 255u, pick(256)}) {
      Assignment State = state(Value);
      ASSERT_EQ(*Values.value(*Quotient, State), *Values.value(Division, State))
          << Kept[Kept.size() - 3] << " " << Size;
    }
  }
  EXPECT_GT(Found, 1000u);
}

/// The middle of a part of an array, as a binary search computes it, again and again.
TEST_F(RangesTest, OfPointersIntoAnArrayAreThoseOfIndices) {
  const z3::expr Base = Z.bv_const("base", 64), Count = z3::zext(Z.bv_const("count", 16), 48);
  z3::expr Right = (Base + Count * Z.bv_val(12, 64) - 24).simplify();
  for (unsigned Round = 0; Round < 3; ++Round) {
    Kept.push_back((Right - Base).simplify());
    const auto Elements = exactQuotient(Known, Kept.back(), 12);
    ASSERT_TRUE(Elements) << Kept.back();
    Kept.push_back(*Elements);
    Right = (Base + z3::ashr(*Elements + z3::lshr(*Elements, 63), 1) * Z.bv_val(12, 64) - 12).simplify();
  }
}

TEST_F(RangesTest, OfAddressesInATableAreSeen) {
  const z3::expr Index = z3::zext(Z.bv_const("hash", 64).extract(63, 58), 58), Table = Z.bv_val(0x2000'0001'8000, 64);
  const z3::expr Address = (Table + Index * Z.bv_val(8, 64)).simplify();
  EXPECT_EQ(Known.of(Address), (Range{0x2000'0001'8000, 0x2000'0001'81f8}));
  Kept.push_back((Address == Z.bv_val(0, 64)).simplify());
  EXPECT_EQ(Known.truth(Kept.back()), false);
}

} // namespace
} // namespace kverdict
