// What the layers before Z3 answer: conditions as guards of the kernel make them.
#include "smt/Solver.h"

#include <gtest/gtest.h>

namespace kverdict {
namespace {

class Layers : public testing::Test {
protected:
  z3::expr number(std::uint64_t Value) { return Z.bv_val(Value, 64); }
  z3::expr bit(const z3::expr &Of, unsigned I) { return Of.extract(I, I) == Z.bv_val(1, 1); }

  void answers(std::vector<z3::expr> Conditions, Answer Expected) {
    for (z3::expr &E : Conditions)
      E = E.simplify();
    EXPECT_EQ(S.satisfiable({}, Conditions), Expected);
    EXPECT_EQ(S.questions(), 0u);
  }

  z3::context Z;
  Solver S{Z, 1'000'000};
  const z3::expr Flags = Z.bv_const("flags", 64), Page = Z.bv_const("page", 64), Base = Z.bv_const("base", 64),
                 Pfn = Z.bv_const("pfn", 64);
  const z3::expr Computed = z3::ashr(Page - Base, 6);
};

TEST_F(Layers, AnyPartOfAnAlternativeWillDo) {
  answers({!(!bit(Flags, 3) && bit(Flags, 5)), bit(Flags, 5)}, Answer::Yes);
  answers({!(Flags.extract(4, 0) == 0 && Flags.extract(63, 7) == 0)}, Answer::Yes);
}

TEST_F(Layers, ASymbolIsSetToWhatItEquals) {
  answers({Computed == Pfn, Page == number(0x100000020000)}, Answer::Yes);
  answers({Page == number(0x100000020000), Page != 0, Computed == Pfn, Base == 0}, Answer::Yes);
}

TEST_F(Layers, WhatOthersDetermineIsNotFree) {
  answers({Page == number(0x100000020000), Base == 0, Computed == Pfn, Pfn == 0}, Answer::No);
  answers({Page == number(0x100000020000), Base == 0, Computed == Pfn, !bit(Pfn, 38)}, Answer::No);
  answers({Page == 1, Base == 1, z3::ult(Page, Base)}, Answer::No);
}

TEST_F(Layers, WhatIsSaidOfAConditionHoldsInsideOfAnother) {
  answers({Computed != Pfn, bit(Page, 0), (bit(Page, 0) && Computed == Pfn) || !bit(Page, 0)}, Answer::No);
}

TEST_F(Layers, OfWhatIsEqualOneNameIsLeft) {
  const z3::expr OtherPage = Z.bv_const("page2", 64), OtherBase = Z.bv_const("base2", 64),
                 OtherPfn = Z.bv_const("pfn2", 64);
  const z3::expr Other = z3::ashr(OtherPage - OtherBase, 6) == OtherPfn;
  const std::vector<z3::expr> Same{OtherPage == Page, Base == OtherBase, OtherPfn == Pfn};
  answers({Same[0], Same[1], Same[2], Computed != Pfn, Other}, Answer::No);
  answers({Other, Same[2], Computed != Pfn, Same[1], Same[0]}, Answer::No);
  answers({Same[0], Same[1], Computed != Pfn, Other, OtherPfn == Pfn + 1, bit(Page, 3)}, Answer::Yes);
  answers({Pfn == Page + 1, Base == Pfn + 1, Base == Page}, Answer::No);
}

/// What cancels out where one name replaces another is free, but what it replaced is not.
TEST_F(Layers, WhatCancelsOutHasAValueToo) {
  const z3::expr Other = Z.bv_const("other", 64), More = Z.bv_const("more", 64);
  const std::vector<z3::expr> Conditions{Pfn + Page == Flags, Other + Base != Flags, Pfn == Other, Page == More};
  Assignment State, Found;
  for (const z3::expr &E : {Flags, Page, Base, Pfn, Other, More}) // as an example had them before
    State.set(Z3_get_ast_id(Z, E), llvm::APInt(64, 9));
  ASSERT_EQ(S.example({}, Conditions, Found), Answer::Yes);
  State.take(Found);
  for (const z3::expr &E : Conditions)
    EXPECT_TRUE(S.evaluator().holds(E, State)) << E;
}

TEST_F(Layers, WhatHasNoNameLeftHasAValue) {
  Assignment Found;
  const std::vector<z3::expr> Conditions{Pfn == Page + 1, Base == Pfn, Page == number(41)};
  ASSERT_EQ(S.example({}, Conditions, Found), Answer::Yes);
  for (const z3::expr &E : Conditions)
    EXPECT_TRUE(S.evaluator().holds(E, Found)) << E;
}

TEST_F(Layers, APartThatContradictsItselfIsSeenBeforeZ3IsAskedOfAnother) {
  const z3::expr Hard = Page * Base == Pfn * Pfn;
  answers({Hard, Page != 0, z3::ult(Base, Pfn), bit(Flags, 3), !bit(Flags, 3) || !bit(Flags, 5), bit(Flags, 5)},
          Answer::No);
}

TEST_F(Layers, WhatIsSpentEnds) {
  Effort Account(100);
  S.chargeTo(&Account);
  const std::vector<z3::expr> Conditions{bit(Flags, 3), bit(Page, 2)};
  EXPECT_EQ(S.satisfiable({}, Conditions), Answer::Yes);
  for (unsigned I = 0; I < 10; ++I)
    S.satisfiable({}, Conditions);
  EXPECT_TRUE(Account.exhausted());
  EXPECT_EQ(S.satisfiable({}, Conditions), Answer::Unknown);
  S.chargeTo(nullptr);
  EXPECT_EQ(S.satisfiable({}, Conditions), Answer::Yes);
}

/// What Z3 does not count: the gates of multiplications, those of more than 64 bits the most.
TEST(Gates, AreCounted) {
  z3::context Z;
  Solver S(Z, 3'000'000);
  const auto power = [&](unsigned Width, unsigned Times) {
    const z3::expr X = Z.bv_const(("x" + std::to_string(Width)).c_str(), Width);
    z3::expr All = X;
    for (unsigned I = 0; I < Times; ++I)
      All = All * X + 1;
    return All == Z.bv_val(81, Width);
  };
  Effort Account(30'000'000);
  S.chargeTo(&Account);
  EXPECT_EQ(S.satisfiable({}, {power(16, 3)}), Answer::Yes);
  const std::uint64_t Asked = S.questions();
  for (const unsigned Width : {128u, 256u})
    EXPECT_EQ(
        S.satisfiable({}, {power(Width, 4), z3::ugt(Z.bv_const(("x" + std::to_string(Width)).c_str(), Width), 3)}),
        Answer::Unknown);
  EXPECT_EQ(S.questions(), Asked) << "too many gates to be made";
  S.satisfiable({}, {power(64, 1), z3::ugt(Z.bv_const("x64", 64), 3)});
  EXPECT_EQ(S.questions(), Asked + 1);
}

TEST_F(Layers, WhatNeverHoldsIsSeen) {
  const z3::expr Index = z3::zext(Flags.extract(63, 58), 58) * number(8);
  answers({Index + number(0x2000'0001'8000) == 0, Page != 0}, Answer::No);
  answers({Index + number(0x2000'0001'8000) != 0, z3::ule(Index, 504)}, Answer::Yes);
}

/// Alone it takes Z3 more than it may, since addresses may wrap.
TEST(Places, WhatIsComparedInOneObjectHoldsSomewhere) {
  z3::context Z;
  Solver S(Z, 1'000'000);
  auto symbol = [&](const char *Name, unsigned Width) { return Z.bv_const(Name, Width); };
  auto length = [&](const char *Name) { return z3::zext(Z.bv_const(Name, 16), 48); };
  const z3::expr Data = symbol("data", 64), Other = symbol("other", 64), Size = symbol("size", 64);
  const z3::expr Block = symbol("block", 64).extract(31, 0), Dots = length("dots"), A = length("a"), B = length("b"),
                 C = length("c");
  const z3::expr End = Other + z3::zext(Block - Dots.extract(31, 0) - 12, 32);
  std::vector<z3::expr> Conditions{Data != 0,
                                   z3::ugt(Data + Size, Data + length("dot")),
                                   z3::ugt(Data + Size, Data + Dots + 12),
                                   Other != 0,
                                   z3::ugt(End, Other + A),
                                   z3::ugt(End, Other + A + B),
                                   z3::ule(End, Other + A + B + C),
                                   z3::ult(Block - A.extract(31, 0) - B.extract(31, 0), Block),
                                   A != 0};
  for (z3::expr &E : Conditions)
    E = E.simplify();
  Assignment Found;
  ASSERT_EQ(S.example({}, Conditions, Found), Answer::Yes);
  for (const z3::expr &E : Conditions)
    EXPECT_TRUE(S.evaluator().holds(E, Found)) << E;
}

} // namespace
} // namespace kverdict
