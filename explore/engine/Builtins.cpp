// Clang's builtins, as Clang defines them.
#include "explore/engine/Stop.h"
#include "parse/Assembly.h"
#include "parse/Constancy.h"
#include "smt/Tidy.h"

#include <clang/AST/ASTContext.h>

using namespace clang;

namespace kverdict {
namespace {

/// The sum of the bits, as a number of Result bits.
z3::expr count(const z3::expr &Bits, unsigned Result) {
  z3::expr Sum = Bits.ctx().bv_val(0, Result);
  for (unsigned I = 0; I < Bits.get_sort().bv_size(); ++I)
    Sum = Sum + z3::ite(Bits.extract(I, I) == Bits.ctx().bv_val(1, 1), Bits.ctx().bv_val(1, Result),
                        Bits.ctx().bv_val(0, Result));
  return Sum;
}

z3::expr reversed(const z3::expr &Bits, unsigned Piece) {
  z3::expr Value = Bits.extract(Piece - 1, 0);
  for (unsigned I = Piece; I < Bits.get_sort().bv_size(); I += Piece)
    Value = z3::concat(Value, Bits.extract(I + Piece - 1, I));
  return Value;
}

/// The position of the outermost set bit, counted from its end; Otherwise if none is set.
z3::expr firstSet(const z3::expr &Bits, bool Leading, const z3::expr &Otherwise) {
  const unsigned Width = Bits.get_sort().bv_size(), Result = Otherwise.get_sort().bv_size();
  z3::expr Value = Otherwise;
  for (unsigned I = Width; I-- > 0;) {
    const unsigned Bit = Leading ? Width - 1 - I : I;
    Value = z3::ite(Bits.extract(Bit, Bit) == Bits.ctx().bv_val(1, 1), Bits.ctx().bv_val(I, Result), Value);
  }
  return Value;
}

/// Cut, or extended by zeros.
z3::expr resized(const z3::expr &Bits, unsigned Width) {
  const unsigned Is = Bits.get_sort().bv_size();
  return Width < Is ? Bits.extract(Width - 1, 0) : Width > Is ? z3::zext(Bits, Width - Is) : Bits;
}

} // namespace

Val Machine::builtin(PathState &P, const CallExpr *E, const std::string &Name) {
  llvm::StringRef Kind = Name;
  Kind.consume_front("__builtin_");
  if (Kind.starts_with("expect") || Kind == "assume_aligned")
    return get(P, E->getArg(0));
  if (Kind == "constant_p")
    return constant(foldsToConstant(Context, E->getArg(0)), E->getType());
  if (Kind.ends_with("object_size")) // what Clang gives where it does not know the object
    return constantValue(E).value_or(
        constant(E->getArg(1)->EvaluateKnownConstInt(Context).getZExtValue() & 2 ? 0 : ~0ull, E->getType()));
  if (Kind == "assume" || Kind == "prefetch")
    return constant(0, Context.IntTy);
  if (Kind == "trap" || (Kind == "unreachable" && isBug(Context, E)))
    throw Stop{PathEnd::NoReturn, Kind == "trap" ? Name + "() is reached" : "BUG()", E->getBeginLoc()};
  if (Kind == "unreachable")
    throw Stop{PathEnd::Undefined, Name + "() is reached", E->getBeginLoc()};
  if (Kind.ends_with("_overflow"))
    return overflowBuiltin(P, E, Name);
  return bitBuiltin(P, E, Kind);
}

Val Machine::bitBuiltin(PathState &P, const CallExpr *E, llvm::StringRef Kind) {
  const z3::expr Bits = get(P, E->getArg(0)).Bits;
  const unsigned Width = Bits.get_sort().bv_size(), Result = width(E->getType(), E);
  if (Kind.starts_with("bswap"))
    return {S.tidy(reversed(Bits, 8))};
  if (Kind.starts_with("bitreverse"))
    return {S.tidy(reversed(Bits, 1))};
  if (Kind.starts_with("popcount"))
    return {S.tidy(count(Bits, Result))};
  if (Kind.starts_with("parity"))
    return {S.tidy(z3::zext(count(Bits, Result).extract(0, 0), Result - 1))};
  if (Kind.starts_with("rotate")) {
    const z3::expr By = S.tidy(z3::urem(resized(get(P, E->getArg(1)).Bits, Width), S.number(Width, Width)));
    const z3::expr Back = S.tidy(S.number(Width, Width) - By); // a shift by all of the width gives 0
    return {S.tidy(Kind.starts_with("rotateleft") ? z3::shl(Bits, By) | z3::lshr(Bits, Back)
                                                  : z3::lshr(Bits, By) | z3::shl(Bits, Back))};
  }
  if (Kind.ends_with("abs")) {
    if (!Context.getLangOpts().isSignedOverflowDefined())
      require(P, z3::bvneg_no_overflow(Bits), "the absolute value overflows: ", E);
    return {S.tidy(z3::ite(Bits < S.number(0, Width), -Bits, Bits))};
  }
  if (Kind.starts_with("clrsb")) { // how many bits below the sign are like it
    const z3::expr Unlike = S.tidy(Bits ^ z3::ashr(Bits, S.number(1, Width)));
    return {S.tidy(firstSet(Unlike, true, S.number(Width, Result)) - S.number(1, Result))};
  }
  if (Kind.starts_with("ffs"))
    return {S.tidy(
        z3::ite(truth(Bits), firstSet(Bits, false, S.number(0, Result)) + S.number(1, Result), S.number(0, Result)))};
  if (E->getNumArgs() == 2) // clzg and ctzg say what they give for zero
    return {S.tidy(firstSet(Bits, Kind.starts_with("clz"), get(P, E->getArg(1)).Bits))};
  require(P, truth(Bits), "the builtin is undefined for zero: ", E);
  return {S.tidy(firstSet(Bits, Kind.starts_with("clz"), S.number(0, Result)))};
}

/// Whether a product of unsigned numbers of one width, one of which is known, does not fit it.
static std::optional<z3::expr> productOverflows(Symbols &S, const z3::expr &A, const z3::expr &B) {
  const auto Number = numberIn(A);
  const unsigned Width = B.get_sort().bv_size();
  if (!Number || Width > 64)
    return std::nullopt;
  const std::uint64_t Most = Width < 64 ? (std::uint64_t(1) << Width) - 1 : ~std::uint64_t(0);
  return *Number ? z3::ugt(B, S.number(Most / *Number, Width)) : S.z3().bool_val(false);
}

/// Computes in a width where nothing overflows, and compares with what fits.
Val Machine::overflowBuiltin(PathState &P, const CallExpr *E, const std::string &Name) {
  QualType To = E->getArg(2)->getType()->getPointeeType();
  const unsigned Width = width(To, E);
  const z3::expr Left = get(P, E->getArg(0)).Bits, Right = get(P, E->getArg(1)).Bits;
  const unsigned LeftWidth = Left.get_sort().bv_size(), RightWidth = Right.get_sort().bv_size();
  const bool Product = Name.find("mul") != std::string::npos;
  const unsigned Wide =
      std::max(Width, Product ? LeftWidth + RightWidth : std::max(LeftWidth, RightWidth)) + 2; // signs, and a carry
  auto widen = [&](const z3::expr &Bits, QualType Type) {
    const unsigned More = Wide - Bits.get_sort().bv_size();
    return Type->isSignedIntegerOrEnumerationType() ? z3::sext(Bits, More) : z3::zext(Bits, More);
  };
  const z3::expr A = widen(Left, E->getArg(0)->getType()), B = widen(Right, E->getArg(1)->getType());
  z3::expr Exact = Name.find("add") != std::string::npos   ? A + B
                   : Name.find("sub") != std::string::npos ? A - B
                                                           : A * B;
  std::optional<z3::expr> Overflows;
  if (Product && LeftWidth == Width && RightWidth == Width && To->isUnsignedIntegerType() &&
      E->getArg(0)->getType()->isUnsignedIntegerType() && E->getArg(1)->getType()->isUnsignedIntegerType())
    Overflows = numberIn(Left) ? productOverflows(S, Left, Right) : productOverflows(S, Right, Left);
  z3::expr Fits = Exact.extract(Width - 1, 0);
  z3::expr Back = widen(Fits, To);
  Val Place = dereference(P, get(P, E->getArg(2)), To, E);
  store(P, Place, Fits, E);
  return {number(Overflows.value_or(Back != Exact), E->getType())};
}

} // namespace kverdict
