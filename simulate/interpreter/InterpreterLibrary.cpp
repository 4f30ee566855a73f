// memset(), memcmp() and their like, as C defines them. What a witness says that one did is passed over.
#include "simulate/interpreter/Interpreter.h"

using namespace clang;

namespace kverdict::simulation {

Rvalue Interpreter::evalLibrary(const CallExpr *E, const std::string &Name, LibraryFunction Which) {
  std::vector<Rvalue> Arguments = arguments(E);
  if (WhenMissing == Missing::IsMismatch && NextCall < W.Calls.size() && W.Calls[NextCall].Callee == Name)
    ++NextCall;
  switch (Which) {
  case LibraryFunction::Memset:
    return fill(Arguments, E);
  case LibraryFunction::Memcpy:
    return copy(Arguments, E, false);
  case LibraryFunction::Memmove:
    return copy(Arguments, E, true);
  case LibraryFunction::Memcmp:
    return compareBytes(Arguments, E);
  case LibraryFunction::Strcmp:
  case LibraryFunction::Strncmp:
    return compareStrings(Arguments, E);
  case LibraryFunction::Strlen:
    return length(Arguments, E);
  case LibraryFunction::Memchr:
    return search(Arguments, E, false);
  case LibraryFunction::Strchr:
    return search(Arguments, E, true);
  }
  unsupported("the function " + Name + "()", E->getBeginLoc());
}

static std::uint64_t address(const Rvalue &V) { return static_cast<std::uint64_t>(V.Bits); }

Rvalue Interpreter::fill(std::vector<Rvalue> &Arguments, const CallExpr *E) {
  const std::uint64_t Size = address(Arguments[2]);
  if (Size) {
    const Block &B = access({address(Arguments[0]), 0, 0, E->getArg(0)}, Size, E, true);
    Bytes Content(Size, 0xff);
    std::fill(Content.Data.begin(), Content.Data.end(), static_cast<std::uint8_t>(Arguments[1].Bits));
    observeStore({address(Arguments[0])}, B, Content, {}, Context.VoidTy, E->getArg(0));
    Mem.write(address(Arguments[0]), Content);
  }
  return Arguments[0];
}

Rvalue Interpreter::copy(std::vector<Rvalue> &Arguments, const CallExpr *E, bool MayOverlap) {
  const std::uint64_t To = address(Arguments[0]), From = address(Arguments[1]), Size = address(Arguments[2]);
  if (!Size)
    return Arguments[0];
  const Block &Target = access({To, 0, 0, E->getArg(0)}, Size, E, true);
  const Block &Source = access({From, 0, 0, E->getArg(1)}, Size, E, false);
  if (!MayOverlap && To != From && (To < From ? From - To : To - From) < Size)
    undefined(UndefinedKind::Other, "memcpy() between places that overlap", E->getBeginLoc());
  Bytes Content = Mem.read(From, Size);
  if (Source.Input && !Content.isSet()) {
    readUnset({From}, Source, E->getArg(1));
    Content.zeroUnset();
    Mem.write(From, Content);
  }
  observeStore({To}, Target, Content, {}, Context.VoidTy, E->getArg(0));
  Mem.write(To, Content);
  return Arguments[0];
}

std::uint8_t Interpreter::byteAt(std::uint64_t Address, const CallExpr *E) {
  const Block &B = access({Address, 0, 0, E->getArg(0)}, 1, E, false);
  Bytes Byte = Mem.read(Address, 1);
  if (!Byte.isSet()) {
    readUnset({Address}, B, E);
    Byte.zeroUnset();
    Mem.write(Address, Byte);
  }
  return Byte.Data[0];
}

/// C says no more than the sign.
static Rvalue sign(int Difference) {
  return {truncate(static_cast<Word>(__int128(Difference < 0 ? -1 : Difference > 0)), 32)};
}

Rvalue Interpreter::compareBytes(std::vector<Rvalue> &Arguments, const CallExpr *E) {
  for (std::uint64_t I = 0; I != address(Arguments[2]); ++I)
    if (int Difference = byteAt(address(Arguments[0]) + I, E) - byteAt(address(Arguments[1]) + I, E))
      return sign(Difference);
  return {};
}

Rvalue Interpreter::compareStrings(std::vector<Rvalue> &Arguments, const CallExpr *E) {
  const std::uint64_t Most = Arguments.size() == 3 ? address(Arguments[2]) : ~std::uint64_t(0);
  for (std::uint64_t I = 0; I != Most; ++I) {
    const std::uint8_t Left = byteAt(address(Arguments[0]) + I, E), Right = byteAt(address(Arguments[1]) + I, E);
    if (Left != Right)
      return sign(Left - Right);
    if (!Left)
      return {};
  }
  return {};
}

Rvalue Interpreter::length(std::vector<Rvalue> &Arguments, const CallExpr *E) {
  std::uint64_t Length = 0;
  while (byteAt(address(Arguments[0]) + Length, E))
    ++Length;
  return {Length};
}

Rvalue Interpreter::search(std::vector<Rvalue> &Arguments, const CallExpr *E, bool Text) {
  const std::uint64_t Most = Text ? ~std::uint64_t(0) : address(Arguments[2]);
  const auto Wanted = static_cast<std::uint8_t>(Arguments[1].Bits);
  for (std::uint64_t I = 0; I != Most; ++I) {
    const std::uint8_t Byte = byteAt(address(Arguments[0]) + I, E);
    if (Byte == Wanted)
      return {Arguments[0].Bits + I};
    if (Text && !Byte)
      return {};
  }
  return {};
}

} // namespace kverdict::simulation
