// The compiler's builtin functions that have a meaning here.
#include "parse/Assembly.h"
#include "parse/Constancy.h"
#include "simulate/interpreter/Interpreter.h"

using namespace clang;

namespace kverdict::simulation {

std::optional<Rvalue> Interpreter::evalBuiltin(const CallExpr *E, const std::string &Name) {
  StringRef Short = Name;
  Short.consume_front("__builtin_");
  if (Short == "expect" || Short == "expect_with_probability" || Short == "assume_aligned" || Short == "prefetch") {
    Rvalue V{word(E->getArg(0))};
    for (unsigned I = 1; I != E->getNumArgs(); ++I)
      if (!constant(E->getArg(I)) && shapeOf(E->getArg(I)->getType(), Context))
        word(E->getArg(I));
    return V;
  }
  if (Short == "trap" || (Short == "unreachable" && isBug(Context, E)))
    stop(RunEnd::NoReturn, Short == "trap" ? Name + "() is reached" : "BUG()", E->getBeginLoc());
  if (Short == "unreachable")
    undefined(UndefinedKind::Unreachable, Name + "() is reached", E->getBeginLoc());
  if (Short == "assume")
    return Rvalue();
  if (Short.ends_with("_overflow") && knownBuiltin(Name))
    return Rvalue{evalOverflow(E, Short)};
  if (Short == "constant_p")
    return Rvalue{Word(foldsToConstant(Context, E->getArg(0)))};
  if (auto Known = constant(E))
    return Rvalue{truncate(bitsOf(*Known), shape(E->getType(), E->getBeginLoc()).Width)};
  if (!knownBuiltin(Name))
    return std::nullopt;
  unsigned Width = shape(E->getType(), E->getBeginLoc()).Width;
  if (Short.ends_with("object_size")) // the object is not known where the call stands
    return Rvalue{word(E->getArg(1)) & 2 ? Word(0) : truncate(~Word(0), Width)};
  return Rvalue{truncate(evalBitBuiltin(E, Short), Width)};
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

static Word reversedBits(Word V, unsigned Width) {
  Word Result = 0;
  for (unsigned Bit = 0; Bit != Width; ++Bit)
    Result = Result << 1 | (V >> Bit & 1);
  return Result;
}

static Word rotatedLeft(Word V, unsigned By, unsigned Width) {
  return By ? truncate(V << By | V >> (Width - By), Width) : V;
}

/// How many of the bits below the sign are like it.
static unsigned redundantSigns(Word V, unsigned Width) {
  unsigned Count = 0;
  bool Sign = V >> (Width - 1) & 1;
  while (Count != Width - 1 && (V >> (Width - 2 - Count) & 1) == Sign)
    ++Count;
  return Count;
}

Word Interpreter::evalBitBuiltin(const CallExpr *E, StringRef Name) {
  Shape S = shape(E->getArg(0)->getType(), E->getBeginLoc());
  unsigned Width = S.Width;
  Word V = word(E->getArg(0));
  if (Name.starts_with("bswap"))
    return reversedBytes(V, Width);
  if (Name.starts_with("bitreverse"))
    return reversedBits(V, Width);
  if (Name.starts_with("ffs"))
    return V ? lowestBit(V) + 1 : 0;
  if (Name.starts_with("popcount"))
    return countBits(V);
  if (Name.starts_with("parity"))
    return countBits(V) % 2;
  if (Name.starts_with("clrsb"))
    return redundantSigns(V, Width);
  if (Name.starts_with("rotate")) {
    auto By = static_cast<unsigned>(word(E->getArg(1)) % Width);
    return rotatedLeft(V, Name.starts_with("rotateleft") ? By : (Width - By) % Width, Width);
  }
  if (Name.ends_with("abs")) {
    if (V == Word(1) << (Width - 1) && !Context.getLangOpts().isSignedOverflowDefined())
      undefined(UndefinedKind::Overflow, "signed overflow in " + text(E), E->getBeginLoc());
    return signedValue(V, Width) < 0 ? truncate(-V, Width) : V;
  }
  if (V == 0 && E->getNumArgs() == 2)
    return word(E->getArg(1));
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
  llvm::APInt Full = Name.contains("add") ? L + R : Name.contains("sub") ? L - R : L * R;
  llvm::APInt Cut = Full.trunc(S.Width);
  store(Place, T, {bitsOf(llvm::APSInt(Cut, true))}, E);
  return (S.Signed ? Cut.sext(300) : Cut.zext(300)) != Full;
}

} // namespace kverdict::simulation
