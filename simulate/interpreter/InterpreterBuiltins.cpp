// The compiler's builtin functions that have a meaning here.
#include "parse/Constancy.h"
#include "simulate/interpreter/Interpreter.h"

using namespace clang;

namespace kverdict::simulation {

std::optional<Rvalue> Interpreter::evalBuiltin(const CallExpr *E, const std::string &Name) {
  StringRef Short = Name;
  if (Short == "__builtin_expect" || Short == "__builtin_expect_with_probability") {
    Rvalue V{word(E->getArg(0))};
    for (unsigned I = 1; I != E->getNumArgs(); ++I)
      if (!constant(E->getArg(I)) && shapeOf(E->getArg(I)->getType(), Context))
        word(E->getArg(I));
    return V;
  }
  if (Short == "__builtin_unreachable" || Short == "__builtin_trap")
    undefined(UndefinedKind::Unreachable, Name + "() is reached", E->getBeginLoc());
  if (Short == "__builtin_assume")
    return Rvalue();
  if (Short.starts_with("__builtin_") && Short.ends_with("_overflow") && E->getNumArgs() == 3)
    return Rvalue{evalOverflow(E, Short.drop_front(strlen("__builtin_")))};
  if (Short == "__builtin_constant_p")
    return Rvalue{Word(foldsToConstant(Context, E->getArg(0)))};
  if (auto Known = constant(E))
    return Rvalue{truncate(bitsOf(*Known), shape(E->getType(), E->getBeginLoc()).Width)};
  if (Short.consume_front("__builtin_") && knownBuiltin(Name))
    if (auto V = evalBitBuiltin(E, Short))
      return Rvalue{*V};
  return std::nullopt;
}

static unsigned lowestBit(Word V) {
  unsigned Bit = 0;
  while (!(V >> Bit & 1))
    ++Bit;
  return Bit;
}

static unsigned highestBit(Word V) {
  unsigned Bit = 0;
  while (V >>= 1)
    ++Bit;
  return Bit;
}

static unsigned countBits(Word V) {
  unsigned Count = 0;
  for (; V; V &= V - 1)
    ++Count;
  return Count;
}

static Word reversedBytes(Word V, unsigned Width) {
  Word Result = 0;
  for (unsigned Bit = 0; Bit != Width; Bit += 8)
    Result = Result << 8 | (V >> Bit & 0xff);
  return Result;
}

std::optional<Word> Interpreter::evalBitBuiltin(const CallExpr *E, StringRef Name) {
  if (E->getNumArgs() != 1)
    return std::nullopt;
  unsigned Width = shape(E->getArg(0)->getType(), E->getBeginLoc()).Width;
  Word V = word(E->getArg(0));
  if (Name.starts_with("bswap"))
    return reversedBytes(V, Width);
  if (Name.starts_with("ffs"))
    return V ? lowestBit(V) + 1 : 0;
  if (Name.starts_with("popcount"))
    return countBits(V);
  if (V == 0)
    undefined(UndefinedKind::Other, "__builtin_" + Name.str() + "() of 0", E->getBeginLoc());
  return Name.starts_with("clz") ? Width - 1 - highestBit(V) : lowestBit(V);
}

/// Both operands as exact numbers, in a width in which nothing overflows.
static llvm::APInt exact(Word V, Shape S) {
  llvm::APInt Bits(128, {static_cast<std::uint64_t>(V), static_cast<std::uint64_t>(V >> 64)});
  llvm::APInt Own = Bits.trunc(S.Width);
  return S.Signed ? Own.sext(300) : Own.zext(300);
}

Word Interpreter::evalOverflow(const CallExpr *E, StringRef Name) {
  SourceLocation At = E->getBeginLoc();
  llvm::APInt L = exact(word(E->getArg(0)), shape(E->getArg(0)->getType(), At));
  llvm::APInt R = exact(word(E->getArg(1)), shape(E->getArg(1)->getType(), At));
  Lvalue Place{static_cast<std::uint64_t>(word(E->getArg(2))), 0, 0, E->getArg(2)};
  QualType T = E->getArg(2)->getType()->getPointeeType();
  Shape S = shape(T, At);
  llvm::APInt Full = Name.starts_with("add") ? L + R : Name.starts_with("sub") ? L - R : L * R;
  llvm::APInt Cut = Full.trunc(S.Width);
  store(Place, T, {bitsOf(llvm::APSInt(Cut, true))}, E);
  return (S.Signed ? Cut.sext(300) : Cut.zext(300)) != Full;
}

} // namespace kverdict::simulation
