// What others can see of a run: calls that are not looked into, assembly, volatile accesses, stores that outlive it.
// Two runs of two versions are compared by it, so addresses are said in words that both have.
#include "parse/Assembly.h"
#include "parse/LineNumber.h"
#include "simulate/interpreter/Interpreter.h"

#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace kverdict::simulation {

/// Of a local that a callee gets the address of, so much is looked at.
static constexpr std::uint64_t MostBytes = 256;

void Interpreter::observe(Event::Kind Kind, const std::string &Name, std::vector<std::string> Operands, bool Orders,
                          SourceRange At) {
  const SourceRange Range = inSource(At);
  Events.push_back({Kind, Name, std::move(Operands), Orders, Stores.size(), U.text(Range), U.place(Range.getBegin())});
  if (!F || !F->Depth || !FromTop)
    return;
  const SourceRange Outer = FromTop->getSourceRange(); // also where a model stands for what is called in there
  Events.back().Outer = U.text(Outer);
  Events.back().OuterAt = U.place(Outer.getBegin());
}

SourceRange Interpreter::inSource(SourceRange At) const {
  return F && F->StandsFor ? F->StandsFor->getSourceRange() : At;
}

void Interpreter::observeCall(const std::string &Name, const CallExpr *E, const std::vector<Rvalue> &Arguments,
                              std::uint64_t Called) {
  std::vector<std::string> Operands;
  for (unsigned I = 0; I != Arguments.size(); ++I)
    Operands.push_back(isLineNumber(Context, E->getArg(I)) ? "its line"
                                                           : operand(Arguments[I], E->getArg(I)->getType()));
  if (Called)
    Operands.push_back(addressWords(Called));
  observe(Event::Kind::Call, Name, std::move(Operands), true, E->getSourceRange());
}

std::string Interpreter::operand(const Rvalue &V, QualType T) {
  auto S = shapeOf(T, Context);
  if (S && S->Pointer)
    return addressWords(static_cast<std::uint64_t>(V.Bits));
  if (S)
    return showValue(U, V.Bits, T);
  Bytes Known = V.Image;
  Known.zeroUnset();
  return llvm::toHex(Known.Data);
}

/// An object of the state is where the state says. Of a local, what it holds.
std::string Interpreter::addressWords(std::uint64_t Address, bool Inside) {
  for (const auto &[D, Where] : Globals)
    if (Where == Address && isa<FunctionDecl>(D))
      return cast<NamedDecl>(D)->getNameAsString();
  const Block *B = Mem.at(Address);
  const bool Named = B && !(B->Shared && B->Place.starts_with("*"));
  if (!Named)
    return Address ? "0x" + llvm::utohexstr(Address, true) : "NULL";
  const std::string Offset = Address == B->Address ? "" : " + " + std::to_string(Address - B->Address);
  if (B->Shared)
    return "&" + B->Place + Offset;
  std::string Words = (B->ReadOnly ? "a text" : "a local") + Offset;
  const Bytes Raw = Mem.read(B->Address, std::min(B->Size, MostBytes));
  const unsigned Wide = Layout.PointerBits / 8;
  for (std::uint64_t I = 0; Inside && I < Raw.size();) {
    const bool Pointer = I % Wide == 0 && I + Wide <= Raw.size() && Raw.isSet(I * 8, Wide * 8, Layout);
    const auto Word = static_cast<std::uint64_t>(Pointer ? Raw.bits(I * 8, Wide * 8, Layout) : 0);
    const bool Leads = Pointer && Mem.at(Word);
    Words += Leads ? "[" + addressWords(Word, false) + "]"
                   : llvm::toHex({static_cast<std::uint8_t>(Raw.Data[I] & Raw.Set[I])});
    I += Leads ? Wide : 1;
  }
  return Words;
}

/// A volatile object may have been written by somebody else since it was read last: the state says so.
void Interpreter::readAnew(const Lvalue &L, unsigned Width, const Block &B, const Expr *E, Bytes &Raw) {
  if (!B.Shared || !E->getType().isVolatileQualified())
    return;
  const unsigned Number = ++VolatileReads[{L.Address, L.BitOffset}];
  for (const VolatileCell &C : W.Volatile)
    if (C.Number == Number && C.Found.Address == L.Address && C.Found.BitOffset == L.BitOffset &&
        C.Found.Width == Width)
      Raw.setBits(L.BitOffset, Width, C.Found.Value, Layout);
}

