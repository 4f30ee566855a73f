#include "checks/WrappingStates.h"

#include <llvm/ADT/StringExtras.h>

#include <algorithm>
#include <bit>

using namespace clang;

namespace kverdict {
namespace {

std::uint64_t masked(std::uint64_t Bits, unsigned Width) { return Width < 64 ? Bits & ((1ull << Width) - 1) : Bits; }

/// An operand whose value a state says.
struct Operand {
  std::string Place;
  Cell *Of;
};

std::optional<Operand> find(Situation &In, const FunctionView &F, const Expr *E) {
  const std::string Place = F.unit().text(E->IgnoreParenCasts()->getSourceRange());
  for (std::vector<Cell> &Argument : In.Concrete.Start.Arguments)
    for (Cell &Each : Argument)
      if (Each.Place == Place)
        return Operand{Place, &Each};
  for (Cell &Each : In.Concrete.Start.Memory)
    if (Each.Place == Place && !Each.BitOffset)
      return Operand{Place, &Each};
  return std::nullopt;
}

void set(Situation &In, const Operand &O, std::uint64_t To) {
  O.Of->Value = masked(To, O.Of->Width);
  O.Of->Shown = "0x" + llvm::utohexstr(O.Of->Value, true);
  for (Binding &Each : In.Shown)
    if (Each.Place == O.Place) {
      Each.Value = O.Of->Shown;
      return;
    }
  In.Shown.insert(In.Shown.begin(), {O.Place, O.Of->Shown});
}

/// Where less than nothing is refused, nothing is; and where there is room for nothing, nothing fits.
void askForSome(Situation &In, const FunctionView &F, const ComputedGuard &G, std::uint64_t Some = 1) {
  const auto *Two = dyn_cast<BinaryOperator>(G.Tested);
  for (const Expr *Side : Two ? std::vector{Two->getLHS(), Two->getRHS()} : std::vector<Expr *>())
    if (const auto Least = find(In, F, Side); Least && Least->Of->Value < Some)
      set(In, *Least, Some);
}

/// Operands of arithmetic: a place, and another one or a number. Of a product, the place may stand behind the number.
struct Operands {
  Operand Left;
  std::optional<Operand> Right;
  std::uint64_t By; ///< the right one's value
  unsigned Width;
  std::uint64_t Rest = 0; ///< what a sum of three or more adds to these
};

/// Of a sum: one or two places, and numbers.
std::optional<Operands> summands(Situation &In, const FunctionView &F, const BinaryOperator *Op, unsigned Width) {
  std::vector<Operand> Places;
  std::uint64_t Numbers = 0;
  for (const Expr *Each : addends(Op)) {
    const auto Place = find(In, F, Each);
    const auto Number = Place ? Place->Of->Value : constantOf(F, Each);
    if (!Number ||
        (Place && (Place->Of->Width != Width || Places.size() == 2 || (!Places.empty() && Places[0].Of == Place->Of))))
      return std::nullopt;
    if (Place)
      Places.push_back(*Place);
    else
      Numbers += *Number;
  }
  if (Places.empty())
    return std::nullopt;
  Numbers = masked(Numbers, Width);
  if (Places.size() == 1)
    return Operands{Places[0], std::nullopt, Numbers, Width};
  return Operands{Places[0], Places[1], Places[1].Of->Value, Width, Numbers};
}

std::optional<Operands> operands(Situation &In, const FunctionView &F, const BinaryOperator *Op) {
  const Expr *L = Op->getLHS(), *R = Op->getRHS();
  const unsigned Width = F.unit().context().getTypeSize(Op->getType());
  if (Op->getOpcode() == BO_Add)
    return summands(In, F, Op, Width);
  if (Op->getOpcode() == BO_Mul && constantOf(F, L))
    std::swap(L, R);
  const auto Left = find(In, F, L), Right = find(In, F, R);
  const auto Number = Right ? Right->Of->Value : constantOf(F, R);
  if (!Left || Left->Of->Width != Width || !Number || (Right && (Right->Of->Width != Width || Right->Of == Left->Of)))
    return std::nullopt;
  if (Op->getOpcode() == BO_Shl && (Right || *Number >= Width))
    return std::nullopt;
  return Operands{*Left, Right, masked(Op->getOpcode() == BO_Shl ? 1ull << *Number : *Number, Width), Width};
}

/// A product that is 0, or what it was; or the least that wraps, with room for it.
bool multiply(Situation &In, const FunctionView &F, const ComputedGuard &G, const Operands &Of, std::uint64_t Large) {
  const std::uint64_t By = Of.Right ? std::max<std::uint64_t>(2, Large) : Of.By, Most = masked(~0ull, Of.Width);
  const unsigned Zeros = By ? std::countr_zero(By) : 0;
  if (By < 2 || By > Most / 2)
    return false;
  if (Of.Right) {
    set(In, *Of.Right, By);
    set(In, Of.Left, Most / By + 1);
  } else if (Zeros && Large == 1) {
    set(In, Of.Left, Of.Left.Of->Value + (Most >> Zeros) + 1);
  } else {
    set(In, Of.Left, Most / By + 1);
    askForSome(In, F, G, By);
  }
  return true;
}

bool convert(Situation &In, const FunctionView &F, const ComputedGuard &G, std::uint64_t Large) {
  const auto Of = find(In, F, G.Computed);
  const unsigned Width = F.unit().context().getTypeSize(G.As);
  if (!Of)
    return false;
  if (G.Less)
    set(In, *Of, 0 - Large);
  else if (Width < Of->Of->Width)
    set(In, *Of, masked(Of->Of->Value, Width) + masked(Large << Width, Of->Of->Width));
  else
    set(In, *Of, 0 - Large);
  return true;
}

} // namespace

std::optional<Situation> wrapped(const FunctionView &F, const ComputedGuard &G, const Situation &From,
                                 std::uint64_t Large) {
  Situation Out = From;
  const BinaryOperator *Op = G.arithmetic();
  if (!Op)
    return convert(Out, F, G, Large) ? std::optional(Out) : std::nullopt;
  const auto Of = operands(Out, F, Op);
  if (!Of)
    return std::nullopt;
  const std::uint64_t A = Of->Left.Of->Value, B = Of->By;
  bool Done = false;
  if (isProduct(Op)) {
    Done = multiply(Out, F, G, *Of, Large);
  } else if (!Of->Right) {
    set(Out, Of->Left, Op->getOpcode() == BO_Sub ? B - 1 : 0 - B);
    if (Op->getOpcode() == BO_Sub)
      askForSome(Out, F, G);
    Done = B != 0;
  } else if (Op->getOpcode() == BO_Sub) {
    set(Out, *Of->Right, A + Large);
    askForSome(Out, F, G);
    Done = Of->Right->Of->Value > A;
  } else if (const std::uint64_t Sum = masked(A + B, Of->Width), More = masked(0 - Large, Of->Width); More > Sum) {
    set(Out, Of->Left, More);
    set(Out, *Of->Right, Sum - More);
    Done = true;
  }
  return Done ? std::optional(Out) : std::nullopt;
}

std::optional<Situation> straight(const FunctionView &F, const ComputedGuard &G, const Situation &From, Binding &Told) {
  Situation Out = From;
  const BinaryOperator *Op = G.arithmetic();
  const auto Of = Op ? operands(Out, F, Op) : std::nullopt;
  const auto Converted = Op ? std::nullopt : find(Out, F, G.Computed);
  if (!Of && !Converted)
    return std::nullopt;
  Operand Other = Of ? Of->Left : *Converted;
  std::uint64_t To = 0;
  if (Converted && !G.Less)
    To = masked(~0ull, F.unit().context().getTypeSize(G.As)) >> (G.As->isSignedIntegerType() ? 1 : 0);
  else if (Of && Op->getOpcode() == BO_Add)
    To = ~(Of->By + Of->Rest);
  else if (Of && isProduct(Op))
    To = masked(~0ull, Of->Width) / std::max<std::uint64_t>(Of->By, 1);
  else if (Of && Of->Right)
    To = Of->Left.Of->Value, Other = *Of->Right;
  else if (Of)
    To = Of->By;
  set(Out, Other, To);
  Told = {Other.Place, Other.Of->Shown};
  return Out;
}

} // namespace kverdict