void Interpreter::observeVolatile(Event::Kind Kind, const Lvalue &L, QualType T, Word V, const Expr *E) {
  if (!T.isVolatileQualified())
    return;
  auto S = shapeOf(T, Context);
  const std::uint64_t Width = L.BitWidth ? L.BitWidth : S ? S->Storage : sizeOf(T, E->getBeginLoc()) * 8;
  std::vector<std::string> Operands = {addressWords(L.Address, false) + "." + std::to_string(L.BitOffset),
                                       std::to_string(Width)};
  if (Kind == Event::Kind::Write && S)
    Operands.push_back(operand({V}, T));
  observe(Kind, "", std::move(Operands), Kind == Event::Kind::Write, E->getSourceRange());
}

/// Nobody sees it. But where a volatile read is gone, it is told whether a plain one stands for it.
void Interpreter::observePlain(const Lvalue &L, const Block &B, const Expr *E) {
  if (B.Shared && !E->getType().isVolatileQualified() && PlainReads.insert(L.Address).second)
    Events.push_back({Event::Kind::Read,
                      "plain",
                      {addressWords(L.Address, false) + "." + std::to_string(L.BitOffset)},
                      false,
                      Stores.size(),
                      "",
                      {}});
}

void Interpreter::observeStore(const Lvalue &L, const Block &B, const Bytes &After, const Rvalue &V, QualType T,
                               const Expr *E) {
  if (!B.Shared)
    return;
  Bytes Before = Mem.read(L.Address, After.size()), Now = After;
  Before.zeroUnset();
  Now.zeroUnset();
  Stores.push_back({L.Address, Before.Data, Now.Data, Record.place(E, L.Address, L.BitOffset, B), show(V, T),
                    U.place(inSource(E->getSourceRange()).getBegin())});
}

/// A callee writes what the state says. Nobody asks where.
void Interpreter::observeWrite(const Cell &C) {
  const std::uint64_t Size = (C.BitOffset + C.Width + 7) / 8;
  if (const Block *B = Mem.find(C.Address, Size); !B || !B->Shared)
    return;
  Bytes Before = Mem.read(C.Address, Size), After = Before;
  After.setBits(C.BitOffset, C.Width, C.Value, Layout);
  Before.zeroUnset();
  After.zeroUnset();
  Stores.push_back({C.Address, Before.Data, After.Data, C.Place, C.Shown, {}});
}

/// Of memory, where it is, and what it holds.
Interpreter::AsmOperand Interpreter::asmOperand(const Expr *E) {
  const Expr *Bare = E->IgnoreParens();
  const auto *Load = dyn_cast<ImplicitCastExpr>(Bare);
  const bool Name =
      Load && Load->getCastKind() == CK_LValueToRValue && isa<DeclRefExpr>(Load->getSubExpr()->IgnoreParens());
  const bool Function = Bare->getType()->isFunctionType();
  if (!Name && (!Bare->isGLValue() || Function)) {
    const Rvalue Value = eval(E);
    return {0, "", operand(Value, E->getType()),
            Function ? content(lvalue(Bare).Address, sizeOf(Bare->getType(), Bare->getBeginLoc()))
                     : asked(Value, E->getType())};
  }
  const Expr *Place = Name ? Load->getSubExpr() : Bare;
  const Lvalue L = lvalue(Place);
  const std::uint64_t Size = sizeOf(Place->getType(), Place->getBeginLoc());
  const Block *B = Mem.find(L.Address, Size);
  AsmOperand Out{L.Address, !Name && B && B->Shared ? addressWords(L.Address) : "", "", content(L.Address, Size)};
  if (!B)
    return Out;
  Bytes Held = Mem.read(L.Address, Size);
  Held.zeroUnset();
  const bool Scalar = shapeOf(Place->getType(), Context).has_value();
  Out.Value =
      "=" + (Scalar ? operand({Held.bits(0, static_cast<unsigned>(std::min<std::uint64_t>(Size, 16) * 8), Layout)},
                              Place->getType())
                    : llvm::toHex(Held.Data));
  return Out;
}

} // namespace kverdict::simulation
